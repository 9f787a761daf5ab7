package dev.tlbsan.arm.aarch32;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many micro-operations the common instructions take decides how fast an engine is. */
class DataProcessingStructureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        add r0, r1, #4           | x0 = ADDW_IMM x1 0x4
        add r0, r1, r2           | x0 = ADDW x1 x2
        sub sp, sp, #16          | x13 = ADDW_IMM x13 -0x10
        subs r0, r0, #1          | x0 = SUBSW_IMM x0 0x1
        rsb r0, r1, #0           | x0 = SUBW zero x1
        cmp r0, #3               | t0 = SUBSW_IMM x0 0x3
        cmn r0, r1               | t0 = ADDSW x0 x1
        adc r0, r1, r2           | x0 = ADCW x1 x2
        bic r0, r1, #255         | x0 = ANDW_IMM x1 0xffffff00
        mov r0, r1               | x0 = MOVE x1
        mov r0, #255             | x0 = CONST 0xff
        mvn r0, #0               | x0 = CONST 0xffffffff
        mvn r0, r1               | x0 = XORW_IMM x1 -0x1
        movw r0, #4660           | x0 = CONST 0x1234
        lsl r0, r1, #3           | x0 = LSLW_IMM x1 0x3
        lsr r0, r1, #3           | x0 = UBFX x1 0x1d03
        lsr r0, r1, #32          | x0 = MOVEW zero
        ror r0, r1, #3           | x0 = RORW_IMM x1 0x3
        mul r0, r1, r2           | x0 = MULW x1 x2
        sdiv r0, r1, r2          | x0 = SDIVW x1 x2
        uxtb r0, r1              | x0 = UBFX x1 0x800
        ubfx r0, r1, #3, #4      | x0 = UBFX x1 0x403
        bfi r0, r1, #3, #4       | x0 = BFI x0 x1 0x403
        bfc r0, #3, #4           | x0 = BFI x0 zero 0x403
        rev r0, r1               | x0 = REVW x1
        clz r0, r1               | x0 = CLZW x1
        sel r0, r1, r2           | x0 = SELECT_BYTES x1 x2 0x26
        usad8 r0, r1, r2         | x0 = USAD8 x1 x2
        """)
    void commonInstructionsTakeOneOperation(String instruction, String operation) {
        assertThat(Built.a32(instruction)).containsExactly(operation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sub r0, r1, r2, lsl #3   | t0 = LSLW_IMM x2 0x3; x0 = SUBW x1 t0
        asr r0, r1, #3           | t0 = SBFX x1 0x1d03; x0 = MOVEW t0
        lsr r0, r1, r2           | t0 = SHIFT_C x1 x2 0x1; x0 = MOVEW t0
        movt r0, #4660           | t0 = ANDW_IMM x0 0xffff; x0 = ORW_IMM t0 0x12340000
        sbc r0, r1, r2           | t0 = XORW_IMM x2 -0x1; x0 = ADCW x1 t0
        mla r0, r1, r2, r3       | t0 = MULW x2 x1; x0 = ADDW x3 t0
        umull r0, r1, r2, r3     | t0 = MUL x3 x2; x1 = UBFX t0 0x2020; x0 = UBFX t0 0x2000
        add r0, pc, #8           | t0 = ADDW_IMM block 0x8; x0 = ADDW_IMM t0 0x8
        addeq r0, r1, r2         | SKIP_UNLESS; x0 = ADDW x1 x2
        """)
    void othersTakeAFew(String instruction, String operations) {
        assertThat(Built.a32(instruction)).containsExactly(operations.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        tst r0, #1               | t0 = ANDW_IMM x0 0x1; NZ_ONLYW t0
        tst r0, r1               | t0 = ANDW x0 x1; NZ_ONLYW t0
        ands r0, r0, r1          | x0 = ANDW x0 x1; NZ_ONLYW x0
        tst r0, #0x80000000      | t0 = ANDW_IMM x0 0x80000000; t1 = CONST 0x1; NZCW t0 t1
        tst r0, #0x40000000      | t0 = ANDW_IMM x0 0x40000000; NZCW t0 zero
        lsls r0, r1, #3          | x0 = LSLW_IMM x1 0x3; t1 = UBFX x1 0x11d; NZCW x0 t1
        lsrs r0, r1, #32         | t0 = UBFX x1 0x11f; NZCW zero t0; x0 = MOVEW zero
        rrxs r0, r1              | t0 = SHIFT_C x1 zero 0x4; t1 = UBFX t0 0x120; NZCW t0 t1; x0 = MOVEW t0
        adds r0, r1, r2, rrx     | t0 = SHIFT_C x2 zero 0x4; x0 = ADDSW x1 t0
        muls r0, r1, r2          | x0 = MULW x1 x2; NZ_ONLYW x0
        """)
    void logicalInstructionsTakeTheCarryOfTheShifter(String instruction, String operations) {
        assertThat(Built.a32(instruction)).containsExactly(operations.split("; "));
    }

    @Test
    void shortInstructionsSetFlagsOutsideOfItBlocksOnly() {
        assertThat(Built.t32("adds r0, r1, r2")).containsExactly("x0 = ADDSW x1 x2");
        assertThat(Built.t32("it eq", "addeq r0, r1, r2")).containsExactly("SKIP_UNLESS", "x0 = ADDW x1 x2");
        assertThat(Built.t32("it eq", "cmpeq r0, #3")).containsExactly("SKIP_UNLESS", "t0 = SUBSW_IMM x0 0x3");
    }

    @Test
    void thePcReadsAheadOfTheInstructionAndIsAlignedForAdr() {
        assertThat(Built.a32("nop", "add r0, pc, r1")).containsExactly("t0 = ADDW_IMM block 0xc", "x0 = ADDW t0 x1");
        assertThat(Built.t32("nop", "mov r0, pc")).containsExactly("x0 = ADDW_IMM block 0x6");
        assertThat(Built.t32("nop", "adr r0, 12"))
                .containsExactly("t0 = ADDW_IMM block 0x6", "t1 = ANDW_IMM t0 -0x4", "x0 = ADDW_IMM t1 0x8");
    }
}
