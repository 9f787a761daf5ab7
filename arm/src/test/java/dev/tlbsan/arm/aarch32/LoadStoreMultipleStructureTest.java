package dev.tlbsan.arm.aarch32;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadStoreMultipleStructureTest {
    private static final String USER_STACK = "0x900000d";
    private static final String SPSR = "0x5000010";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        stmia r1, {r0, r2}  | CHECK_ALIGNMENT x1 0x103; STORE32 x1 x0; STORE32 x1 x2 0x4
        stmib r1, {r0, r2}  | t0 = ADDW_IMM x1 0x4; CHECK_ALIGNMENT t0 0x103; STORE32 t0 x0; STORE32 t0 x2 0x4
        stmda r1, {r0, r2}  | t0 = ADDW_IMM x1 -0x4; CHECK_ALIGNMENT t0 0x103; STORE32 t0 x0; STORE32 t0 x2 0x4
        stmdb r1, {r0, r2}  | t0 = ADDW_IMM x1 -0x8; CHECK_ALIGNMENT t0 0x103; STORE32 t0 x0; STORE32 t0 x2 0x4
        """)
    void theLowestRegisterIsAtTheLowestAddress(String instruction, String operations) {
        assertThat(Built.a32(instruction)).containsExactly(operations.split("; "));
    }

    @Test
    void registersAreWrittenAfterTheLastLoad() {
        assertThat(Built.a32("ldm r1!, {r0, r2}"))
                .containsExactly(
                        "CHECK_ALIGNMENT x1 0x3",
                        "t0 = LOAD32 x1",
                        "x2 = LOAD32 x1 0x4",
                        "x1 = ADDW_IMM x1 0x8",
                        "x0 = MOVEW t0");
        assertThat(Built.a32("ldm r1, {r0, r1, r2}"))
                .containsExactly(
                        "CHECK_ALIGNMENT x1 0x3",
                        "t0 = LOAD32 x1",
                        "t1 = LOAD32 x1 0x4",
                        "x2 = LOAD32 x1 0x8",
                        "x0 = MOVEW t0",
                        "x1 = MOVEW t1");
    }

    @Test
    void aShortLdmWritesBackUnlessItLoadsItsBase() {
        assertThat(Built.t32("ldmia r1!, {r0}")).contains("x1 = ADDW_IMM x1 0x4");
        assertThat(Built.t32("ldmia r1, {r0, r1}")).noneMatch(operation -> operation.contains("ADDW_IMM"));
    }

    @Test
    void pushAndPopMoveTheStackPointer() {
        assertThat(Built.t32("push {r0, lr}"))
                .containsExactly(
                        "t0 = ADDW_IMM x13 -0x8",
                        "CHECK_ALIGNMENT t0 0x103",
                        "STORE32 t0 x0",
                        "STORE32 t0 x14 0x4",
                        "x13 = ADDW_IMM x13 -0x8");
        assertThat(Built.t32("pop {pc}"))
                .containsExactly(
                        "CHECK_ALIGNMENT x13 0x3", "t0 = LOAD32 x13", "x13 = ADDW_IMM x13 0x4", "BRANCH_EXCHANGE t0");
    }

    @Test
    void userRegistersAreAskedForBeforeAnyAccess() {
        assertThat(Built.a32("stm r1, {r7, r8}^"))
                .containsExactly(
                        "t0 = READ_SYSREG " + USER_STACK,
                        "CHECK_ALIGNMENT x1 0x103",
                        "STORE32 x1 x7",
                        "t1 = READ_SYSREG 0x9000008",
                        "STORE32 x1 t1 0x4");
        assertThat(Built.a32("ldm r1, {r7, r13, r14}^"))
                .containsExactly(
                        "t0 = READ_SYSREG " + USER_STACK,
                        "CHECK_ALIGNMENT x1 0x3",
                        "t1 = LOAD32 x1",
                        "t2 = LOAD32 x1 0x4",
                        "t3 = LOAD32 x1 0x8",
                        "WRITE_USER_BANK t2 0x900000d",
                        "WRITE_USER_BANK t3 0x900000e",
                        "x7 = MOVEW t1");
    }

    @Test
    void anExceptionReturnReadsTheSpsrBeforeAnyAccess() {
        assertThat(Built.a32("ldm sp!, {r0, pc}^"))
                .containsExactly(
                        "t0 = READ_SYSREG " + USER_STACK,
                        "t1 = READ_SYSREG " + SPSR,
                        "CHECK_ALIGNMENT x13 0x3",
                        "t2 = LOAD32 x13",
                        "t3 = LOAD32 x13 0x4",
                        "x13 = ADDW_IMM x13 0x8",
                        "x0 = MOVEW t2",
                        "RETURN_TO t3 0x2a");
    }
}
