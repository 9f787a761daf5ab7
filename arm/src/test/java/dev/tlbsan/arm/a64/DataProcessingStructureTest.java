package dev.tlbsan.arm.a64;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many micro-operations the common instructions take decides how fast an engine is. */
class DataProcessingStructureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        add x0, x1, #4              | x0 = ADD_IMM x1 0x4
        add sp, sp, #16             | sp = ADD_IMM sp 0x10
        sub w0, w1, #1, lsl #12     | x0 = ADDW_IMM x1 -0x1000
        add x0, x1, x2              | x0 = ADD x1 x2
        add x0, x1, x2, lsl #3      | x0 = ADD_SHIFTED x1 x2 0x3
        sub w0, w1, w2              | x0 = SUBW x1 x2
        cmp x0, #3                  | t0 = SUBS_IMM x0 0x3
        cmp w0, w1                  | t0 = SUBSW x0 x1
        subs x0, x0, #1             | x0 = SUBS_IMM x0 0x1
        and w0, w1, #0xff           | x0 = ANDW_IMM x1 0xff
        orr x0, x1, x2              | x0 = OR x1 x2
        mov x0, x1                  | x0 = MOVE x1
        mov w0, w1                  | x0 = MOVEW x1
        mov x0, sp                  | x0 = ADD_IMM sp
        mvn x0, x1                  | x0 = XOR_IMM x1 -0x1
        mov x0, #5                  | x0 = CONST 0x5
        mov w0, #-1                 | x0 = CONST 0xffffffff
        mov x0, #0x5555555555555555 | x0 = CONST 0x5555555555555555
        movk x0, #0                 | x0 = AND_IMM x0 -0x10000
        movk x0, #0xffff, lsl #48   | x0 = OR_IMM x0 -0x1000000000000
        lsl x0, x1, #3              | x0 = LSL_IMM x1 0x3
        lsr w0, w1, #3              | x0 = UBFX x1 0x1d03
        asr x0, x1, #3              | x0 = SBFX x1 0x3d03
        ubfx x0, x1, #3, #4         | x0 = UBFX x1 0x403
        sxtw x0, w1                 | x0 = SBFX x1 0x2000
        uxtb w0, w1                 | x0 = UBFX x1 0x800
        bfi x0, x1, #3, #4          | x0 = BFI x0 x1 0x403
        csel x0, x1, x2, eq         | x0 = SELECT_COND x1 x2
        cset w0, eq                 | x0 = COND
        mul x0, x1, x2              | x0 = MUL x1 x2
        lsl x0, x1, x2              | x0 = LSL x1 x2
        adc x0, x1, x2              | x0 = ADC x1 x2
        adr x0, 8                   | x0 = PC_RELATIVE 0x8
        """)
    void commonInstructionsTakeOneOperation(String instruction, String operation) {
        assertThat(Built.block(instruction)).containsExactly(operation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        tst w0, #1                  | t0 = ANDW_IMM x0 0x1; NZ t0
        tst w0, w1                  | t0 = ANDW x0 x1; NZW t0
        ands x0, x0, x1             | x0 = AND x0 x1; NZ x0
        movk x0, #5, lsl #16        | t0 = AND_IMM x0 -0xffff0001; x0 = OR_IMM t0 0x50000
        add x0, x1, w2, uxtw #3     | t0 = UBFX x2 0x2000; x0 = ADD_SHIFTED x1 t0 0x3
        cinc x0, x1, eq             | t0 = ADD_IMM x1 0x1; x0 = SELECT_COND x1 t0 0x1
        madd x0, x1, x2, x3         | t0 = MUL x1 x2; x0 = ADD x3 t0
        adrp x0, 0x1000             | t0 = AND_IMM block -0x1000; x0 = ADD_IMM t0 0x1000
        ccmp x0, #3, #0, ne         | t0 = COND 0x1; t1 = SUBS_IMM x0 0x3; x34 = SELECT x34 zero 0x29
        """)
    void othersTakeAFew(String instruction, String operations) {
        assertThat(Built.block(instruction)).containsExactly(operations.split("; "));
    }

    @Test
    void aResultThatReplacesAnOperandIsWrittenLast() {
        assertThat(Built.block("csinc x0, x1, x0, eq"))
                .containsExactly("t0 = ADD_IMM x0 0x1", "x0 = SELECT_COND x1 t0");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x92_40_fc_00, // AND with a bitmask of 64 ones
                0x12_40_00_00, // AND of W registers with N set
                0x52_c0_00_00, // MOVZ of a W register, shifted by 32
                0x32_80_00_00, // the opcode that MOVN, MOVZ and MOVK leave free
                0x53_40_00_00, // UBFM of W registers with N set
                0x53_20_00_00, // UBFM of W registers with immr 32
                0x13_80_80_00, // EXTR of W registers with an lsb of 32
                0x8b_20_14_00, // ADD (extended register) shifted by 5
                0x8b_c0_00_00, // ADD (shifted register) rotated
                0x0b_00_80_00, // ADD of W registers shifted by 32
                0x1a_c0_4c_00, // CRC32X of W registers
                0x5a_c0_0c_00, // REV of W registers with the opcode for X
                0x9b_c0_80_00, // UMULH with the bit that subtracts
                0xda_c1_00_00, // PACIA, of a later architecture
                0x1e_20_28_00 // FADD
            })
    void reservedEncodingsAreUndefined(int word) {
        assertThat(Built.word(word)).containsExactly("EXCEPTION");
    }
}
