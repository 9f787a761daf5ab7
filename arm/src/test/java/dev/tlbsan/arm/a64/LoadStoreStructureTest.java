package dev.tlbsan.arm.a64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.MemoryAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadStoreStructureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ldrb w0, [x1, #4095]        | x0 = LOAD8 x1 0xfff
        ldrh w0, [x1, #8190]        | x0 = LOAD16 x1 0x1ffe
        ldr w0, [x1, #16380]        | x0 = LOAD32 x1 0x3ffc
        ldr x0, [x1, #32760]        | x0 = LOAD64 x1 0x7ff8
        ldrsb x0, [x1, #1]          | x0 = LOAD_SIGNED8 x1 0x1
        ldrsh x0, [x1, #2]          | x0 = LOAD_SIGNED16 x1 0x2
        ldrsw x0, [x1, #4]          | x0 = LOAD_SIGNED32 x1 0x4
        ldrsb w0, [x1, #1]          | t0 = LOAD_SIGNED8 x1 0x1; x0 = MOVEW t0
        ldrsh w0, [x1]              | t0 = LOAD_SIGNED16 x1; x0 = MOVEW t0
        strb w0, [x1, #1]           | STORE8 x1 x0 0x1
        strh w0, [x1, #2]           | STORE16 x1 x0 0x2
        str w0, [x1, #4]            | STORE32 x1 x0 0x4
        str x0, [x1, #8]            | STORE64 x1 x0 0x8
        str xzr, [x1]               | STORE64 x1 zero
        ldr xzr, [x1]               | t0 = LOAD64 x1
        ldur x0, [x1, #-256]        | x0 = LOAD64 x1 -0x100
        stur w0, [x1, #255]         | STORE32 x1 x0 0xff
        ldursw x0, [x1, #-1]        | x0 = LOAD_SIGNED32 x1 -0x1
        """)
    void anImmediateOffsetTakesOneOperation(String instruction, String operations) {
        assertThat(Built.block(instruction)).containsExactly(operations.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ldr x0, [x1], #8            | x0 = LOAD64 x1; x1 = ADD_IMM x1 0x8
        ldr x0, [x1, #-8]!          | x0 = LOAD64 x1 -0x8; x1 = ADD_IMM x1 -0x8
        str w0, [x1], #4            | STORE32 x1 x0; x1 = ADD_IMM x1 0x4
        strb w0, [x1, #1]!          | STORE8 x1 x0 0x1; x1 = ADD_IMM x1 0x1
        str x1, [x1, #8]!           | STORE64 x1 x1 0x8; x1 = ADD_IMM x1 0x8
        ldp x0, x2, [x1], #16       | t0 = LOAD64 x1; x2 = LOAD64 x1 0x8; x1 = ADD_IMM x1 0x10; x0 = MOVE t0
        stp w0, w2, [x1, #-8]!      | STORE32 x1 x0 -0x8; STORE32 x1 x2 -0x4; x1 = ADD_IMM x1 -0x8
        """)
    void writebackIsOneMore(String instruction, String operations) {
        assertThat(Built.block(instruction)).containsExactly(operations.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ldr x0, [x1, x2]            | t0 = ADD x1 x2; x0 = LOAD64 t0
        ldr x0, [x1, x2, lsl #3]    | t0 = ADD_SHIFTED x1 x2 0x3; x0 = LOAD64 t0
        ldrb w0, [x1, x2, lsl #0]   | t0 = ADD x1 x2; x0 = LOAD8 t0
        ldrh w0, [x1, x2, sxtx #1]  | t0 = ADD_SHIFTED x1 x2 0x1; x0 = LOAD16 t0
        str w0, [x1, w2, uxtw #2]   | t0 = UBFX x2 0x2000; t1 = ADD_SHIFTED x1 t0 0x2; STORE32 t1 x0
        str x0, [x1, w2, sxtw]      | t0 = SBFX x2 0x2000; t1 = ADD x1 t0; STORE64 t1 x0
        """)
    void aRegisterOffsetIsExtendedAndShifted(String instruction, String operations) {
        assertThat(Built.block(instruction)).containsExactly(operations.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ldp x0, x1, [x0]            | t0 = LOAD64 x0; x1 = LOAD64 x0 0x8; x0 = MOVE t0
        ldp w0, w1, [x2, #-256]     | t0 = LOAD32 x2 -0x100; x1 = LOAD32 x2 -0xfc; x0 = MOVEW t0
        ldpsw x0, x1, [x2, #252]    | t0 = LOAD_SIGNED32 x2 0xfc; x1 = LOAD_SIGNED32 x2 0x100; x0 = MOVE t0
        ldnp x0, x1, [x2, #504]     | t0 = LOAD64 x2 0x1f8; x1 = LOAD64 x2 0x200; x0 = MOVE t0
        stnp x0, xzr, [x2, #-512]   | STORE64 x2 x0 -0x200; STORE64 x2 zero -0x1f8
        """)
    void aPairIsTwoAccessesAndWritesNothingBeforeTheSecond(String instruction, String operations) {
        assertThat(Built.block(instruction)).containsExactly(operations.split("; "));
    }

    @Test
    void aLiteralIsRelativeToTheBlockWhereverTheInstructionIs() {
        assertThat(Built.block("hint #0x0", "ldr w3, 0x14", "ldrsw x4, 0x10"))
                .containsExactly("x3 = LOAD32 block 0x14", "x4 = LOAD_SIGNED32 block 0x10");
    }

    @Test
    void theStackPointerIsCheckedOnceUntilItMayBeMisaligned() {
        assertThat(Built.block("stp x0, x1, [sp, #-16]!", "ldr x2, [sp]", "add sp, sp, #8", "ldr x2, [sp]"))
                .containsExactly(
                        "CHECK_SP_ALIGNMENT sp",
                        "STORE64 sp x0 -0x10",
                        "STORE64 sp x1 -0x8",
                        "sp = ADD_IMM sp -0x10",
                        "x2 = LOAD64 sp",
                        "sp = ADD_IMM sp 0x8",
                        "CHECK_SP_ALIGNMENT sp",
                        "x2 = LOAD64 sp");
    }

    @Test
    void anotherRegisterMovedToTheStackPointerMustBeChecked() {
        assertThat(Built.block("ldr x2, [sp]", "add sp, x3, #16", "ldr x2, [sp]"))
                .containsExactly(
                        "CHECK_SP_ALIGNMENT sp",
                        "x2 = LOAD64 sp",
                        "sp = ADD_IMM x3 0x10",
                        "CHECK_SP_ALIGNMENT sp",
                        "x2 = LOAD64 sp");
    }

    @Test
    void unprivilegedAndOrderedAccessesSaySo() {
        String unprivileged = hex(new MemoryAccess(8, MemoryAccess.UNPRIVILEGED));
        String ordered = hex(new MemoryAccess(1, MemoryAccess.ORDERED));
        assertThat(Built.block("ldtr x0, [x1]")).containsExactly("x0 = LOAD_SPECIAL x1" + unprivileged);
        assertThat(Built.block("sttr x0, [x1, #-8]"))
                .containsExactly("t0 = ADD_IMM x1 -0x8", "STORE_SPECIAL t0 x0" + unprivileged);
        assertThat(Built.block("ldarb w0, [x1]")).containsExactly("x0 = LOAD_SPECIAL x1" + ordered);
        assertThat(Built.block("stlrb w0, [x1]")).containsExactly("STORE_SPECIAL x1 x0" + ordered);
    }

    @Test
    void exclusiveAccessesSaySo() {
        int exclusive = MemoryAccess.EXCLUSIVE | MemoryAccess.ALIGNED;
        int ordered = exclusive | MemoryAccess.ORDERED;
        assertThat(Built.block("ldaxrh w0, [x1]"))
                .containsExactly("x0 = LOAD_SPECIAL x1" + hex(new MemoryAccess(2, ordered)));
        assertThat(Built.block("stxr w2, w0, [x1]"))
                .containsExactly("x2 = STORE_EXCLUSIVE x1 x0" + hex(new MemoryAccess(4, exclusive)));
        assertThat(Built.block("stlxp w2, x0, x3, [x1]"))
                .containsExactly(
                        "x2 = STORE_EXCLUSIVE x1 x0" + hex(new MemoryAccess(8, ordered | MemoryAccess.PAIR, 3)));
        assertThat(Built.block("ldxp x0, x3, [x1]"))
                .containsExactly(
                        "t0 = LOAD_SPECIAL x1" + hex(new MemoryAccess(8, exclusive | MemoryAccess.PAIR)),
                        "x3 = LOAD64 x1 0x8",
                        "x0 = MOVE t0");
    }

    @Test
    void prefetchesDoNothing() {
        assertThat(Built.block("prfm pldl1keep, [sp, #8]", "prfum pstl3strm, [x1, #-1]", "prfm plil2keep, [x1, x2]"))
                .isEmpty();
    }

    private static String hex(MemoryAccess access) {
        return " 0x" + Long.toHexString(access.encode());
    }
}
