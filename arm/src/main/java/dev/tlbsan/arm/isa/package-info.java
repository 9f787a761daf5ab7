/** Instruction sets derived from annotated definitions: decoder, disassembler, assembler and generator. */
@NullMarked
package dev.tlbsan.arm.isa;

import org.jspecify.annotations.NullMarked;
