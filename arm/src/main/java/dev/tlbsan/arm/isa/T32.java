package dev.tlbsan.arm.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Defines one encoding of a T32 instruction by a static method whose first parameter is the
 * {@link dev.tlbsan.arm.ir.Aarch32Semantics}; everything else is as for {@link A64}. A method may have several, and {@link A32} encodings too.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(T32.All.class)
public @interface T32 {
    /** The 16 or 32 bits of the encoding, the first halfword first, as {@link A64#bits} has them. */
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
        T32[] value();
    }
}
