package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.SystemRegister;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * What the guest and a listener see does not depend on how a run is cut, nor on whether translations are remembered:
 * random programs are run one instruction at a time, in pieces, in one go, and with every access going to the MMU.
 */
class ShortcutTest {
    private static final int PROGRAMS = 150;
    private static final int INSTRUCTIONS = 1500;
    private static final long PAGED_CODE = TestMachine.PAGED + TestMachine.CODE - TestMemory.RAM_BASE;
    private static final long PAGED_DATA = TestMachine.PAGED + TestMachine.DATA - TestMemory.RAM_BASE;
    private static final long LEAF = 3 | 1 << 10 | 3 << 8;

    /** Everything that can be seen of a run. */
    private record Outcome(List<Long> registers, int memory, List<String> devices, List<String> events) {}

    @Test
    void randomProgramsSeeNoDifference() {
        List<String> different = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (long seed = 0; seed < PROGRAMS; seed++) {
            var pieces = new Random(seed);
            Outcome single = run(seed, new TestMachine(), n -> 1);
            Outcome whole = run(seed, new TestMachine(), n -> n);
            Outcome cut = run(seed, new TestMachine(), n -> Math.min(n, 1 + pieces.nextInt(40)));
            Outcome forgetful = run(seed, new TestMachine(EngineKind.FORGETFUL_INTERPRETER), n -> n);
            outcomes.add(single);
            compare(different, "in one go, seed " + seed, single, whole);
            compare(different, "in pieces, seed " + seed, single, cut);
            compare(different, "forgetful, seed " + seed, single, forgetful);
        }
        assertThat(different).isEmpty();
        for (String event : List.of("filled", "used", "issued", "ordered", "completed")) {
            assertThat(occurrences(outcomes, event)).as(event).isGreaterThan(PROGRAMS);
        }
    }

    private static long occurrences(List<Outcome> outcomes, String event) {
        return outcomes.stream()
                .flatMap(outcome -> outcome.events.stream())
                .filter(text -> text.startsWith(event))
                .count();
    }

    private static void compare(List<String> different, String name, Outcome expected, Outcome actual) {
        if (!expected.equals(actual)) {
            int n = 0;
            int shorter = Math.min(expected.events.size(), actual.events.size());
            while (n < shorter && expected.events.get(n).equals(actual.events.get(n))) {
                n++;
            }
            different.add(name + "\n" + expected.registers + "\n" + actual.registers + "\n"
                    + expected.events.subList(n, Math.min(n + 2, expected.events.size())) + "\n"
                    + actual.events.subList(n, Math.min(n + 2, actual.events.size())));
        }
    }

    private static Outcome run(long seed, TestMachine machine, ToLongFunction<Long> piece) {
        var recorder = new Recorder();
        prepare(machine.withMmu(), new RandomProgram(seed).text());
        machine.cluster.domain().addListener(recorder);
        machine.memory.onDeviceAccess = () -> machine.pe.irqLine(machine.memory.deviceAccesses.size() % 3 == 0);
        while (machine.pe.instructions() < INSTRUCTIONS) {
            long before = machine.pe.instructions();
            long pieceLength = piece.applyAsLong(INSTRUCTIONS - before);
            assertThat(machine.run(pieceLength)).isEqualTo(Exit.BUDGET);
            assertThat(machine.pe.instructions()).isEqualTo(before + pieceLength);
        }
        List<Long> registers = new ArrayList<>();
        Arrays.stream(machine.pe.registers()).limit(35).forEach(registers::add);
        registers.add(machine.pe.read(SystemRegister.ELR_EL1));
        registers.add(machine.pe.read(SystemRegister.ESR_EL1));
        byte[] ram = machine.memory.ram().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        return new Outcome(registers, Arrays.hashCode(ram), machine.memory.deviceAccesses, recorder.events);
    }

    private static void prepare(TestMachine machine, String text) {
        int[] program = new Assembler(InstructionSet.a64()).assemble(text, TestMachine.CODE);
        int[] harmless = new Assembler(InstructionSet.a64()).assemble("add x3, x3, #1; eor x4, x4, x5", 0);
        for (int n = 0; n < program.length; n++) {
            machine.memory.write(TestMachine.CODE + 4L * n, 4, program[n]);
            machine.memory.write(TestMachine.CODE + 0x4000 + 4L * n, 4, n % 3 == 0 ? harmless[0] : program[n]);
        }
        String skip =
                "mrs x29, elr_el1; add x29, x29, #4; and x29, x29, #0xfff; add x29, x29, x13; msr elr_el1, x29; eret";
        machine.programAt(TestMachine.VECTORS + 0x200, skip);
        machine.programAt(TestMachine.VECTORS + 0x280, "mrs x28, elr_el1; add x9, x9, x28; ldr w27, [x15]; eret");
        machine.pe.write(SystemRegister.VBAR_EL1, TestMachine.VECTORS);
        machine.x(10, TestMachine.DATA).x(11, PAGED_DATA).x(12, TestMachine.descriptor(PAGED_DATA));
        machine.x(13, PAGED_CODE).x(14, PAGED_DATA >>> 12).x(15, TestMemory.DEVICE_BASE);
        machine.x(16, TestMachine.DATA | LEAF)
                .x(17, TestMachine.DATA + 0x5000 | LEAF)
                .x(18, TestMachine.CODE | LEAF);
        machine.x(19, harmless[0] & 0xffff_ffffL).x(20, harmless[1] & 0xffff_ffffL);
        machine.x(21, PAGED_CODE + 64).x(22, PAGED_DATA + 4096).x(23, TestMachine.descriptor(PAGED_CODE));
        machine.x(24, TestMachine.CODE | LEAF).x(25, TestMachine.CODE + 0x4000 | LEAF);
        machine.pe.registers()[dev.tlbsan.arm.ir.RegisterFile.PC] = PAGED_CODE;
    }
}
