package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.pe.Syndrome.Target;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Aarch32ExceptionTest {
    private static final int SPSR = Aarch32Operation.encode(Aarch32Operation.STATUS, 0x1f);
    private static final long THUMB = 1 << 5;
    private static final long IL = 1 << 20;
    private static final long MASKED = 0x1c0;

    private final Aarch32TestPe test = Aarch32TestPe.withEl2();

    private boolean isUndefined(Runnable instruction) {
        return test.faults(instruction)
                && test.pc() == (test.pe.currentEl() == 2 ? Aarch32TestPe.HVBAR : Aarch32TestPe.VBAR) + 4;
    }

    private static GuestException dataAbort(int statusCode, int domain) {
        return new GuestException(
                new Syndrome(ExceptionClass.DATA_ABORT, statusCode, 0x1234, 0, Target.DEFAULT, false, domain));
    }

    @Test
    void highVectorsAreTakenIfSctlrSaysSo() {
        test.with(Aarch32Register.SCTLR, 1 << 13).at(Aarch32Mode.USER);
        test.faults(() -> test.pe.raise(ExceptionCause.SVC.encode(0)));
        assertThat(test.pc()).isEqualTo(0xffff_0008L);
        assertThat(test.mode()).isEqualTo(Aarch32Mode.SUPERVISOR);
    }

    @Test
    void hypModeStartsInTheStatesThatHsctlrSays() {
        test.with(Aarch32Register.HSCTLR, 1 << 30 | 1 << 25).at(Aarch32Mode.SUPERVISOR);
        test.faults(() -> test.pe.raise(ExceptionCause.HVC.encode(0)));
        assertThat(test.fullCpsr()).isEqualTo(MASKED | 1 << 9 | THUMB | 0x1a);
        assertThat(test.pc()).isEqualTo(Aarch32TestPe.HVBAR + 0x14);
        assertThat(test.get(SystemRegister.ELR_EL2)).isEqualTo(Aarch32TestPe.CODE + 4);
    }

    /** Where an interrupt goes: 1 or 2, or 0 if it stays pending (DDI 0487, G1.13.3). */
    @ParameterizedTest(name = "in {0}, routed {1}, TGE {2}, masked {3}: PL{4}")
    @CsvSource({
        "USER, false, false, false, 1",
        "USER, false, false, true, 0",
        "USER, true, false, true, 2",
        "USER, false, true, true, 2",
        "SUPERVISOR, false, false, false, 1",
        "SUPERVISOR, false, false, true, 0",
        "SUPERVISOR, true, false, false, 2",
        "SUPERVISOR, true, false, true, 2",
        "HYP, false, false, false, 2",
        "HYP, false, false, true, 0",
        "HYP, true, false, false, 2",
        "HYP, true, false, true, 0",
    })
    void interruptsAreRoutedAndMasked(Aarch32Mode mode, boolean routed, boolean tge, boolean masked, int taker) {
        for (InterruptLine line : List.of(InterruptLine.IRQ, InterruptLine.FIQ, InterruptLine.SERROR)) {
            test.reset();
            test.with(Aarch32Register.HCR, (routed ? line.route() : 0) | (tge ? HcrEl2.TGE : 0));
            test.at(mode.number() | (masked ? MASKED : 0));
            test.pe.line(line, true);
            assertThat(test.pe.takePendingInterrupt()).as(line.name()).isEqualTo(taker != 0);
            if (taker != 0) {
                assertThat(test.pe.currentEl()).isEqualTo(taker);
                assertThat(test.pc() & 0xff).isEqualTo(expectedVector(line, taker == 2 && mode.el() < 2));
            }
            test.pe.line(line, false);
        }
    }

    private static long expectedVector(InterruptLine line, boolean trapped) {
        return switch (line) {
            case IRQ -> 0x18;
            case FIQ -> 0x1c;
            default -> trapped ? 0x14 : 0x10;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "IRQ, IRQ, 192",
        "VIRTUAL_IRQ, IRQ, 192",
        "FIQ, FIQ, 1d1",
        "VIRTUAL_FIQ, FIQ, 1d1",
        "SERROR, ABORT, 197",
        "VIRTUAL_SERROR, ABORT, 197"
    })
    void interruptsEnterTheirModeWithTheirMasks(InterruptLine line, Aarch32Mode mode, String cpsr) {
        test.with(Aarch32Register.HCR, line.isVirtual() ? line.route() : 0);
        test.at(0x6000_0000L | THUMB | Aarch32Mode.USER.number());
        test.pe.line(line, true);
        assertThat(test.pe.takePendingInterrupt()).isTrue();
        assertThat(test.mode()).isEqualTo(mode);
        long expected = Long.parseLong(cpsr, 16) & 0x1ff;
        assertThat(test.fullCpsr()).isEqualTo(0x6000_0000L | expected);
        assertThat(test.readSpsr()).isEqualTo(0x6000_0000L | THUMB | Aarch32Mode.USER.number());
        assertThat(test.r(14)).isEqualTo(Aarch32TestPe.CODE + (mode == Aarch32Mode.ABORT ? 8 : 4));
    }

    @Test
    void systemErrorsAreAsynchronousExternalAborts() {
        test.at(Aarch32Mode.USER.number());
        test.pe.line(InterruptLine.SERROR, true);
        test.pe.takePendingInterrupt();
        assertThat(test.get(Aarch32Register.DFSR)).isEqualTo(0x406);
        test.reset();
        test.with(Aarch32Register.TTBCR, 1L << 31).at(Aarch32Mode.USER.number());
        test.pe.line(InterruptLine.SERROR, true);
        test.pe.takePendingInterrupt();
        assertThat(test.get(Aarch32Register.DFSR)).isEqualTo(0x211);
        test.reset();
        test.with(Aarch32Register.HCR, HcrEl2.AMO).at(Aarch32Mode.USER.number());
        test.pe.line(InterruptLine.SERROR, true);
        test.pe.takePendingInterrupt();
        assertThat(test.get(Aarch32Register.HSR)).isEqualTo(0x9000_0011L);
    }

    /** Status codes of the long format, and DFSR of the short format for them (DDI 0487, G5.11.2), with domain 7. */
    @ParameterizedTest
    @CsvSource({
        "000101, 05",
        "000110, 07",
        "000111, 07",
        "000100, 05",
        "001001, 03",
        "001010, 06",
        "001101, 0d",
        "001110, 0f",
        "010000, 08",
        "010101, 0c",
        "010110, 0e",
        "100001, 01",
        "111101, 09",
        "111110, 0b",
    })
    void faultStatusHasTheFormatOfTheTables(String statusCode, String status) {
        int code = Integer.parseInt(statusCode, 2);
        test.at(Aarch32Mode.USER);
        test.pe.take(dataAbort(code | Aborts.WRITE, 7), Aarch32TestPe.CODE, 4);
        assertThat(test.get(Aarch32Register.DFSR)).isEqualTo(0x800 | 0x70 | Long.parseLong(status, 16));
        test.reset();
        test.with(Aarch32Register.TTBCR, 1L << 31).at(Aarch32Mode.USER);
        test.pe.take(dataAbort(code | Aborts.WRITE | Aborts.MAINTENANCE, 7), Aarch32TestPe.CODE, 4);
        assertThat(test.get(Aarch32Register.DFSR)).isEqualTo(0x2a00 | code);
        assertThat(test.get(Aarch32Register.DFAR)).isEqualTo(0x1234);
    }

    @Test
    void stage2FaultsSayWhatHyperEmulationNeeds() {
        int iss = 1 << 24 | 2 << 22 | 3 << 16 | Aborts.WRITE | 0b000111;
        var fault = new Syndrome(ExceptionClass.DATA_ABORT, iss, 0xffff_1234L, 0x12_3456_7890L, Target.EL2, false, 0);
        test.at(THUMB | Aarch32Mode.SUPERVISOR.number());
        test.pe.registers()[RegisterFile.IT] = 0xe8;
        test.pe.take(new GuestException(fault), Aarch32TestPe.CODE, 2);
        assertThat(test.get(Aarch32Register.HSR)).isEqualTo(0x9000_0000L | iss);
        assertThat(test.get(Aarch32Register.HDFAR)).isEqualTo(0xffff_1234L);
        assertThat(test.get(Aarch32Register.HPFAR)).isEqualTo(0x1234_5670L);
        assertThat(test.get(SystemRegister.ELR_EL2)).isEqualTo(Aarch32TestPe.CODE);
        assertThat(test.readSpsr()).isEqualTo(0xe8L >>> 2 << 10 | THUMB | Aarch32Mode.SUPERVISOR.number());
        test.reset();
        test.at(Aarch32Mode.SUPERVISOR);
        test.pe.take(new GuestException(fault), Aarch32TestPe.CODE, 4);
        assertThat(test.get(Aarch32Register.HSR)).isEqualTo(0x9200_0000L | iss);
    }

    @Test
    void breakpointInstructionsSaySoInTheDebugStatus() {
        test.at(Aarch32Mode.SUPERVISOR);
        test.faults(() -> test.pe.raise(ExceptionCause.BRK.encode(0)));
        assertThat(test.get(Aarch32Register.DBGDSCRint)).isEqualTo(3 << 2);
        assertThat(test.get(Aarch32Register.IFSR)).isEqualTo(2);
        assertThat(test.mode()).isEqualTo(Aarch32Mode.ABORT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 10, 11, 13, 0x10})
    void absentCoprocessorsAreUndefined(int number) {
        for (Aarch32Mode mode : List.of(Aarch32Mode.USER, Aarch32Mode.SUPERVISOR, Aarch32Mode.HYP)) {
            test.reset();
            test.at(mode);
            assertThat(isUndefined(() -> test.pe.raise(ExceptionCause.COPROCESSOR.encode(number))))
                    .isTrue();
            if (mode == Aarch32Mode.HYP) {
                long expected = switch (number) {
                    case 10, 11 -> 0x1fe0_000aL;
                    case 0x10 -> 0x1fe0_0020L;
                    default -> 0;
                };
                assertThat(test.get(Aarch32Register.HSR)).isEqualTo(expected);
            }
        }
    }

    @Test
    void callsGoToFirmwareWhereItAnswers() {
        Aarch32TestPe withoutEl2 = Aarch32TestPe.withoutEl2();
        assertThat(withoutEl2.faults(() -> withoutEl2.pe.raise(ExceptionCause.HVC.encode(0))))
                .isTrue();
        assertThat(withoutEl2.mode()).isEqualTo(Aarch32Mode.UNDEFINED);
        withoutEl2.reset();
        withoutEl2.pe.firmwareAttached(true);
        for (ExceptionCause call : List.of(ExceptionCause.HVC, ExceptionCause.SMC)) {
            try {
                withoutEl2.pe.raise(call.encode(0));
            } catch (GuestException e) {
                assertThat(withoutEl2.pe.take(e, 0x100, 4)).isEqualTo(Entry.FIRMWARE);
            }
            assertThat(withoutEl2.pc()).isEqualTo(0x104);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 2", "false, 1", "true, 1"})
    void misalignedInstructionAddressesArePrefetchAborts(boolean thumb, int offset) {
        long va = Aarch32TestPe.CODE + offset;
        test.at((thumb ? THUMB : 0) | MASKED | 0x13);
        test.pe.checkPcAlignment(va & (thumb ? ~1L : ~3L));
        assertThat(test.faults(() -> test.pe.checkPcAlignment(va))).isTrue();
        assertThat(test.get(Aarch32Register.IFSR)).isEqualTo(1);
        assertThat(test.get(Aarch32Register.IFAR)).isEqualTo(va);
        assertThat(test.pc()).isEqualTo(Aarch32TestPe.VBAR + 0xc);
    }

    @Test
    void exceptionReturnRestoresAllButReservedItStates() {
        test.at(0xf80f_0200L | 0x0600_fc00L | THUMB | MASKED | 0x12);
        assertThat(test.fullCpsr()).isEqualTo(0xf80f_0200L | 0x0600_fc00L | THUMB | MASKED | 0x12);
        test.reset();
        test.at(0xe0L >>> 2 << 10 | THUMB | MASKED | 0x12);
        assertThat(test.pe.registers()[RegisterFile.IT]).isZero();
        test.reset();
        test.at(0x0600_fc00L | MASKED | 0x12);
        assertThat(test.fullCpsr()).isEqualTo(MASKED | 0x12);
    }

    @ParameterizedTest
    @CsvSource({"0, 40080000", "20, 40080002"})
    void exceptionReturnAlignsTheAddressForTheInstructionSet(String state, String pc) {
        test.at(Aarch32Mode.SUPERVISOR);
        test.pe.exceptionReturn(0x4008_0003L, MASKED | 0x13 | Long.parseLong(state, 16));
        assertThat(test.pc()).isEqualTo(Long.parseLong(pc, 16));
    }

    /** DDI 0487, G1.14.4: to a higher level, to a mode that is not there, and to PL1 under HCR.TGE. */
    @ParameterizedTest
    @CsvSource({"13, 1a, false", "13, 16, false", "13, 05, false", "1a, 16, false", "1a, 13, true", "1a, 1f, true"})
    void illegalReturnsKeepTheModeAndSetIllegalExecutionState(String from, String to, boolean tge) {
        test.with(Aarch32Register.HCR, tge ? HcrEl2.TGE : 0);
        if (from.equals("13")) {
            test.at(Aarch32Mode.SUPERVISOR);
            test.pe.exceptionReturn(Aarch32TestPe.CODE, 0xf000_0000L | Long.parseLong(to, 16));
        } else {
            test.at(0xf000_0000L | Long.parseLong(to, 16));
        }
        assertThat(test.fullCpsr()).isEqualTo(0xf000_0000L | IL | Long.parseLong(from, 16));
        assertThat(test.pc()).isEqualTo(Aarch32TestPe.CODE);
    }

    @ParameterizedTest
    @EnumSource(Aarch32Mode.class)
    void returnsAreUndefinedWhereThereIsNothingToReturnFrom(Aarch32Mode mode) {
        boolean noSpsr = mode == Aarch32Mode.USER || mode == Aarch32Mode.SYSTEM;
        test.at(mode);
        assertThat(isUndefined(() -> test.pe.exceptionReturn(Aarch32TestPe.CODE, 0x1d0)))
                .isEqualTo(mode.el() != 1);
        test.reset();
        test.at(mode);
        if (!noSpsr) {
            test.pe.writeSystemRegister(SPSR, 0x1d0);
        }
        assertThat(isUndefined(test.pe::exceptionReturn)).isEqualTo(noSpsr);
    }

    @Test
    void exceptionReturnByLinkRegisterGoesWhereItSays() {
        test.at(Aarch32Mode.SUPERVISOR);
        test.pe.writeSystemRegister(SPSR, 0x1f0);
        test.pe.registers()[14] = 0x8001;
        test.pe.exceptionReturn();
        assertThat(test.pc()).isEqualTo(0x8000);
        assertThat(test.pe.instructionState()).isEqualTo(InstructionState.T32);
        assertThat(test.mode()).isEqualTo(Aarch32Mode.USER);
    }

    @Test
    void addressesWrapAtFourGigabytes() {
        test.at(Aarch32Mode.SUPERVISOR);
        test.ram.write(TestRam.BASE, 4, 0x1234_5678);
        assertThat(test.pe.dataAccess().load(TestRam.BASE + (1L << 32), 4)).isEqualTo(0x1234_5678);
        assertThat(test.pe.branchTarget(-4)).isEqualTo(0xffff_fffcL);
        test.pe.registers()[RegisterFile.PC] = (1L << 32) + 8;
        assertThat(test.pe.canonicalPc()).isEqualTo(8);
        assertThat(test.faults(() -> test.pe.dataAccess().load(0x1_7000_0000L, 4)))
                .isTrue();
        assertThat(test.get(Aarch32Register.DFAR)).isEqualTo(0x7000_0000L);
    }

    @Test
    void javaCodeInHypModeIsHandedTheExceptions() {
        test.pe.hypervisorAttached(true);
        test.at(Aarch32Mode.SUPERVISOR);
        try {
            test.pe.raise(ExceptionCause.HVC.encode(1));
        } catch (GuestException e) {
            assertThat(test.pe.take(e, Aarch32TestPe.CODE, 4)).isEqualTo(Entry.HYPERVISOR);
        }
        assertThat(test.pe.inHypervisor()).isTrue();
    }
}
