package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Aarch32Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Aarch32RegisterTest {
    /** Registers of Hyp mode whose names do not begin with H. */
    private static final Set<Aarch32Register> ALSO_HYP = EnumSet.of(
            Aarch32Register.VPIDR,
            Aarch32Register.VMPIDR,
            Aarch32Register.VTCR,
            Aarch32Register.VTTBR,
            Aarch32Register.CNTHCTL,
            Aarch32Register.CNTVOFF,
            Aarch32Register.CNTHP_TVAL,
            Aarch32Register.CNTHP_CTL,
            Aarch32Register.CNTHP_CVAL);

    private final Aarch32TestPe test = Aarch32TestPe.withEl2();

    private static boolean isHyp(Aarch32Register register) {
        return register.name().startsWith("H") || ALSO_HYP.contains(register);
    }

    private static boolean isUndefined(Runnable access) {
        try {
            access.run();
            return false;
        } catch (GuestException e) {
            return e.syndrome().exceptionClass() == ExceptionClass.UNKNOWN;
        }
    }

    @Test
    void everyEncodingLeadsBackToItsRegisterWhateverItsOperands() {
        for (Aarch32Register register : Aarch32Register.values()) {
            assertThat(Aarch32Register.of(Aarch32Operation.withRt(register.encoding(), 11)))
                    .isSameAs(register);
            assertThat(Aarch32Register.of(register.wideEncoding() | 0xf00f_0000))
                    .isSameAs(register);
            assertThat(Aarch32Register.named(register.name())).isSameAs(register);
        }
        assertThat(Aarch32Register.of(Aarch32Operation.register(15, 0, 1, 0, 7)))
                .isNull();
        assertThat(Aarch32Register.of(Aarch32Operation.encode(Aarch32Operation.STATUS, 0xf)))
                .isNull();
    }

    @Test
    void registersOfHypModeAreUndefinedElsewhere() {
        List<Aarch32Register> wrong = new ArrayList<>();
        Aarch32TestPe withoutEl2 = Aarch32TestPe.withoutEl2();
        test.at(Aarch32Mode.SUPERVISOR);
        for (Aarch32Register register : Aarch32Register.values()) {
            boolean here = isUndefined(() -> test.pe.read(register)) && isUndefined(() -> test.pe.write(register, 0));
            boolean there = isUndefined(() -> withoutEl2.pe.read(register));
            boolean writeOnly = register == Aarch32Register.DBGOSLAR;
            if (here != isHyp(register) || there != (isHyp(register) || writeOnly)) {
                wrong.add(register);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void onlyThreadRegistersTimersAndDebugStatusAreReadAtPl0() {
        test.with(Aarch32Register.CNTKCTL, 0x303).at(Aarch32Mode.USER);
        List<String> readable = new ArrayList<>();
        for (Aarch32Register register : Aarch32Register.values()) {
            if (!isUndefined(() -> test.pe.read(register))) {
                readable.add(register.name());
            }
        }
        assertThat(readable)
                .containsExactly(
                        "DBGDIDR",
                        "DBGDSCRint",
                        "DBGDTRRXint",
                        "DBGDRAR",
                        "DBGDSAR",
                        "TEEHBR",
                        "TPIDRURW",
                        "TPIDRURO",
                        "CNTFRQ",
                        "CNTPCT",
                        "CNTVCT",
                        "CNTP_TVAL",
                        "CNTP_CTL",
                        "CNTP_CVAL",
                        "CNTV_TVAL",
                        "CNTV_CTL",
                        "CNTV_CVAL");
        assertThat(isUndefined(() -> test.pe.write(Aarch32Register.TPIDRURW, 1)))
                .isFalse();
        assertThat(isUndefined(() -> test.pe.write(Aarch32Register.TPIDRURO, 1)))
                .isTrue();
        assertThat(isUndefined(() -> test.pe.write(Aarch32Register.CNTFRQ, 1))).isTrue();
    }

    /** What is read after all ones, and after all zeros, were written (DDI 0406C, B4.1). */
    @ParameterizedTest
    @CsvSource({
        "SCTLR, 72dd387f, 00c50058",
        "ACTLR, 0, 0",
        "CPACR, 0, 0",
        "TTBCR, bfc73f87, 0",
        "DFSR, 3eff, 0",
        "IFSR, 163f, 0",
        "VBAR, ffffffe0, 0",
        "CSSELR, f, 0",
        "TTBR0, ff00ffffffffff, 0",
        "HSCTLR, 72cd187f, 30c50858",
        "HCR, 6fffffff, 0",
        "HDCR, f00, 0",
        "HCPTR, 8000bfff, bfff",
        "HSTR, bfef, 0",
        "HTCR, 80803f07, 80800000",
        "VTCR, 80003fdf, 80000000",
        "HTTBR, ffffffffff, 0",
        "VTTBR, ff00ffffffffff, 0",
        "HPFAR, fffffff0, 0",
        "HVBAR, ffffffe0, 0",
        "DACR, ffffffff, 0",
        "CONTEXTIDR, ffffffff, 0",
        "FCSEIDR, 0, 0",
        "CNTV_CTL, 3, 0",
    })
    void reservedBitsReadAsTheyMust(Aarch32Register register, String ones, String zeros) {
        test.pe.write(register, -1);
        long read = test.pe.read(register) & ~(register == Aarch32Register.CNTV_CTL ? 4L : 0);
        assertThat(read).isEqualTo(Long.parseLong(ones, 16));
        test.pe.write(register, 0);
        assertThat(test.pe.read(register)).isEqualTo(Long.parseLong(zeros, 16));
    }

    @Test
    void theFieldsOfTtbcrAreThoseOfTheFormatThatItSelects() {
        test.pe.write(Aarch32Register.TTBCR, 0x7fff_ffff);
        assertThat(test.pe.read(Aarch32Register.TTBCR)).isEqualTo(0x37);
    }

    @Test
    void registersOfSixtyFourBitsAreWrittenByHalvesToo() {
        test.pe.write(Aarch32Register.TTBR0, 0x0012_0034_5678_9abcL);
        assertThat(test.pe.readSystemRegister(Aarch32Register.TTBR0.encoding())).isEqualTo(0x5678_9abcL);
        test.pe.writeSystemRegister(Aarch32Register.TTBR0.encoding(), 0xffff_0000L);
        assertThat(test.pe.read(Aarch32Register.TTBR0)).isEqualTo(0x0012_0034_ffff_0000L);
        test.pe.writeSystemRegister(Aarch32Register.PAR.wideEncoding(), 0x1234_5678_9abc_def0L);
        assertThat(test.pe.readSystemRegister(Aarch32Register.PAR.encoding())).isEqualTo(0x9abc_def0L);
    }

    @ParameterizedTest
    @CsvSource({"DFAR, IFAR, FAR_EL1", "MAIR0, MAIR1, MAIR_EL1", "HDFAR, HIFAR, FAR_EL2", "HMAIR0, HMAIR1, MAIR_EL2"})
    void twoRegistersAreTheHalvesOfOneOfAarch64(Aarch32Register low, Aarch32Register high, SystemRegister whole) {
        test.pe.write(low, 0x1111_2222);
        test.pe.write(high, 0xf333_4444L);
        assertThat(test.pe.peek(whole)).isEqualTo(0xf333_4444_1111_2222L);
        test.pe.write(low, 0xffff_ffffL);
        assertThat(test.pe.read(high)).isEqualTo(0xf333_4444L);
        assertThat(test.pe.read(low)).isEqualTo(0xffff_ffffL);
    }

    @ParameterizedTest
    @CsvSource({
        "DACR, DACR32_EL2",
        "IFSR, IFSR32_EL2",
        "DFSR, ESR_EL1",
        "TTBCR, TCR_EL1",
        "HSR, ESR_EL2",
        "TPIDRPRW, TPIDR_EL1",
        "TPIDRURW, TPIDR_EL0",
        "TPIDRURO, TPIDRRO_EL0",
        "HTPIDR, TPIDR_EL2",
        "CONTEXTIDR, CONTEXTIDR_EL1",
        "VTTBR, VTTBR_EL2",
        "HTTBR, TTBR0_EL2",
        "CNTVOFF, CNTVOFF_EL2",
        "CNTKCTL, CNTKCTL_EL1",
        "VPIDR, VPIDR_EL2",
    })
    void registersShareTheStorageThatTheArchitectureMapsThemTo(Aarch32Register register, SystemRegister storage) {
        test.pe.write(register, 0x35);
        assertThat(test.pe.peek(storage)).isEqualTo(0x35);
    }

    @Test
    void identificationIsThatOfAnArmv7ProcessingElementWithLpaeAndPerhapsHypMode() {
        assertThat(test.pe.read(Aarch32Register.MIDR)).isEqualTo(PeConfiguration.DEFAULT_AARCH32_MIDR);
        assertThat(test.pe.read(Aarch32Register.ID_PFR1)).isEqualTo(0x1_1001);
        assertThat(test.pe.read(Aarch32Register.ID_MMFR0) & 0xf).isEqualTo(5);
        assertThat(test.pe.read(Aarch32Register.ID_ISAR0) >>> 24 & 0xf).isEqualTo(2);
        assertThat(Aarch32TestPe.withoutEl2().pe.read(Aarch32Register.ID_PFR1)).isEqualTo(0x1_0001);
        assertThat(test.pe.readSystemRegister(Aarch32Operation.register(15, 0, 0, 0, 4)))
                .isEqualTo(PeConfiguration.DEFAULT_AARCH32_MIDR);
        assertThat(test.pe.readSystemRegister(Aarch32Operation.register(15, 0, 0, 5, 3)))
                .isZero();
        test.pe.write(Aarch32Register.CSSELR, 1);
        assertThat(test.pe.read(Aarch32Register.CCSIDR)).isEqualTo(0x201f_e012L);
    }

    @Test
    void guestsSeeTheIdentityThatHypModeGivesThem() {
        test.with(Aarch32Register.VPIDR, 0x411f_c0f0).with(Aarch32Register.VMPIDR, 0x8000_0003L);
        test.at(Aarch32Mode.SUPERVISOR);
        assertThat(test.pe.read(Aarch32Register.MIDR)).isEqualTo(0x411f_c0f0);
        assertThat(test.pe.read(Aarch32Register.MPIDR)).isEqualTo(0x8000_0003L);
    }

    @Test
    void timersAreThoseOfAarch64() {
        test.pe.timers().counter(() -> 0x1_0000_0100L);
        test.pe.write(Aarch32Register.CNTVOFF, 0x1_0000_0000L);
        assertThat(test.pe.read(Aarch32Register.CNTVCT)).isEqualTo(0x100);
        assertThat(test.pe.read(Aarch32Register.CNTPCT)).isEqualTo(0x1_0000_0100L);
        test.pe.write(Aarch32Register.CNTV_TVAL, 0x10);
        assertThat(test.pe.read(Aarch32Register.CNTV_CVAL)).isEqualTo(0x110);
        test.pe.write(Aarch32Register.CNTP_CVAL, 0x1_0000_0000L);
        test.pe.write(Aarch32Register.CNTP_CTL, 1);
        assertThat(test.pe.read(Aarch32Register.CNTP_CTL)).isEqualTo(5);
        assertThat(test.pe.read(Aarch32Register.CNTP_TVAL)).isEqualTo(0xffff_ff00L);
        assertThat(test.pe.timers().asserted(GenericTimer.Timer.EL1_PHYSICAL)).isTrue();
    }

    @Test
    void counterFrequencyIsWrittenAtTheHighestLevelOnly() {
        test.pe.write(Aarch32Register.CNTFRQ, 1000);
        test.at(Aarch32Mode.SUPERVISOR);
        assertThat(test.pe.read(Aarch32Register.CNTFRQ)).isEqualTo(1000);
        assertThat(isUndefined(() -> test.pe.write(Aarch32Register.CNTFRQ, 1))).isTrue();
    }

    @Test
    void hypervisorBitsMakeVirtualInterruptsPendingAtOnce() {
        test.with(Aarch32Register.HCR, HcrEl2.IMO | HcrEl2.VI);
        assertThat(test.pe.interruptPending()).isFalse();
        test.at(Aarch32Mode.USER.number());
        assertThat(test.pe.takePendingInterrupt()).isTrue();
        assertThat(test.mode()).isEqualTo(Aarch32Mode.IRQ);
        assertThat(test.pe.read(Aarch32Register.ISR)).isEqualTo(0x80);
    }

    @Test
    void theOsLockIsSetByItsKeyOnly() {
        test.pe.write(Aarch32Register.DBGOSLAR, 0xc5ac_ce55L);
        assertThat(test.pe.read(Aarch32Register.DBGOSLSR)).isEqualTo(0b1010);
        test.pe.write(Aarch32Register.DBGOSLAR, 1);
        assertThat(test.pe.read(Aarch32Register.DBGOSLSR)).isEqualTo(0b1000);
        test.pe.write(Aarch32Register.DBGCLAIMSET, 0x15);
        test.pe.write(Aarch32Register.DBGCLAIMCLR, 0x10);
        assertThat(test.pe.read(Aarch32Register.DBGCLAIMCLR)).isEqualTo(5);
    }
}
