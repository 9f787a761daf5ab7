package dev.tlbsan.arm.aarch32;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.MemoryAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadStoreStructureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ldr r0, [r1, #4095]             | x0 = LOAD32 x1 0xfff
        ldr r0, [r1, #-4095]            | x0 = LOAD32 x1 -0xfff
        ldrb r0, [r1]                   | x0 = LOAD8 x1
        ldrh r0, [r1, #255]             | x0 = LOAD16 x1 0xff
        ldrsb r0, [r1, #-255]           | t0 = LOAD_SIGNED8 x1 -0xff; x0 = MOVEW t0
        ldrsh r0, [r1]                  | t0 = LOAD_SIGNED16 x1; x0 = MOVEW t0
        str r0, [r1, #4]                | STORE32 x1 x0 0x4
        strb r0, [r1, #-4]              | STORE8 x1 x0 -0x4
        strh r0, [r1, #2]               | STORE16 x1 x0 0x2
        str sp, [lr]                    | STORE32 x14 x13
        ldreq r0, [r1]                  | SKIP_UNLESS; x0 = LOAD32 x1
        """)
    void anImmediateOffsetTakesOneOperation(String instruction, String operations) {
        assertThat(Built.a32(instruction)).containsExactly(operations.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ldr r0, [r1], #4                | x0 = LOAD32 x1; x1 = ADDW_IMM x1 0x4
        ldr r0, [r1, #-4]!              | x0 = LOAD32 x1 -0x4; x1 = ADDW_IMM x1 -0x4
        strb r0, [r1, #1]!              | STORE8 x1 x0 0x1; x1 = ADDW_IMM x1 0x1
        strh r0, [r1], r2               | STORE16 x1 x0; x1 = ADDW x1 x2
        strh r0, [r1, -r2]!             | t0 = SUBW x1 x2; STORE16 t0 x0; x1 = MOVEW t0
        ldrd r2, r3, [r1], #8           | CHECK_ALIGNMENT x1 0x3; t0 = LOAD32 x1; x3 = LOAD32 x1 0x4; \
        x1 = ADDW_IMM x1 0x8; x2 = MOVEW t0
        """)
    void writebackComesAfterTheLastAccess(String instruction, String operations) {
        assertThat(Built.a32(instruction)).containsExactly(operations.split("; +"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ldr r0, [r1, r2]                | t0 = ADDW x1 x2; x0 = LOAD32 t0
        ldr r0, [r1, -r2, lsl #3]       | t0 = LSLW_IMM x2 0x3; t1 = SUBW x1 t0; x0 = LOAD32 t1
        strb r0, [r1, r2, lsr #4]       | t0 = UBFX x2 0x1c04; t1 = ADDW x1 t0; STORE8 t1 x0
        strb r0, [r1, r2, lsr #32]      | t0 = ADDW_IMM x1; STORE8 t0 x0
        str r0, [r1, r2, asr #32]       | t0 = SBFX x2 0x11f; t1 = ADDW x1 t0; STORE32 t1 x0
        str r0, [r1, r2, ror #8]        | t0 = RORW_IMM x2 0x8; t1 = ADDW x1 t0; STORE32 t1 x0
        ldr r0, [r1, r2, rrx]           | t0 = SHIFT_C x2 zero 0x4; t1 = ADDW x1 t0; x0 = LOAD32 t1
        """)
    void aRegisterOffsetIsShifted(String instruction, String operations) {
        assertThat(Built.a32(instruction)).containsExactly(operations.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ldr r0, [r1, #124]              | x0 = LOAD32 x1 0x7c
        strb r0, [r1, #31]              | STORE8 x1 x0 0x1f
        ldrh r0, [r1, #62]              | x0 = LOAD16 x1 0x3e
        str r0, [sp, #1020]             | STORE32 x13 x0 0x3fc
        ldrsh r0, [r1, r2]              | t0 = ADDW x1 x2; t1 = LOAD_SIGNED16 t0; x0 = MOVEW t1
        ldr.w r0, [r1, #4095]           | x0 = LOAD32 x1 0xfff
        ldrb.w r0, [r1, #-255]          | x0 = LOAD8 x1 -0xff
        str.w r0, [r1, r2, lsl #3]      | t0 = LSLW_IMM x2 0x3; t1 = ADDW x1 t0; STORE32 t1 x0
        ldrsb.w r0, [r1], #255          | t0 = LOAD_SIGNED8 x1; x1 = ADDW_IMM x1 0xff; x0 = MOVEW t0
        """)
    void shortAndWideFormsMeanTheSame(String instruction, String operations) {
        assertThat(Built.t32(instruction)).containsExactly(operations.split("; "));
    }

    @Test
    void literalsCountFromTheAlignedPc() {
        assertThat(Built.t32("nop", "ldr r0, [pc, #4]"))
                .endsWith("t0 = ADDW_IMM block 0x6", "t1 = ANDW_IMM t0 -0x4", "t2 = ADDW_IMM t1 0x4", "x0 = LOAD32 t2");
        assertThat(Built.a32("nop", "ldr r0, [pc, #-4]")).endsWith("t0 = ADDW_IMM block 0xc", "x0 = LOAD32 t0 -0x4");
    }

    @Test
    void bytesOfBigEndianDataAreReversed() {
        assertThat(Built.a32BigEndian("ldr r0, [r1]")).containsExactly("t0 = LOAD32 x1", "x0 = REVW t0");
        assertThat(Built.a32BigEndian("ldrh r0, [r1]")).containsExactly("t0 = LOAD16 x1", "x0 = REV16W t0");
        assertThat(Built.a32BigEndian("ldrsh r0, [r1]"))
                .containsExactly("t0 = LOAD16 x1", "t1 = REV16W t0", "t2 = SBFX t1 0x1000", "x0 = MOVEW t2");
        assertThat(Built.a32BigEndian("ldrsb r0, [r1]")).containsExactly("t0 = LOAD_SIGNED8 x1", "x0 = MOVEW t0");
        assertThat(Built.a32BigEndian("str r0, [r1]")).containsExactly("t0 = REVW x0", "STORE32 x1 t0");
        assertThat(Built.a32BigEndian("strb r0, [r1]")).containsExactly("STORE8 x1 x0");
        assertThat(Built.a32BigEndian("stm r1, {r0}"))
                .containsExactly("CHECK_ALIGNMENT x1 0x103", "t0 = REVW x0", "STORE32 x1 t0");
    }

    @Test
    void unprivilegedAccessesSaySo() {
        String word = hex(4, MemoryAccess.UNPRIVILEGED);
        String half = hex(2, MemoryAccess.UNPRIVILEGED);
        assertThat(Built.a32("ldrt r0, [r1], #4"))
                .containsExactly(
                        "t0 = ADDW_IMM x1 0x4", "t1 = LOAD_SPECIAL x1" + word, "x0 = MOVEW t1", "x1 = MOVEW t0");
        assertThat(Built.a32("strht r0, [r1], -r2"))
                .containsExactly("t0 = SUBW x1 x2", "STORE_SPECIAL x1 x0" + half, "x1 = MOVEW t0");
        assertThat(Built.t32("ldrsht r0, [r1, #4]"))
                .containsExactly(
                        "t0 = ADDW_IMM x1 0x4", "t1 = LOAD_SPECIAL t0" + half, "t2 = SBFX t1 0x1000", "x0 = MOVEW t2");
    }

    @Test
    void exclusiveAccessesSaySo() {
        int exclusive = MemoryAccess.EXCLUSIVE | MemoryAccess.ALIGNED;
        assertThat(Built.a32("ldrexb r0, [r1]"))
                .containsExactly("t0 = LOAD_SPECIAL x1" + hex(1, exclusive), "x0 = MOVEW t0");
        assertThat(Built.t32("strex r2, r0, [r1, #8]"))
                .containsExactly("t0 = ADDW_IMM x1 0x8", "x2 = STORE_EXCLUSIVE t0 x0" + hex(4, exclusive));
        assertThat(Built.a32("ldrexd r2, r3, [r1]"))
                .containsExactly(
                        "t0 = LOAD_SPECIAL x1" + hex(8, exclusive), "x2 = UBFX t0 0x2000", "x3 = UBFX t0 0x2020");
        assertThat(Built.a32("strexd r0, r2, r3, [r1]"))
                .containsExactly("t0 = BFI x2 x3 0x2020", "x0 = STORE_EXCLUSIVE x1 t0" + hex(8, exclusive));
    }

    @Test
    void bigEndianExclusiveDoublewordsKeepTheOrderOfTheirWords() {
        String exclusive = hex(8, MemoryAccess.EXCLUSIVE | MemoryAccess.ALIGNED);
        assertThat(Built.a32BigEndian("strexd r0, r2, r3, [r1]"))
                .containsExactly(
                        "t0 = REVW x2",
                        "t1 = REVW x3",
                        "t2 = BFI t0 t1 0x2020",
                        "x0 = STORE_EXCLUSIVE x1 t2" + exclusive);
    }

    @Test
    void loadsToThePcExchangeInstructionSets() {
        assertThat(Built.a32("ldr pc, [r1], #4"))
                .containsExactly("t0 = LOAD32 x1", "x1 = ADDW_IMM x1 0x4", "BRANCH_EXCHANGE t0");
        assertThat(Built.t32("ldr.w pc, [r1]")).containsExactly("t0 = LOAD32 x1", "BRANCH_EXCHANGE t0");
    }

    @Test
    void preloadsDoNothing() {
        assertThat(Built.a32("pld [r0]", "pldw [r1, #-4]", "pli [r1, r2, lsl #2]", "memoryhint #0x1"))
                .isEmpty();
        assertThat(Built.t32("pld [r0]", "pldw [r1, #-4]", "pli [r1, r2]", "pli [pc, #-8]", "memoryhint [r2]"))
                .isEmpty();
    }

    private static String hex(int bytes, int flags) {
        return " 0x" + Long.toHexString(new MemoryAccess(bytes, flags).encode());
    }
}
