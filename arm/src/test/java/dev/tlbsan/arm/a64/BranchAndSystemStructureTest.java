package dev.tlbsan.arm.a64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.ir.SystemOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BranchAndSystemStructureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        b 0x10                      | BRANCH 0x10
        b.al 0x10                   | BRANCH 0x10
        b.nv 0x10                   | BRANCH 0x10
        b.ne 0x10                   | BRANCH_COND if 1 0x10
        cbz w3, 0x8                 | BRANCH_IF_NOTW x3 0x8
        cbnz x3, 0x8                | BRANCH_IF x3 0x8
        tbz x3, #63, 0x8            | t0 = UBFX x3 0x13f; BRANCH_IF_NOT t0 0x8
        tbnz w3, #0, 0x8            | t0 = UBFX x3 0x100; BRANCH_IF t0 0x8
        bl 0x10                     | x30 = PC_RELATIVE 0x4; BRANCH 0x10
        br x7                       | BRANCH_TO x7
        blr x7                      | x30 = PC_RELATIVE 0x4; BRANCH_TO x7
        ret                         | BRANCH_TO x30
        ret x7                      | BRANCH_TO x7
        eret                        | ERET
        """)
    void branchesBuildTheirOperation(String instruction, String operations) {
        assertThat(Built.block(instruction)).containsExactly(operations.split("; "));
    }

    @Test
    void blrX30GoesToTheOldX30() {
        assertThat(Built.block("blr x30"))
                .containsExactly("t0 = PC_RELATIVE 0x4", "t1 = MOVE x30", "x30 = MOVE t0", "BRANCH_TO t1");
    }

    @Test
    void distancesCountFromTheInstructionNotTheBlock() {
        assertThat(Built.block("hint #0x0", "cbz x0, 0xc", "bl 0x8"))
                .containsExactly("BRANCH_IF_NOT x0 0xc", "x30 = PC_RELATIVE 0xc", "BRANCH 0x8");
    }

    @Test
    void exceptionsCarryTheirImmediate() {
        assertThat(Built.block("svc #0xffff"))
                .containsExactly("EXCEPTION 0x" + Long.toHexString(ExceptionCause.SVC.encode(0xffff)));
        assertThat(Built.block("hvc #0x1"))
                .containsExactly("EXCEPTION 0x" + Long.toHexString(ExceptionCause.HVC.encode(1)));
        assertThat(Built.block("smc #0x2"))
                .containsExactly("EXCEPTION 0x" + Long.toHexString(ExceptionCause.SMC.encode(2)));
        assertThat(Built.block("brk #0x3"))
                .containsExactly("EXCEPTION 0x" + Long.toHexString(ExceptionCause.BRK.encode(3)));
        assertThat(Built.block("hlt #0x4"))
                .containsExactly("EXCEPTION 0x" + Long.toHexString(ExceptionCause.HLT.encode(4)));
    }

    @Test
    void onlyFiveHintsDoAnything() {
        assertThat(Built.block("hint #0x0", "hint #0x6", "hint #0x19", "hint #0x7f"))
                .isEmpty();
        for (int number = 1; number <= 5; number++) {
            assertThat(Built.block("hint #0x" + number)).containsExactly("HINT 0x" + number);
        }
    }

    @Test
    void barriersCarryTheirOption() {
        assertThat(Built.block("dsb ish")).containsExactly(barrier(Barrier.Kind.DSB, 11));
        assertThat(Built.block("dsb #0x04")).containsExactly(barrier(Barrier.Kind.DSB, 4));
        assertThat(Built.block("dmb oshld")).containsExactly(barrier(Barrier.Kind.DMB, 1));
        assertThat(Built.block("isb")).containsExactly(barrier(Barrier.Kind.ISB, 15));
        assertThat(Built.block("clrex")).containsExactly("CLEAR_EXCLUSIVE");
    }

    private static String barrier(Barrier.Kind kind, int crm) {
        return "BARRIER 0x" + Long.toHexString(new Barrier(kind, crm).encode());
    }

    @Test
    void pstateFieldsAreNamedByTheirOperands() {
        assertThat(Built.block("msr spsel, #0x1"))
                .containsExactly("WRITE_PSTATE" + name(SystemOperation.encode(0, 0, 0, 1, 5)));
        assertThat(Built.block("msr daifset, #0x2"))
                .containsExactly("WRITE_PSTATE" + name(SystemOperation.encode(0, 3, 0, 2, 6)));
        assertThat(Built.block("msr daifclr, #0xf"))
                .containsExactly("WRITE_PSTATE" + name(SystemOperation.encode(0, 3, 0, 15, 7)));
    }

    @Test
    void systemOperationsCarryTheirNameAndRegister() {
        int sctlr = SystemOperation.encode(3, 0, 1, 0, 0);
        assertThat(Built.block("mrs x5, sctlr_el1"))
                .containsExactly("x5 = READ_SYSREG" + name(SystemOperation.withRt(sctlr, 5)));
        assertThat(Built.block("msr sctlr_el1, xzr"))
                .containsExactly("WRITE_SYSREG zero" + name(SystemOperation.withRt(sctlr, 31)));
        int mdscr = SystemOperation.encode(2, 0, 0, 2, 2);
        assertThat(Built.block("mrs x5, s2_0_c0_c2_2"))
                .containsExactly("x5 = READ_SYSREG" + name(SystemOperation.withRt(mdscr, 5)));
        int zva = SystemOperation.encode(1, 3, 7, 4, 1);
        assertThat(Built.block("dc zva, x3")).containsExactly("SYS x3" + name(SystemOperation.withRt(zva, 3)));
        int vmalle1 = SystemOperation.encode(1, 0, 8, 7, 0);
        assertThat(Built.block("tlbi vmalle1")).containsExactly("SYS zero" + name(SystemOperation.withRt(vmalle1, 31)));
    }

    private static String name(long immediate) {
        return " 0x" + Long.toHexString(immediate);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xd4a00001, // DCPS1
                0xd6bf03e0, // DRPS
                0xd503309f ^ 0x1f, // DSB with Rt
                0xd50330ff, // SB
                0xd500401f, // CFINV
                0xd500407f, // MSR UAO
                0xd500409f, // MSR PAN
                0xd503305f ^ 0x10000, // CLREX with op1 2
                0x54000010, // BC.EQ
                0xd65f0bff, // RETAA
                0xd63f0801, // BLRAA
                0x38204820 ^ 0x4000, // a register offset with option<1> zero
                0x38200820, // the same with S zero
                0xb8c00820, // LDTRSW to a W register
                0xf8800820, // LDTRSW of a doubleword
                0x69000440, // STGP
                0xe9400440, // a pair with opc 3
                0x08a07c20, // CASB
                0x08207c20, // CASP
                0x089f7c20, // STLLRB
                0xb8bfc020, // LDAPR
                0xb8200020, // LDADD
                0x3d400020, // LDR of a SIMD&FP register
                0x0c407020, // LD1
                0x00000000
            })
    void laterExtensionsAndReservedEncodingsAreUndefined(int word) {
        assertThat(Built.word(word)).containsExactly("EXCEPTION");
    }
}
