package dev.tlbsan.arm.isa;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Defines one A64 instruction: a static method whose first parameter is the {@link dev.tlbsan.arm.ir.Semantics} and
 * whose others are the pattern's fields, each named by its letter and typed {@code int} (the unsigned value) or
 * {@code boolean} (one bit).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface A64 {
    /**
     * The 32 bits of the encoding, most significant first: {@code 0} and {@code 1} are fixed, {@code .} is ignored by the
     * decoder but generated as the manual's (0) or (1) says in {@link #shouldBe}, a letter stands for one bit of the field
     * of that name. Blanks are for the reader. Fields may be split; their bits join in order.
     */
    String bits();

    /** The assembly syntax: mnemonic, then operands, with fields in braces; see {@link AssemblySyntax}. */
    String asm();

    /** The section of DDI 0487 and its heading that describe the instruction, such as {@code C6.2 ADD (immediate)}. */
    String manual();

    /** The values of the ignored bits, most significant first; empty if there are none. */
    String shouldBe() default "";

    /**
     * Decides between patterns that match the same word: the higher wins. Two patterns of the same priority that overlap
     * fail the build.
     */
    int priority() default 0;
}
