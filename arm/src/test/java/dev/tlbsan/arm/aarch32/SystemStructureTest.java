package dev.tlbsan.arm.aarch32;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.isa.InstructionSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemStructureTest {
    private static final int ADVANCED_SIMD = 16;

    private static String hex(long value) {
        return " 0x" + Long.toHexString(value);
    }

    private static String exception(ExceptionCause cause, int comment) {
        return "EXCEPTION" + hex(cause.encode(comment));
    }

    private static String operation(int kind, int bits) {
        return hex(Aarch32Operation.encode(kind, bits));
    }

    @Test
    void exceptionsCarryTheLow16BitsOfTheirComment() {
        assertThat(Built.a32("svc #0x123456")).containsExactly(exception(ExceptionCause.SVC, 0x3456));
        assertThat(Built.t32("svc #0xff")).containsExactly(exception(ExceptionCause.SVC, 0xff));
        assertThat(Built.a32("hvc #0xea1")).containsExactly(exception(ExceptionCause.HVC, 0xea1));
        assertThat(Built.t32("hvc #0xea1")).containsExactly(exception(ExceptionCause.HVC, 0xea1));
        assertThat(Built.a32("smc #3")).containsExactly(exception(ExceptionCause.SMC, 0));
        assertThat(Built.a32("bkpt #0x1234")).containsExactly(exception(ExceptionCause.BRK, 0x1234));
        assertThat(Built.a32("udf #5")).containsExactly("EXCEPTION");
        assertThat(Built.t32("udf.w #5")).containsExactly("EXCEPTION");
    }

    @Test
    void conditionsHoldForExceptionsButNotForBkptOfT32() {
        assertThat(Built.a32("svcne #1")).containsExactly("SKIP_UNLESS 0x1", exception(ExceptionCause.SVC, 1));
        assertThat(Built.t32("it ne; svcne #1")).containsExactly("SKIP_UNLESS 0x1", exception(ExceptionCause.SVC, 1));
        assertThat(Built.t32("it ne; bkpt #1")).containsExactly(exception(ExceptionCause.BRK, 1));
        assertThat(Built.isUnpredictableA32(0x0120_0070)).isTrue();
        assertThat(Built.isUnpredictableA32(0x0140_0070)).isTrue();
    }

    @Test
    void anUndefinedInstructionIsSkippedWhereItsConditionFails() {
        assertThat(Built.a32(".word 0x01000090")).containsExactly("SKIP_UNLESS", "EXCEPTION");
    }

    @ParameterizedTest
    @CsvSource({"srsia, 0, 8", "srsib, 4, 8", "srsda, -4, -8", "srsdb, -8, -8"})
    void srsStoresLrAndSpsrOnTheStackOfAMode(String mnemonic, int first, int change) {
        String stack = operation(Aarch32Operation.MODE_STACK, 19);
        assertThat(Built.a32(mnemonic + " sp!, #19"))
                .containsExactly(
                        "t0 = READ_SYSREG" + stack,
                        "t1 = READ_SYSREG" + operation(Aarch32Operation.STATUS, 16),
                        "t2 = ADDW_IMM t0" + distance(first),
                        "CHECK_ALIGNMENT t2 0x103",
                        "STORE32 t2 x14",
                        "STORE32 t2 t1 0x4",
                        "t3 = ADDW_IMM t0" + distance(change),
                        "WRITE_SYSREG t3" + stack);
        assertThat(Built.a32(mnemonic + " sp, #19")).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({"rfeib, 4, 8", "rfeda, -4, -8", "rfedb, -8, -8"})
    void rfeLoadsPcAndCpsr(String mnemonic, int first, int change) {
        assertThat(Built.a32(mnemonic + " r1!"))
                .containsExactly(
                        "t0 = READ_SYSREG" + operation(Aarch32Operation.MODE_STACK, 19),
                        "t1 = ADDW_IMM x1" + distance(first),
                        "CHECK_ALIGNMENT t1 0x3",
                        "t2 = LOAD32 t1",
                        "t3 = LOAD32 t1 0x4",
                        "x1 = ADDW_IMM x1" + distance(change),
                        "RETURN_TO t2 0x2c");
    }

    @Test
    void formsOfT32AreThoseOfA32() {
        assertThat(Built.t32("rfeia sp!")).isEqualTo(Built.a32("rfeia sp!")).hasSize(6);
        assertThat(Built.t32("rfedb r0")).isEqualTo(Built.a32("rfedb r0"));
        assertThat(Built.t32("srsdb sp!, #19")).isEqualTo(Built.a32("srsdb sp!, #19"));
        assertThat(Built.t32("srsia sp, #31")).isEqualTo(Built.a32("srsia sp, #31"));
        assertThat(Built.t32("eret")).isEqualTo(Built.a32("eret")).containsExactly("ERET");
    }

    private static String distance(int value) {
        return value == 0 ? "" : value < 0 ? " -0x" + Integer.toHexString(-value) : hex(value);
    }

    @Test
    void statusRegistersAreNamedByBitAndMask() {
        assertThat(Built.a32("mrs r1, spsr"))
                .containsExactly("t0 = READ_SYSREG" + operation(Aarch32Operation.STATUS, 16), "x1 = MOVEW t0");
        assertThat(Built.a32("msr cpsr_c, r0"))
                .containsExactly("WRITE_SYSREG x0" + operation(Aarch32Operation.STATUS, 1));
        assertThat(Built.t32("msr spsr_fsxc, lr"))
                .containsExactly("WRITE_SYSREG x14" + operation(Aarch32Operation.STATUS, 31));
        assertThat(Built.a32("msr cpsr_c, #0xd3"))
                .containsExactly("t0 = CONST 0xd3", "WRITE_SYSREG t0" + operation(Aarch32Operation.STATUS, 1));
        assertThat(Built.a32("msr cpsr, r0"))
                .containsExactly("WRITE_SYSREG x0" + operation(Aarch32Operation.STATUS, 9));
    }

    @Test
    void flagsAreWrittenWithoutAskingTheProcessor() {
        assertThat(Built.a32("msr apsr_nzcvqg, r3"))
                .containsExactly("x38 = UBFX x3 0x410", "x34 = ANDW_IMM x3 0xf0000000", "x37 = UBFX x3 0x11b");
        assertThat(Built.t32("msr apsr_nzcvq, r0"))
                .containsExactly("x34 = ANDW_IMM x0 0xf0000000", "x37 = UBFX x0 0x11b");
    }

    @ParameterizedTest
    @CsvSource({"r8_usr, 0", "lr_usr, 6", "r12_fiq, 12", "lr_irq, 16", "sp_und, 23", "elr_hyp, 30", "sp_hyp, 31"})
    void bankedRegistersAreNamedByNumber(String name, int number) {
        String operation = operation(Aarch32Operation.BANKED, number);
        assertThat(Built.a32("mrs r2, " + name)).containsExactly("t0 = READ_SYSREG" + operation, "x2 = MOVEW t0");
        assertThat(Built.t32("mrs r2, " + name)).isEqualTo(Built.a32("mrs r2, " + name));
        assertThat(Built.a32("msr " + name + ", r2")).containsExactly("WRITE_SYSREG x2" + operation);
        assertThat(Built.t32("msr " + name + ", r2")).isEqualTo(Built.a32("msr " + name + ", r2"));
    }

    @ParameterizedTest
    @CsvSource({"spsr_fiq, 46", "spsr_irq, 48", "spsr_svc, 50", "spsr_abt, 52", "spsr_und, 54", "spsr_hyp, 62"})
    void bankedStatusRegistersToo(String name, int number) {
        assertThat(Built.a32("msr " + name + ", r2"))
                .containsExactly("WRITE_SYSREG x2" + operation(Aarch32Operation.BANKED, number));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xe10f_f000, // MRS to the PC
                0xe107_0200, // MRS of banked register 7
                0xe10c_0300, // MRS of LR_mon
                0xe14c_0300, // MRS of SPSR_mon
                0xe120_f000, // MSR that writes no byte
                0xe129_f00f, // MSR from the PC
                0xe360_f001, // MSR (immediate) of the SPSR that writes no byte
                0xe127_f200, // MSR to banked register 7
                0xe168_f200, // MSR to an SPSR of no mode
                0xee01_ff10, // MCR from the PC
                0xec40_ff00, // MCRR from the PC
                0xec51_1f00, // MRRC to one register twice
                0xf10a_0000, // CPSID without a flag
                0xf8bf_0a00 // RFE from the PC
            })
    void operandsThatMustNotBeAreUnpredictable(int word) {
        assertThat(Built.isUnpredictableA32(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xf3ef_8d00, 0xf38d_8900, 0xee01_df10, 0xec41_df00, 0xee11_df10, 0xb670_0000})
    void t32HasMoreOfThem(int word) {
        assertThat(Built.isUnpredictableT32(word, 0)).isTrue();
    }

    @Test
    void theChangeOfStateIsOneOperation() {
        assertThat(Built.a32("cps #19")).containsExactly(change(0x33));
        assertThat(Built.a32("cpsid aif")).containsExactly(change(0x7c0)).isEqualTo(Built.t32("cpsid aif"));
        assertThat(Built.a32("cpsie i, #16")).containsExactly(change(0x4b0)).isEqualTo(Built.t32("cpsie i, #16"));
        assertThat(Built.t32("cpsie.w f")).containsExactly(change(0x440));
        String bigEndian = "WRITE_SYSREG zero" + operation(Aarch32Operation.SET_ENDIANNESS, 1);
        assertThat(Built.a32("setend be")).containsExactly(bigEndian).isEqualTo(Built.t32("setend be"));
    }

    private static String change(int bits) {
        return "WRITE_SYSREG zero" + operation(Aarch32Operation.CHANGE_STATE, bits);
    }

    @Test
    void onlyFourHintsDoAnything() {
        assertThat(Built.a32("nop", "nop {5}", "nop {17}", "dbg #1")).isEmpty();
        assertThat(Built.t32("nop", "nop.w", "nop {5}", "nop.w {20}", "dbg #15"))
                .isEmpty();
        assertThat(Built.a32("yield", "wfe", "wfi", "sev"))
                .containsExactly("HINT 0x1", "HINT 0x2", "HINT 0x3", "HINT 0x4");
        assertThat(Built.t32("yield.w", "wfe", "wfi.w", "sev"))
                .containsExactly("HINT 0x1", "HINT 0x2", "HINT 0x3", "HINT 0x4");
        assertThat(Built.a32("wfieq")).containsExactly("SKIP_UNLESS", "HINT 0x3");
    }

    @Test
    void barriersCarryTheirOption() {
        assertThat(Built.a32("dsb ish")).containsExactly(barrier(Barrier.Kind.DSB, 11));
        assertThat(Built.t32("dsb #0x04")).containsExactly(barrier(Barrier.Kind.DSB, 4));
        assertThat(Built.a32("dmb oshst")).containsExactly(barrier(Barrier.Kind.DMB, 2));
        assertThat(Built.t32("dmb")).containsExactly(barrier(Barrier.Kind.DMB, 15));
        assertThat(Built.a32("isb")).containsExactly(barrier(Barrier.Kind.ISB, 15));
        assertThat(Built.t32("clrex")).containsExactly("CLEAR_EXCLUSIVE").isEqualTo(Built.a32("clrex"));
    }

    private static String barrier(Barrier.Kind kind, int option) {
        return "BARRIER" + hex(new Barrier(kind, option).encode());
    }

    @Test
    void movesOfSystemRegistersCarryNameAndRegisters() {
        int hsctlr = Aarch32Operation.withRt(Aarch32Operation.register(15, 4, 1, 0, 0), 2);
        assertThat(Built.a32("mcr p15, 4, r2, c1, c0, 0")).containsExactly("WRITE_SYSREG x2" + hex(hsctlr));
        assertThat(Built.t32("mrc p15, 4, r2, c1, c0, 0"))
                .containsExactly("t0 = READ_SYSREG" + hex(hsctlr), "x2 = MOVEW t0");
        int debugStatus = Aarch32Operation.withRt(Aarch32Operation.register(14, 0, 0, 1, 0), 15);
        assertThat(Built.a32("mrc p14, 0, apsr_nzcv, c0, c1, 0"))
                .containsExactly("t0 = READ_SYSREG" + hex(debugStatus), "x34 = ANDW_IMM t0 0xf0000000");
        int vttbr = Aarch32Operation.withRts(Aarch32Operation.pair(15, 6, 2), 2, 3);
        assertThat(Built.a32("mcrr p15, 6, r2, r3, c2"))
                .containsExactly("t0 = ADD_SHIFTED x2 x3 0x20", "WRITE_SYSREG t0" + hex(vttbr));
        assertThat(Built.t32("mrrc p15, 6, r2, r3, c2"))
                .containsExactly("t0 = READ_SYSREG" + hex(vttbr), "x2 = UBFX t0 0x2000", "x3 = UBFX t0 0x2020");
        assertThat(Built.a32("mcrne p15, 0, r0, c7, c5, 4")).hasSize(2).startsWith("SKIP_UNLESS 0x1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        cdp p3, 1, c2, c3, c4, 5     | 3
        mcr p11, 0, r1, c2, c3, 0    | 11
        mrrc p10, 1, r2, r3, c4      | 10
        ldc p2, c1, [r0, #4]         | 2
        ldcl p2, c1, [r0, #-4]!      | 2
        stc p13, c1, [r0], #4        | 13
        stc p0, c1, [r0], {7}        | 0
        mcr2 p12, 0, r1, c2, c3, 0   | 12
        """)
    void instructionsOfOtherCoprocessorsSayWhich(String instruction, int coprocessor) {
        assertThat(Built.a32(instruction)).containsExactly(exception(ExceptionCause.COPROCESSOR, coprocessor));
        assertThat(Built.t32(instruction)).containsExactly(exception(ExceptionCause.COPROCESSOR, coprocessor));
    }

    @ParameterizedTest
    @ValueSource(strings = {".word 0xf2000110", ".word 0xf4200000"})
    void advancedSimdOfA32NamesNone(String instruction) {
        assertThat(Built.a32(instruction)).containsExactly(exception(ExceptionCause.COPROCESSOR, ADVANCED_SIMD));
    }

    @ParameterizedTest
    @ValueSource(strings = {".inst.w 0xef000110", ".inst.w 0xff000110", ".inst.w 0xf9200000"})
    void advancedSimdOfT32NamesNone(String instruction) {
        assertThat(Built.t32(instruction)).containsExactly(exception(ExceptionCause.COPROCESSOR, ADVANCED_SIMD));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xee00_0f00, // CDP of coprocessor 15
                0xfe01_0f10, // MCR2 of coprocessor 15
                0xfc40_0f00, // MCRR2 of coprocessor 15
                0xed90_5e00, // LDC of coprocessor 14
                0xfe00_0a00, // CDP2 of floating-point
                0xec00_0100, // neither STC nor MCRR
                0xe141_0090, // SWPB
                0xe101_0090, // SWP
                0xe100_0070, // HLT of later architectures
                0xe100_0040, // CRC32B of later architectures
                0xf110_0000 // SETPAN of later architectures
            })
    void whatTheArchitectureDoesNotHaveIsUndefined(int word) {
        assertThat(InstructionSet.a32().decode(word)).isNull();
    }

    @Test
    void dataIsInTheOrderOfPstate() {
        assertThat(Built.a32BigEndian("rfedb r0"))
                .containsExactly(
                        "t0 = READ_SYSREG" + operation(Aarch32Operation.MODE_STACK, 19),
                        "t1 = ADDW_IMM x0 -0x8",
                        "CHECK_ALIGNMENT t1 0x3",
                        "t2 = LOAD32 t1",
                        "t3 = REVW t2",
                        "t4 = LOAD32 t1 0x4",
                        "t5 = REVW t4",
                        "RETURN_TO t3 0x2e");
    }
}
