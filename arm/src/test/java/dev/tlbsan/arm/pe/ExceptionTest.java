package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.mmu.TranslationFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExceptionTest {
    private static final long FAR = 0x1234_5678_9abcL;
    private static final TranslationFault STAGE_1 =
            new TranslationFault(TranslationFault.Kind.TRANSLATION, 3, 1, false, 0);

    private final TestPe test = TestPe.withEl2();

    private Runnable raise(ExceptionCause cause, int imm16) {
        return () -> test.pe.raise(cause.encode(imm16));
    }

    @ParameterizedTest(name = "from EL{0} with SPSel {1} to EL{2}")
    @CsvSource({
        "0, false, 1, 10400",
        "1, false, 1, 10000",
        "1, true, 1, 10200",
        "2, false, 2, 20000",
        "2, true, 2, 20200",
    })
    void aSupervisorCallEntersTheVectorOfItsOrigin(int from, boolean spSel, int to, String vector) {
        test.at(from, spSel);
        assertThat(test.outcomeOf(raise(ExceptionCause.SVC, 0xbeef))).isEqualTo(to + ":5600beef:4");
        assertThat(test.pc()).isEqualTo(Long.parseLong(vector, 16));
    }

    @ParameterizedTest(name = "from EL{0}")
    @CsvSource({"0, 20400", "1, 20400", "2, 20200"})
    void aTrapToEl2EntersTheVectorOfItsOrigin(int from, String vector) {
        test.at(from);
        Runnable trap = () -> {
            throw Syndromes.wait(true, Syndrome.Target.EL2);
        };
        assertThat(test.outcomeOf(trap)).isEqualTo("2:7e00001:0");
        assertThat(test.pc()).isEqualTo(Long.parseLong(vector, 16));
    }

    @Test
    void entrySavesTheProcessStateAndMasksInterrupts() {
        test.at(1, false);
        test.pe.state().interruptMasks(Pstate.I | Pstate.D);
        test.pe.registers()[RegisterFile.NZCV] = 0xa000_0000L;
        test.faults(raise(ExceptionCause.SVC, 0));
        assertThat(test.get(SystemRegister.SPSR_EL1)).isEqualTo(0xa000_0284L);
        assertThat(test.pe.read(SystemRegister.DAIF)).isEqualTo(0x3c0);
        assertThat(test.pe.read(SystemRegister.SPSel)).isEqualTo(1);
        assertThat(test.pe.read(SystemRegister.CurrentEL)).isEqualTo(4);
    }

    @Test
    void eachLevelHasItsOwnStackPointer() {
        for (int number = 0; number < 3; number++) {
            test.at(2, number == 2);
            test.pe.state().stackPointer(number, 0x1000L * (number + 1));
        }
        assertThat(test.pe.registers()[RegisterFile.SP]).isEqualTo(0x3000);
        test.at(0);
        assertThat(test.pe.registers()[RegisterFile.SP]).isEqualTo(0x1000);
        test.pe.registers()[RegisterFile.SP] = 0x1008;
        test.faults(raise(ExceptionCause.SVC, 0));
        assertThat(test.pe.registers()[RegisterFile.SP]).isEqualTo(0x2000);
        assertThat(test.pe.read(SystemRegister.SP_EL0)).isEqualTo(0x1008);
        test.pe.writePstate(5 | 0 << 3);
        assertThat(test.pe.registers()[RegisterFile.SP]).isEqualTo(0x1008);
    }

    @Test
    void generalExceptionsOfEl0GoToEl2UnderTge() {
        test.with(SystemRegister.HCR_EL2, HcrEl2.TGE).at(0);
        assertThat(test.outcomeOf(raise(ExceptionCause.SVC, 1))).isEqualTo("2:56000001:4");
        test.at(0);
        assertThat(test.outcomeOf(raise(ExceptionCause.UNDEFINED, 0))).isEqualTo("2:2000000:0");
    }

    @Test
    void hypervisorCallsNeedEl1AndEl2AndNoHcd() {
        test.at(0);
        assertThat(test.outcomeOf(raise(ExceptionCause.HVC, 7))).isEqualTo("1:2000000:0");
        test.at(1);
        assertThat(test.outcomeOf(raise(ExceptionCause.HVC, 7))).isEqualTo("2:5a000007:4");
        test.at(2);
        assertThat(test.outcomeOf(raise(ExceptionCause.HVC, 7))).isEqualTo("2:5a000007:4");
        test.with(SystemRegister.HCR_EL2, HcrEl2.HCD).at(1);
        assertThat(test.outcomeOf(raise(ExceptionCause.HVC, 7))).isEqualTo("1:2000000:0");
        TestPe withoutEl2 = TestPe.withoutEl2();
        assertThat(withoutEl2.outcomeOf(() -> withoutEl2.pe.raise(ExceptionCause.HVC.encode(7))))
                .isEqualTo("1:2000000:0");
    }

    @Test
    void monitorCallsAreUndefinedUnlessTrapped() {
        test.at(1);
        assertThat(test.outcomeOf(raise(ExceptionCause.SMC, 9))).isEqualTo("1:2000000:0");
        test.with(SystemRegister.HCR_EL2, HcrEl2.TSC).at(1);
        assertThat(test.outcomeOf(raise(ExceptionCause.SMC, 9))).isEqualTo("2:5e000009:0");
        test.at(0);
        assertThat(test.outcomeOf(raise(ExceptionCause.SMC, 9))).isEqualTo("1:2000000:0");
    }

    @Test
    void firmwareAnswersMonitorCallsWithoutAnException() {
        test.pe.firmwareAttached(true);
        for (int el = 1; el <= 2; el++) {
            test.at(el);
            assertThat(entryOf(test.pe, ExceptionCause.SMC)).isEqualTo(Entry.FIRMWARE);
            assertThat(test.pc()).isEqualTo(TestPe.CODE + 4);
            assertThat(test.pe.currentEl()).isEqualTo(el);
        }
        test.with(SystemRegister.HCR_EL2, HcrEl2.TSC).at(1);
        assertThat(entryOf(test.pe, ExceptionCause.SMC)).isEqualTo(Entry.VECTOR);
        assertThat(test.pe.currentEl()).isEqualTo(2);
    }

    @Test
    void firmwareAnswersHypervisorCallsOnlyWithoutEl2() {
        test.pe.firmwareAttached(true);
        test.at(1);
        assertThat(entryOf(test.pe, ExceptionCause.HVC)).isEqualTo(Entry.VECTOR);
        TestPe withoutEl2 = TestPe.withoutEl2();
        withoutEl2.pe.firmwareAttached(true);
        assertThat(entryOf(withoutEl2.pe, ExceptionCause.HVC)).isEqualTo(Entry.FIRMWARE);
    }

    private static Entry entryOf(ProcessingElement pe, ExceptionCause cause) {
        try {
            pe.raise(cause.encode(0));
        } catch (GuestException e) {
            return pe.take(e, TestPe.CODE, 4);
        }
        throw new AssertionError(cause + " did not raise");
    }

    @Test
    void anAttachedHypervisorIsEnteredArchitecturallyAndReturnsByEret() {
        test.pe.hypervisorAttached(true);
        test.at(1);
        assertThat(test.pe.inHypervisor()).isFalse();
        assertThat(entryOf(test.pe, ExceptionCause.HVC)).isEqualTo(Entry.HYPERVISOR);
        assertThat(test.pe.inHypervisor()).isTrue();
        assertThat(test.pe.read(SystemRegister.ESR_EL2)).isEqualTo(0x5a00_0000L);
        assertThat(test.pe.read(SystemRegister.ELR_EL2)).isEqualTo(TestPe.CODE + 4);
        test.pe.exceptionReturn();
        assertThat(test.pe.inHypervisor()).isFalse();
        assertThat(test.pe.currentEl()).isEqualTo(1);
        assertThat(test.pc()).isEqualTo(TestPe.CODE + 4);
        assertThat(entryOf(test.pe, ExceptionCause.SVC)).isEqualTo(Entry.VECTOR);
    }

    @ParameterizedTest
    @CsvSource({"0, 92000047", "1, 96000047"})
    void abortsReportTheirAddressAndWhetherTheyComeFromBelow(int from, String esr) {
        test.at(from);
        Runnable store = () -> {
            throw Aborts.data(FAR, STAGE_1, Aborts.WRITE);
        };
        assertThat(test.outcomeOf(store)).isEqualTo("1:" + esr + ":0");
        assertThat(test.get(SystemRegister.FAR_EL1)).isEqualTo(FAR);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 82000007", "1, 1, 86000007", "2, 2, 86000007"})
    void instructionAbortsLikewise(int from, int to, String esr) {
        test.at(from);
        Runnable fetch = () -> {
            throw Aborts.instruction(FAR, STAGE_1);
        };
        assertThat(test.outcomeOf(fetch)).isEqualTo(to + ":" + esr + ":0");
        SystemRegister far = to == 2 ? SystemRegister.FAR_EL2 : SystemRegister.FAR_EL1;
        assertThat(test.get(far)).isEqualTo(FAR);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void stage2FaultsGoToEl2WithTheIntermediateAddress(int from) {
        var fault = new TranslationFault(TranslationFault.Kind.PERMISSION, 2, 2, true, 0x8765_4321_0abcL);
        test.at(from);
        Runnable load = () -> {
            throw Aborts.data(FAR, fault, 0);
        };
        assertThat(test.outcomeOf(load)).isEqualTo("2:9200008e:0");
        assertThat(test.get(SystemRegister.FAR_EL2)).isEqualTo(FAR);
        assertThat(test.get(SystemRegister.HPFAR_EL2)).isEqualTo(0x87_6543_2100L);
    }

    @Test
    void otherExceptionsLeaveTheFaultAddressAlone() {
        test.with(SystemRegister.FAR_EL1, FAR).at(1);
        test.faults(raise(ExceptionCause.SVC, 0));
        assertThat(test.get(SystemRegister.FAR_EL1)).isEqualTo(FAR);
    }

    @Test
    void aMisalignedProgramCounterFaultsWithItsAddress() {
        test.at(1);
        test.pe.checkPcAlignment(TestPe.CODE);
        for (int low = 1; low < 4; low++) {
            long va = TestPe.CODE + low;
            test.at(1);
            assertThat(test.outcomeOf(() -> test.pe.checkPcAlignment(va))).isEqualTo("1:8a000000:0");
            assertThat(test.get(SystemRegister.FAR_EL1)).isEqualTo(va);
        }
    }

    @ParameterizedTest(name = "EL{0} checks by {1} bit {2}")
    @CsvSource({"0, SCTLR_EL1, 4", "1, SCTLR_EL1, 3", "2, SCTLR_EL2, 3"})
    void aMisalignedStackPointerFaultsWhereItIsChecked(int el, SystemRegister sctlr, int bit) {
        test.at(el);
        test.pe.registers()[RegisterFile.SP] = 0x1008;
        test.with(sctlr, ~(1L << bit) & 0x18);
        assertThat(test.faults(test.pe::checkStackAlignment)).isFalse();
        test.with(sctlr, 1L << bit);
        assertThat(test.outcomeOf(test.pe::checkStackAlignment)).isEqualTo(Math.max(el, 1) + ":9a000000:0");
        test.at(el);
        test.pe.registers()[RegisterFile.SP] = 0x1010;
        assertThat(test.faults(test.pe::checkStackAlignment)).isFalse();
    }

    @Test
    void exceptionReturnIsUndefinedAtEl0() {
        test.at(0);
        assertThat(test.outcomeOf(test.pe::exceptionReturn)).isEqualTo("1:2000000:0");
    }

    @Test
    void exceptionReturnRefusesAarch32() {
        test.with(SystemRegister.SPSR_EL2, 0x1d3).with(SystemRegister.ELR_EL2, 0x1000);
        test.pe.exceptionReturn();
        assertThat(test.pe.illegalState()).isTrue();
        assertThat(test.pe.currentEl()).isEqualTo(2);
        assertThat(test.pc()).isEqualTo(0x1000);
    }

    @ParameterizedTest(name = "EL{0}, TBI0 {1}, TBI1 {2}: {3} leads to {4}")
    @CsvSource({
        "0, 0, 0, aa00000000001000, aa00000000001000",
        "0, 1, 0, aa00000000001000, 0000000000001000",
        "1, 1, 0, aaffffffffff1000, aaffffffffff1000",
        "1, 0, 1, aaffffffffff1000, ffffffffffff1000",
        "1, 0, 1, aa00000000001000, aa00000000001000",
        "2, 1, 1, aaffffffffff1000, 00ffffffffff1000",
        "2, 0, 1, aaffffffffff1000, aaffffffffff1000",
    })
    void branchesDropTagsWhereTagsAreIgnored(int el, long tbi0, long tbi1, String from, String to) {
        test.with(SystemRegister.TCR_EL1, tbi0 << 37 | tbi1 << 38).with(SystemRegister.TCR_EL2, tbi0 << 20);
        test.at(el);
        assertThat(test.pe.branchTarget(Long.parseUnsignedLong(from, 16))).isEqualTo(Long.parseUnsignedLong(to, 16));
    }

    @Test
    void onlySpselAndDaifAreWritableByImmediate() {
        test.at(1);
        for (int op1 = 0; op1 < 8; op1++) {
            for (int op2 = 0; op2 < 8; op2++) {
                boolean exists = (op1 == 0 && op2 == 5) || (op1 == 3 && (op2 == 6 || op2 == 7));
                int encoding = op1 << 11 | 4 << 7 | 1 << 3 | op2;
                test.at(1);
                assertThat(test.faults(() -> test.pe.writePstate(encoding))).isEqualTo(!exists);
            }
        }
    }
}
