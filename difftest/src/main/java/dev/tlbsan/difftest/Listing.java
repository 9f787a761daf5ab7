package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Disassembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.difftest.TranslationCase.Register;

/** Writes cases as text. */
final class Listing {
    private static final int REGISTERS_A_LINE = 4;

    private Listing() {}

    /** The instructions, then the state that they begin with. */
    static String of(InstructionCase testCase) {
        var out = new StringBuilder();
        testCase.program().forEach((address, word) -> out.append(line(testCase.instructionSet(), address, word)));
        out.append("%nat EL%d, spsr %x, windows of seed %d%s%n"
                .formatted(testCase.level(), testCase.spsr(), testCase.seed(), testCase.flush() ? ", flush" : ""));
        out.append(testCase.controls().listing()).append(System.lineSeparator());
        for (int i = 0; i < InstructionCase.REGISTERS; i++) {
            String name = i < InstructionCase.SP_EL0 ? "x" + i : "sp_el" + (i - InstructionCase.SP_EL0);
            boolean last = i % REGISTERS_A_LINE == REGISTERS_A_LINE - 1;
            out.append(
                    "%-6s %016x%s".formatted(name, testCase.registers().get(i), last ? System.lineSeparator() : "  "));
        }
        return out.append(System.lineSeparator()).toString();
    }

    private static String line(InstructionSet instructions, long address, int word) {
        String text = new Disassembler(instructions).disassemble(word, address);
        String hex = "%08x".formatted(word).substring(0, 2 * instructions.bytes(word));
        return "%08x: %-8s  %s%n".formatted(address, hex, text);
    }

    /** The registers, the probes, then the descriptors. */
    static String of(TranslationCase testCase) {
        var out = new StringBuilder();
        for (Register register : Register.values()) {
            out.append("%-10s %016x%n".formatted(register, testCase.register(register)));
        }
        out.append(testCase.el2Tables() ? "EL2 tables are the case's own%n".formatted() : "");
        testCase.probes().forEach(probe -> out.append("at %s, %016x%n".formatted(probe.operation(), probe.address())));
        testCase.writes().forEach(write -> out.append("%08x: %016x%n".formatted(write.address(), write.value())));
        return out.toString();
    }
}
