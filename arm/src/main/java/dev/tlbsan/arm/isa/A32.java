package dev.tlbsan.arm.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Defines one encoding of an A32 instruction by a static method whose first parameter is the
 * {@link dev.tlbsan.arm.ir.Aarch32Semantics}; everything else is as for {@link A64}. A method may have several, and {@link T32} encodings too.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(A32.All.class)
public @interface A32 {
    /** The 32 bits of the encoding as {@link A64#bits} has them. {@code cccc} in front is the condition, which the method is
     * not told and never sees as 1111: encodings whose condition field is 1111 spell that out. */
    String bits();

    /** The assembly syntax; see {@link A64#asm}. */
    String asm();

    /** The section of DDI 0487 and its heading that describe the instruction, such as {@code F5.1.4 ADD (immediate)}. */
    String manual();

    /** The values of the ignored bits; see {@link A64#shouldBe}. */
    String shouldBe() default "";

    /** Decides between patterns that match the same word; see {@link A64#priority}. */
    int priority() default 0;

    /** Several encodings of one method. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface All {
        /** The encodings. */
        A32[] value();
    }
}
