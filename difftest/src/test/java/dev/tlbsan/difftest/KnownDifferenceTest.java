package dev.tlbsan.difftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.machine.Arch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KnownDifferenceTest {
    private static final int BRK = 0x3c;

    private static List<Recording> recordings = List.of();
    private static List<Outcome> ours = List.of();

    @BeforeAll
    static void runOurMachine() {
        recordings = Recordings.of(Recorder.DIFFERENCES);
        ours = new MachineExecutor(Arch.ARM64, TlbMode.RETAIN)
                .run(Recordings.cases(recordings))
                .outcomes();
    }

    @Test
    void ourMachineDoesWhatTheManualSays() {
        for (int i = 0; i < ours.size(); i++) {
            KnownDifference difference = KnownDifference.ALL.get(i);
            assertThat(ours.get(i).word(difference.index()))
                    .as(difference.name())
                    .isEqualTo(difference.architected());
        }
    }

    @Test
    void qemuDoesSomethingElse() {
        assertThat(recordings).hasSameSizeAs(KnownDifference.ALL);
        for (int i = 0; i < ours.size(); i++) {
            KnownDifference difference = KnownDifference.ALL.get(i);
            assertThat(recordings.get(i).qemu().word(difference.index()))
                    .as(difference.name())
                    .isNotEqualTo(difference.architected());
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "LENGTH_OF_ABORTED_INSTRUCTION",
                "ATTRIBUTES_OF_SHORT_DESCRIPTORS",
                "ATTRIBUTES_OF_SHORT_PAR",
                "DOMAIN_OF_PREFETCH_ABORT"
            })
    void deviationExplainsTheDifferenceOfItsNameAndNothingMore(Deviation deviation) {
        int index = KnownDifference.indexOf(deviation.name());
        assertThat(pair(index, 0).differences()).isEmpty();
        int explained = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            explained += pair(index, 1L << bit).differences().isEmpty() ? 1 : 0;
        }
        assertThat(explained).isEqualTo(deviation.freeBits());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOAD_OF_SEVERAL_REGISTERS")
    void uncheckedFaultIsOurFaultOfItsName(UncheckedFault fault) {
        int index = KnownDifference.indexOf(fault.name());
        assertThat(UncheckedFault.of(recordings.get(index).testCase(), ours.get(index)))
                .isEqualTo(fault);
        assertThat(pair(index, 0).differences()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOAD_OF_SEVERAL_REGISTERS")
    void aCaseThatIsCutOffEndsBeforeTheFaultingInstruction(UncheckedFault fault) {
        int index = KnownDifference.indexOf(fault.name());
        InstructionCase testCase = (InstructionCase) recordings.get(index).testCase();
        Outcome before = ours.get(index);
        Outcome after = new MachineExecutor(Arch.ARM64, TlbMode.RETAIN)
                .run(List.of(UncheckedFault.cutOff(testCase, before)))
                .outcomes()
                .getFirst();
        assertThat(after.exceptionClass()).isEqualTo(BRK);
        assertThat(after.returnAddress()).isEqualTo(before.returnAddress());
    }

    /** What both machines made of a case, with some bits of QEMU's word changed. */
    private static Deviation.Pair pair(int index, long changed) {
        Outcome qemu = recordings.get(index).qemu();
        int word = KnownDifference.ALL.get(index).index();
        List<Long> words = new ArrayList<>(qemu.words());
        words.set(word, words.get(word) ^ changed);
        return new Deviation.Pair(
                recordings.get(index).testCase(), ours.get(index), new Outcome(qemu.kind(), qemu.tag(), words));
    }
}
