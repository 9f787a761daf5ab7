package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.pe.InstructionState;
import java.util.List;

/** IT blocks of T32, whole and cut in pieces. */
class ItBlockTest {
    private static final List<String> CONDITIONS =
            List.of("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le");
    private static final long START = TestMachine.CODE;
    private static final String HANDLER = "mrs r7, spsr; mov r6, lr; b .";

    private static Aarch32Machine machine(EngineKind kind) {
        return new Aarch32Machine(kind, InstructionState.T32);
    }

    private static Aarch32Machine machine(EngineKind kind, String program) {
        return machine(kind).program(program);
    }

    private static Aarch32Machine equal(Aarch32Machine machine) {
        return machine.r(RegisterFile.NZCV, 4L << 28);
    }

    @EveryEngine
    void everyConditionChoosesWithEveryValueOfTheFlags(EngineKind kind) {
        Aarch32Machine machine = machine(kind);
        for (int condition = 0; condition < CONDITIONS.size(); condition++) {
            String then = CONDITIONS.get(condition);
            String otherwise = CONDITIONS.get(condition ^ 1);
            machine.program("ite %s; add%s r0, r0, #1; add%s r1, r1, #1; nop".formatted(then, then, otherwise));
            for (int nzcv = 0; nzcv < 16; nzcv++) {
                machine.r(0, 0).r(1, 0).pc(START).r(RegisterFile.NZCV, (long) nzcv << 28);
                machine.run(4);
                assertThat(machine.r(0)).as(then + " with " + nzcv).isEqualTo(holds(condition, nzcv) ? 1 : 0);
                assertThat(machine.r(1)).isEqualTo(1 - machine.r(0));
                assertThat(machine.itState()).isZero();
            }
        }
    }

    private static boolean holds(int condition, int nzcv) {
        boolean n = (nzcv & 8) != 0;
        boolean z = (nzcv & 4) != 0;
        boolean c = (nzcv & 2) != 0;
        boolean v = (nzcv & 1) != 0;
        return switch (condition) {
            case 0 -> z;
            case 1 -> !z;
            case 2 -> c;
            case 3 -> !c;
            case 4 -> n;
            case 5 -> !n;
            case 6 -> v;
            case 7 -> !v;
            case 8 -> c && !z;
            case 9 -> !c || z;
            case 10 -> n == v;
            case 11 -> n != v;
            case 12 -> n == v && !z;
            default -> n != v || z;
        };
    }

    @EveryEngine
    void everyPatternOfThenAndElseIsFollowedHoweverTheRunIsCut(EngineKind kind) {
        Aarch32Machine machine = machine(kind);
        for (String pattern : List.of("", "t", "e", "tt", "te", "et", "ee", "ttt", "tte", "tet", "tee", "ett", "eee")) {
            var program = new StringBuilder("it" + pattern + " eq; moveq r0, #1");
            int expected = 1;
            for (int n = 0; n < pattern.length(); n++) {
                boolean then = pattern.charAt(n) == 't';
                program.append("; add%s r0, r0, #%d".formatted(then ? "eq" : "ne", 2 << n));
                expected += then ? 2 << n : 0;
            }
            machine.program(program + "; movs r1, #1; b .");
            for (int first = 0; first <= pattern.length() + 3; first++) {
                equal(machine).r(0, 0).r(1, 0).pc(START);
                machine.run(first);
                machine.run(pattern.length() + 3 - first);
                assertThat(machine.r(0)).as(pattern + " cut at " + first).isEqualTo(expected);
                assertThat(machine.r(1)).isEqualTo(1);
            }
        }
    }

    @EveryEngine
    void theStateBetweenTwoInstructionsIsThatOfTheNext(EngineKind kind) {
        Aarch32Machine machine =
                equal(machine(kind, "itete eq; moveq r0, #1; movne r1, #1; moveq r2, #1; movne r3, #1"));
        assertThat(machine.itState()).isZero();
        for (int n = 0; n < 4; n++) {
            machine.run(1);
            assertThat(machine.itState()).as("after %d", n).isEqualTo(expectedState(n));
        }
        machine.run(1);
        assertThat(machine.itState()).isZero();
    }

    /** PSTATE.IT after ITETE EQ and so many of its instructions, which are not yet all. */
    private static int expectedState(int n) {
        // The condition is 0000, the mask 1011 for else, then, else.
        return (0b01011 << n) & 0x1f;
    }

    @EveryEngine
    void aBlockOfTheMostInstructionsMayEndInAnItBlock(EngineKind kind) {
        for (int before = 59; before <= 64; before++) {
            Aarch32Machine machine = machine(
                    kind,
                    "movs r5, #0;".repeat(before)
                            + "ittet eq; addeq r0, #1; addeq r0, #2; addne r0, #4; addeq r0, #8; movs r1, #1; b .");
            machine.run(before + 6);
            assertThat(machine.r(0)).as("after %d instructions", before).isEqualTo(11);
            assertThat(machine.r(1)).isEqualTo(1);
        }
    }

    @EveryEngine
    void anItBlockMayGoOnInTheNextPage(EngineKind kind) {
        for (int bytes = 2; bytes <= 10; bytes += 2) {
            Aarch32Machine machine = machine(kind);
            long start = TestMachine.CODE + 4096 - bytes;
            machine.programAt(
                    InstructionState.T32,
                    start,
                    "itete eq; moveq r0, #1; addne.w r0, r0, #2; addeq.w r0, r0, #4; movne r0, #8; b .");
            equal(machine).pc(start).run(6);
            assertThat(machine.r(0)).as("%d bytes before the end", bytes).isEqualTo(5);
        }
    }

    @EveryEngine
    void onlyTheLastInstructionBranches(EngineKind kind) {
        Aarch32Machine machine = equal(machine(kind, "itt eq; moveq r0, #1; beq f; movs r1, #1; f: adds r2, #1; b ."));
        machine.run(5);
        assertThat(machine.r(0)).isEqualTo(1);
        assertThat(machine.r(1)).isZero();
        assertThat(machine.r(2)).isEqualTo(1);
        assertThat(machine.itState()).isZero();
    }

    @EveryEngine
    void aSkippedBranchGoesOn(EngineKind kind) {
        Aarch32Machine machine = equal(machine(kind, "ite eq; moveq r0, #1; bne f; movs r1, #1; f: adds r2, #1; b ."));
        machine.run(5);
        assertThat(machine.r(1)).isEqualTo(1);
        assertThat(machine.r(2)).isEqualTo(1);
    }

    @EveryEngine
    void instructionsInAnItBlockSetNoFlags(EngineKind kind) {
        Aarch32Machine machine = equal(machine(kind, "ittt eq; moveq r0, #1; addeq r1, r0; moveq r2, #1; b ."));
        machine.run(5);
        assertThat(machine.r(2)).isEqualTo(1);
        assertThat(machine.r(RegisterFile.NZCV)).isEqualTo(4L << 28);
    }

    @EveryEngine
    void aComparisonInAnItBlockChangesTheConditionOfTheNext(EngineKind kind) {
        Aarch32Machine machine = equal(machine(kind, "ittt eq; cmpeq r0, #1; moveq r1, #1; moveq r2, #1; b ."));
        machine.run(5);
        assertThat(machine.r(1)).isZero();
        assertThat(machine.r(2)).isZero();
    }

    @EveryEngine
    void anExceptionSavesTheStateOfTheNextInstructionOrOfItself(EngineKind kind) {
        for (int cut = 0; cut < 3; cut++) {
            Aarch32Machine call = machine(kind, "itete eq; moveq r0, #1; movne r0, #2; svceq #1; movne r0, #3; b .");
            call.vector(0x08, HANDLER);
            equal(call).run(cut);
            call.run(6 - cut);
            assertThat(Aarch32Machine.itOf(call.r(7))).isEqualTo(0x18);
            assertThat(call.r(6)).isEqualTo(START + 8);
            Aarch32Machine abort = machine(kind, "itete eq; moveq r0, #1; movne r0, #2; ldreq r1, [r2]; movne r0, #3");
            abort.vector(0x10, HANDLER);
            equal(abort).r(2, 0x2000_0000).run(cut);
            abort.run(6 - cut);
            assertThat(Aarch32Machine.itOf(abort.r(7))).isEqualTo(0x0c);
            assertThat(abort.r(6)).isEqualTo(START + 6 + 8);
        }
    }

    @EveryEngine
    void aReturnGoesOnInTheItBlock(EngineKind kind) {
        Aarch32Machine machine = equal(
                machine(kind, "itete eq; svceq #1; movne r0, #2; addeq r0, r0, #4; movne r0, #3; adds r1, #1; b ."));
        machine.vector(0x08, "cmp r8, #1; movs pc, lr");
        machine.run(8);
        assertThat(machine.r(0)).isEqualTo(4);
        assertThat(machine.r(1)).isEqualTo(1);
        assertThat(machine.mode()).isEqualTo(Aarch32Machine.SUPERVISOR);
    }

    @EveryEngine
    void aSystemRegisterWriteInAnItBlockLeavesTheBlockAndGoesOn(EngineKind kind) {
        Aarch32Machine machine = equal(machine(
                kind,
                "ittet eq; mcreq p15, 0, r5, c13, c0, 3; moveq r0, #1; movne r0, #2; mrceq p15, 0, r1, c13, c0, 3"));
        machine.r(5, 77).run(5);
        assertThat(machine.r(0)).isEqualTo(1);
        assertThat(machine.r(1)).isEqualTo(77);
        assertThat(machine.itState()).isZero();
    }

    @EveryEngine
    void interruptsAreTakenBetweenAnyTwoInstructions(EngineKind kind) {
        String program = "cpsie i; cmp r8, r8; itete eq; addeq r0, #1; addne r0, #2; addeq r0, #4; addne r0, #8; b .";
        int[] states = {0, 0, 0, expectedState(0), expectedState(1), expectedState(2), expectedState(3), 0};
        for (int n = 1; n < 8; n++) {
            Aarch32Machine machine = machine(kind, program);
            machine.vector(0x18, "mrs r7, spsr; cmp r8, #1; subs pc, lr, #4");
            machine.run(n);
            machine.machine.pe.irqLine(true);
            machine.run(1);
            machine.machine.pe.irqLine(false);
            assertThat(machine.mode()).isEqualTo(Aarch32Machine.IRQ);
            assertThat(Aarch32Machine.itOf(machine.r(7))).as("after %d", n).isEqualTo(states[n]);
            machine.run(2 + 8 - n);
            assertThat(machine.r(0)).isEqualTo(5);
            assertThat(machine.mode()).isEqualTo(Aarch32Machine.SUPERVISOR);
        }
    }

    @EveryEngine
    void anInterruptThatALoadRaisesIsTakenWithTheStateOfTheNext(EngineKind kind) {
        Aarch32Machine machine = machine(
                kind, "cpsie i; cmp r8, r8; itete eq; ldreq r0, [r5]; movne r1, #2; addeq r1, #4; movne r1, #8; b .");
        machine.vector(0x18, "mrs r7, spsr; cmp r8, #1; subs pc, lr, #4");
        machine.machine.memory.onDeviceAccess = () -> machine.machine.pe.irqLine(true);
        machine.r(5, TestMemory.DEVICE_BASE).run(5);
        machine.machine.pe.irqLine(false);
        assertThat(Aarch32Machine.itOf(machine.r(7))).isEqualTo(expectedState(1));
        machine.run(6);
        assertThat(machine.r(1)).isEqualTo(4);
    }

    @EveryEngine
    void anAbortOfTheFetchOfItsNextPageKeepsTheState(EngineKind kind) {
        for (int bytes : new int[] {6, 8}) {
            Aarch32Machine machine = machine(kind);
            long end = Aarch32Machine.PAGED_CODE + 4096;
            machine.machine.write(TestMachine.descriptor(end), 0);
            machine.programAt(
                    InstructionState.T32,
                    TestMachine.CODE + 4096 - bytes,
                    "itet eq; moveq r0, #1; movne r0, #2; addeq.w r0, r0, #4");
            machine.vector(0x0c, HANDLER);
            equal(machine).pc(end - bytes).run(6);
            assertThat(Aarch32Machine.itOf(machine.r(7))).isEqualTo(0x08);
            assertThat(machine.r(6)).isEqualTo(end - (bytes == 8 ? 2 : 0) + 4);
            assertThat(machine.fetchFaultAddress()).isEqualTo(end);
            assertThat(machine.r(0)).isEqualTo(1);
        }
    }
}
