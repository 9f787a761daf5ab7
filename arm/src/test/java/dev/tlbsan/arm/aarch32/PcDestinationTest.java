package dev.tlbsan.arm.aarch32;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data processing whose destination is the PC: branches, and in A32 exception returns. */
class PcDestinationTest {
    private static final int IT_LAST = 0x08;
    private static final int IT_MORE = 0x04;

    @Test
    void a32ExchangesInstructionSets() {
        assertThat(Built.a32("mov pc, lr")).containsExactly("BRANCH_EXCHANGE x14");
        assertThat(Built.a32("add pc, r0, r1"))
                .containsExactly("t0 = ADDW x0 x1", "t1 = UBFX t0 0x2000", "BRANCH_EXCHANGE t1");
    }

    @Test
    void t32StaysInT32() {
        assertThat(Built.t32("mov pc, lr")).containsExactly("t0 = ANDW_IMM x14 -0x2", "BRANCH_TO t0");
        assertThat(Built.t32("add pc, r0")).last().asString().startsWith("BRANCH_TO");
    }

    @Test
    void flagSettingFormsReturnFromAnExceptionAndSetNoFlags() {
        assertThat(Built.a32("movs pc, lr")).containsExactly("t0 = READ_SYSREG 0x5000010", "RETURN_TO x14 0x29");
        assertThat(Built.a32("subs pc, lr, #4"))
                .containsExactly(
                        "t0 = ADDW_IMM x14 -0x4",
                        "t1 = UBFX t0 0x2000",
                        "t2 = READ_SYSREG 0x5000010",
                        "RETURN_TO t1 0x2b");
        assertThat(Built.t32("subs pc, lr, #4"))
                .containsExactly("t0 = ADDW_IMM x14 -0x4", "t1 = READ_SYSREG 0x5000010", "RETURN_TO t0 0x2a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ands pc, r0, #1",
                "eors pc, r0, r1",
                "rsbs pc, r0, r1",
                "adds pc, r0, #4",
                "adcs pc, r0, #4",
                "sbcs pc, r0, r1",
                "rscs pc, r0, r1",
                "orrs pc, r0, r1",
                "lsls pc, r0, #1",
                "rrxs pc, r0",
                "bics pc, r0, #1",
                "mvns pc, r0"
            })
    void everyFlagSettingInstructionIsAnExceptionReturn(String instruction) {
        assertThat(Built.a32(instruction))
                .noneMatch(operation -> operation.contains("NZ") || operation.contains("SW"))
                .last()
                .asString()
                .startsWith("RETURN_TO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mov pc, lr", "add pc, r0", "subs pc, lr, #4"})
    void onlyTheLastOfAnItBlockMayBranch(String instruction) {
        int[] halfwords = new Assembler(InstructionSet.t32()).assemble(instruction, 0);
        int word = (halfwords[0] << 16) | (halfwords.length > 1 ? halfwords[1] : 0);
        assertThat(Built.isUnpredictableT32(word, 0)).isFalse();
        assertThat(Built.isUnpredictableT32(word, IT_LAST)).isFalse();
        assertThat(Built.isUnpredictableT32(word, IT_MORE)).isTrue();
    }
}
