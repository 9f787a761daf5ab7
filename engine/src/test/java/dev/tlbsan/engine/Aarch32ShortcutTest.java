package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.InstructionState;
import dev.tlbsan.arm.pe.SystemRegister;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** As {@link ShortcutTest}, for random programs of A32 and of T32. */
class Aarch32ShortcutTest {
    private static final int PROGRAMS = 80;
    private static final int INSTRUCTIONS = 1500;
    private static final List<SystemRegister> SEEN = List.of(
            SystemRegister.SPSR_EL1,
            SystemRegister.SPSR_abt,
            SystemRegister.SPSR_und,
            SystemRegister.SPSR_irq,
            SystemRegister.FAR_EL1,
            SystemRegister.ESR_EL1,
            SystemRegister.IFSR32_EL2);
    private static final List<Integer> SLOTS = List.of(
            RegisterFile.PC, RegisterFile.NZCV, RegisterFile.Q, RegisterFile.GE, RegisterFile.T, RegisterFile.IT);
    private static final int IN_IT = 1 << 10;
    private static final int IN_T32 = 1 << 11;
    private static final int BIG_ENDIAN = 1 << 12;

    /** Everything that can be seen of a run. */
    private record Outcome(List<Long> registers, int memory, List<String> devices, List<String> events) {}

    @Test
    void randomA32ProgramsSeeNoDifference() {
        seeNoDifference(InstructionState.A32);
    }

    @Test
    void randomT32ProgramsSeeNoDifference() {
        seeNoDifference(InstructionState.T32);
    }

    private static void seeNoDifference(InstructionState state) {
        List<String> different = new ArrayList<>();
        Set<Integer> states = new TreeSet<>();
        for (long seed = 0; seed < PROGRAMS; seed++) {
            var pieces = new Random(seed);
            Outcome single = run(seed, machine(state), left -> 1, states);
            compare(different, "in one go, seed " + seed, single, run(seed, machine(state), left -> left, states));
            Outcome cut = run(seed, machine(state), left -> Math.min(left, 1 + pieces.nextInt(30)), states);
            compare(different, "in pieces, seed " + seed, single, cut);
            var forgetful = new Aarch32Machine(EngineKind.FORGETFUL_INTERPRETER, state);
            compare(different, "forgetful, seed " + seed, single, run(seed, forgetful, left -> left, states));
        }
        assertThat(different).isEmpty();
        for (int mode : new int[] {Aarch32Machine.USER, Aarch32Machine.IRQ, Aarch32Machine.ABORT}) {
            assertThat(states).anyMatch(seen -> (seen & 0x1f) == mode);
        }
        assertThat(states).anyMatch(seen -> (seen & BIG_ENDIAN) != 0);
        assertThat(states).anyMatch(seen -> (seen & IN_T32) != 0).anyMatch(seen -> (seen & IN_T32) == 0);
        assertThat(states).anyMatch(seen -> (seen & IN_IT) != 0);
    }

    private static Aarch32Machine machine(InstructionState state) {
        return new Aarch32Machine(EngineKind.INTERPRETER, state);
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

    private static Outcome run(long seed, Aarch32Machine guest, LongUnaryOperator piece, Set<Integer> states) {
        var recorder = new Recorder();
        TestMachine machine = guest.machine;
        prepare(guest, seed);
        machine.cluster.domain().addListener(recorder);
        machine.memory.onDeviceAccess = () -> machine.pe.irqLine(machine.memory.deviceAccesses.size() % 3 == 0);
        while (machine.pe.instructions() < INSTRUCTIONS) {
            long before = machine.pe.instructions();
            long pieceLength = piece.applyAsLong(INSTRUCTIONS - before);
            assertThat(machine.run(pieceLength)).isEqualTo(Exit.BUDGET);
            assertThat(machine.pe.instructions()).isEqualTo(before + pieceLength);
            states.add(state(guest));
        }
        List<Long> registers = new ArrayList<>();
        Arrays.stream(machine.pe.registers()).limit(15).forEach(registers::add);
        SLOTS.forEach(slot -> registers.add(machine.x(slot)));
        SEEN.forEach(register -> registers.add(machine.pe.peek(register)));
        registers.add(guest.cpsr());
        byte[] ram = machine.memory.ram().toArray(ValueLayout.JAVA_BYTE);
        return new Outcome(registers, Arrays.hashCode(ram), machine.memory.deviceAccesses, recorder.events);
    }

    private static int state(Aarch32Machine guest) {
        return guest.mode()
                | (guest.itState() != 0 ? IN_IT : 0)
                | (guest.r(RegisterFile.T) != 0 ? IN_T32 : 0)
                | (guest.machine.pe.bigEndian() ? BIG_ENDIAN : 0);
    }

    private static void prepare(Aarch32Machine guest, long seed) {
        InstructionState state = guest.machine.pe.instructionState();
        boolean t32 = state == InstructionState.T32;
        guest.program(new Aarch32RandomProgram(seed, t32).text());
        guest.programAt(InstructionState.A32, TestMachine.CODE + 0x3000, "add r0, r0, #1; bx lr");
        guest.programAt(InstructionState.T32, TestMachine.CODE + 0x3100, "adds r1, #3; it mi; addmi r2, r1; bx lr");
        pool(guest, t32);
        vectors(guest);
        for (int mode : new int[] {0x11, 0x12, 0x17, 0x1b, 0x1f, 0x13}) {
            guest.enter(mode).r(13, mode == 0x12 ? TestMachine.DATA + 0x8000 : Aarch32Machine.PAGED_DATA + 0x2000);
        }
        guest.r(8, TestMachine.DATA).r(9, Aarch32Machine.PAGED_DATA).r(12, TestMemory.DEVICE_BASE);
        guest.r(10, TestMachine.descriptor(Aarch32Machine.PAGED_DATA)).r(11, Aarch32Machine.PAGED_CODE);
        guest.pc(Aarch32Machine.PAGED_CODE);
    }

    /** The words of {@link Aarch32RandomProgram#POOL}. */
    private static void pool(Aarch32Machine guest, boolean t32) {
        int[] words = {
            t32 ? 0x3301_4063 : new Assembler(InstructionSet.a32()).assemble("add r3, r3, #1"),
            t32 ? 0x4063_3301 : new Assembler(InstructionSet.a32()).assemble("eor r4, r4, r5"),
            (int) Aarch32Machine.PAGED_CODE + 0x3000,
            (int) Aarch32Machine.PAGED_CODE + 0x3101,
            (int) (TestMachine.DATA | Aarch32Machine.LEAF),
            (int) (TestMachine.DATA + 0x5000 | Aarch32Machine.LEAF),
            (int) (TestMachine.CODE | Aarch32Machine.LEAF),
            (int) (TestMachine.DATA + 0x1000 | Aarch32Machine.LEAF),
            0,
            0x8000_0000
        };
        for (int n = 0; n < Aarch32RandomProgram.POOL_SIZE; n++) {
            guest.word(TestMachine.DATA + Aarch32RandomProgram.POOL + 4L * n, words[n] & 0xffff_ffffL);
        }
    }

    /**
     * The handlers restore what R8 to R12 should be and go on after the instruction; a refused fetch starts the program
     * again, and a supervisor call goes on in User mode, or from there in Supervisor mode.
     */
    private static void vectors(Aarch32Machine guest) {
        String addresses =
                "movw r8, #0; movt r8, #0x4003; movw r9, #0; movt r9, #0x8003; movw r12, #0; movt r12, #0x900; ";
        String restart = addresses + "movw lr, #0; movt lr, #0x8001; mrs r7, spsr; tst r7, #0x20; orrne lr, lr, #1; "
                + "bic r7, r7, #0x2f; orr r7, r7, #0x13; msr spsr_c, r7; movs pc, lr";
        guest.vector(0x04, "b . + 0x1000").vector(0x08, "b . + 0x2000").vector(0x0c, "b . + 0x3000");
        guest.vector(0x10, "b . + 0x4000").vector(0x18, "b . + 0x5000");
        guest.vector(0x1004, addresses + "movs pc, lr");
        guest.vector(0x2008, "mrs r6, spsr; tst r6, #0xc; eoreq r6, r6, #3; msr spsr_c, r6; movs pc, lr");
        guest.vector(0x300c, restart);
        guest.vector(0x4010, addresses + "sub lr, lr, #4; movs pc, lr");
        guest.vector(
                0x5018,
                "sub lr, lr, #4; srsdb sp!, #0x12; push {r0, r1}; ldr r0, [r12]; add r5, r5, r0; "
                        + "pop {r0, r1}; rfeia sp!");
    }
}
