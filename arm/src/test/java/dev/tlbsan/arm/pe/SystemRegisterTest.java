package dev.tlbsan.arm.pe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.mmu.MmuConfiguration;
import dev.tlbsan.arm.mmu.TlbMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemRegisterTest {
    private final TestPe test = TestPe.withEl2();

    @Test
    void namesEncodingsAndAccessesAreThoseOfTheGnuAssembler() {
        Set<String> seen = new HashSet<>();
        for (String[] fields : RecordedLines.of("binutils-registers.txt")) {
            SystemRegister register = SystemRegister.valueOf(fields[0]);
            int encoding = Integer.parseUnsignedInt(fields[1], 16) >>> 5 & 0xffff;
            assertThat(register.encoding()).as(fields[0]).isEqualTo(encoding);
            assertThat(SystemRegister.of(SystemOperation.withRt(encoding, 17))).isSameAs(register);
            boolean readable = register.readableFrom() < RegisterTraits.NEVER;
            boolean writable = register.writableFrom() < RegisterTraits.NEVER;
            if (register != SystemRegister.DBGDTRRX_EL0) {
                String access = readable ? writable ? "rw" : "ro" : "wo";
                assertThat(access).as(fields[0]).isEqualTo(fields[2]);
            }
            seen.add(fields[0]);
        }
        assertThat(seen).hasSize(SystemRegister.values().length);
    }

    @Test
    void everyRegisterIsUndefinedBelowTheLevelInItsName() {
        List<SystemRegister> wrong = new ArrayList<>();
        for (SystemRegister register : SystemRegister.values()) {
            int lowest = lowestEl(register);
            for (int el = 0; el < lowest; el++) {
                test.reset();
                test.at(el);
                if (!isUndefined(() -> test.pe.read(register)) || !isUndefined(() -> test.pe.write(register, 0))) {
                    wrong.add(register);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The name says from where it may be accessed; those whose names do not are listed. */
    private static int lowestEl(SystemRegister register) {
        return switch (register) {
            case NZCV, DAIF -> 0;
            case SPSel, CurrentEL, SP_EL0 -> 1;
            case SP_EL1, SPSR_irq, SPSR_abt, SPSR_und, SPSR_fiq -> 2;
            default -> register.name().charAt(register.name().length() - 1) - '0';
        };
    }

    private boolean isUndefined(Runnable access) {
        try {
            access.run();
            return false;
        } catch (GuestException e) {
            return e.syndrome().exceptionClass() == ExceptionClass.UNKNOWN;
        }
    }

    @Test
    void encodingsWithoutARegisterAreUndefined() {
        int encoding = SystemOperation.encode(3, 0, 9, 0, 5);
        assertThat(isUndefined(() -> test.pe.readSystemRegister(encoding))).isTrue();
        assertThat(isUndefined(() -> test.pe.writeSystemRegister(encoding, 0))).isTrue();
    }

    @Test
    void theReservedIdSpaceReadsAsZeroAndIsReadOnly() {
        int encoding = SystemOperation.encode(3, 0, 0, 4, 5);
        assertThat(test.pe.readSystemRegister(encoding)).isZero();
        assertThat(isUndefined(() -> test.pe.writeSystemRegister(encoding, 0))).isTrue();
        test.at(1).with(SystemRegister.HCR_EL2, HcrEl2.TID3);
        assertThatThrownBy(() -> test.pe.readSystemRegister(encoding)).isInstanceOf(GuestException.class);
    }

    @Test
    void implementationDefinedEncodingsTrapUnderTidcpAndAreUndefinedOtherwise() {
        int register = SystemOperation.encode(3, 1, 15, 2, 0);
        int operation = SystemOperation.encode(1, 1, 11, 2, 0);
        test.at(1);
        assertThat(isUndefined(() -> test.pe.readSystemRegister(register))).isTrue();
        assertThat(isUndefined(() -> test.pe.system(operation, 0))).isTrue();
        test.with(SystemRegister.HCR_EL2, HcrEl2.TIDCP);
        assertThat(test.outcomeOf(() -> test.pe.readSystemRegister(register))).isEqualTo("2:62307c05:0");
        test.at(1);
        assertThat(test.outcomeOf(() -> test.pe.system(operation, 0))).isEqualTo("2:62106c04:0");
        test.at(0);
        assertThat(isUndefined(() -> test.pe.readSystemRegister(register))).isTrue();
    }

    @Test
    void guestsReadTheVirtualIdentification() {
        test.with(SystemRegister.VPIDR_EL2, 0x1234).with(SystemRegister.VMPIDR_EL2, 0x8000_0007L);
        assertThat(test.pe.read(SystemRegister.MIDR_EL1)).isEqualTo(PeConfiguration.DEFAULT_MIDR);
        assertThat(test.pe.read(SystemRegister.MPIDR_EL1)).isEqualTo(0x8000_0000L);
        test.at(1);
        assertThat(test.pe.read(SystemRegister.MIDR_EL1)).isEqualTo(0x1234);
        assertThat(test.pe.read(SystemRegister.MPIDR_EL1)).isEqualTo(0x8000_0007L);
    }

    @Test
    void identificationSaysWhatIsImplemented() {
        assertThat(test.pe.read(SystemRegister.ID_AA64PFR0_EL1)).isEqualTo(0x00ff_0111);
        assertThat(test.pe.read(SystemRegister.ID_AA64MMFR0_EL1)).isEqualTo(0x0010_0025);
        assertThat(test.pe.read(SystemRegister.ID_AA64MMFR1_EL1)).isEqualTo(0x20);
        assertThat(test.pe.read(SystemRegister.ID_AA64ISAR0_EL1)).isEqualTo(0x1_0000);
        TestPe withoutEl2 = TestPe.withoutEl2();
        assertThat(withoutEl2.pe.read(SystemRegister.ID_AA64PFR0_EL1)).isEqualTo(0x00ff_0011);
    }

    @Test
    void identificationFollowsTheConfiguration() {
        var mmu = new MmuConfiguration(40, 8, TlbMode.COHERENT);
        var configuration = new PeConfiguration(3, true, mmu, 0x411f_d070L, false);
        var pe = new ProcessingElement(configuration, new Cluster(new TestRam()));
        assertThat(pe.read(SystemRegister.MIDR_EL1)).isEqualTo(0x411f_d070L);
        assertThat(pe.read(SystemRegister.MPIDR_EL1)).isEqualTo(0x8000_0003L);
        assertThat(pe.read(SystemRegister.ID_AA64MMFR0_EL1)).isEqualTo(0x0010_0022);
        assertThat(pe.read(SystemRegister.ID_AA64MMFR1_EL1)).isZero();
        assertThatThrownBy(() -> new PeConfiguration(256, true, mmu, 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PE index 256 is not in 0..255");
    }

    @Test
    void theCacheSizeRegisterFollowsTheSelector() {
        Set<Long> sizes = new HashSet<>();
        for (int selector = 0; selector < 3; selector++) {
            test.pe.write(SystemRegister.CSSELR_EL1, selector);
            sizes.add(test.pe.read(SystemRegister.CCSIDR_EL1));
        }
        assertThat(sizes).hasSize(3).doesNotContain(0L);
        test.pe.write(SystemRegister.CSSELR_EL1, 3);
        assertThat(test.pe.read(SystemRegister.CCSIDR_EL1)).isZero();
    }

    @Test
    void zeroingIsReportedProhibitedWhereItTraps() {
        test.with(SystemRegister.HCR_EL2, HcrEl2.TDZ).with(SystemRegister.SCTLR_EL1, 0);
        assertThat(test.pe.read(SystemRegister.DCZID_EL0)).isEqualTo(4);
        test.at(1);
        assertThat(test.pe.read(SystemRegister.DCZID_EL0)).isEqualTo(0x14);
        test.with(SystemRegister.HCR_EL2, 0);
        assertThat(test.pe.read(SystemRegister.DCZID_EL0)).isEqualTo(4);
        test.at(0);
        assertThat(test.pe.read(SystemRegister.DCZID_EL0)).isEqualTo(0x14);
    }

    @Test
    void theOsLockIsSetAtResetAndFollowsItsAccessRegister() {
        assertThat(test.pe.read(SystemRegister.OSLSR_EL1)).isEqualTo(0b1010);
        test.pe.write(SystemRegister.OSLAR_EL1, 0);
        assertThat(test.pe.read(SystemRegister.OSLSR_EL1)).isEqualTo(0b1000);
        test.pe.write(SystemRegister.OSLAR_EL1, 1);
        assertThat(test.pe.read(SystemRegister.OSLSR_EL1)).isEqualTo(0b1010);
    }

    @Test
    void claimTagsAreSetAndClearedOneByOne() {
        assertThat(test.pe.read(SystemRegister.DBGCLAIMSET_EL1)).isEqualTo(0xff);
        test.pe.write(SystemRegister.DBGCLAIMSET_EL1, 0x105);
        test.pe.write(SystemRegister.DBGCLAIMSET_EL1, 0x2);
        test.pe.write(SystemRegister.DBGCLAIMCLR_EL1, 0x1);
        assertThat(test.pe.read(SystemRegister.DBGCLAIMCLR_EL1)).isEqualTo(0x6);
    }

    @Test
    void stackPointerZeroIsUndefinedWhileInUse() {
        test.at(1, false);
        assertThat(isUndefined(() -> test.pe.read(SystemRegister.SP_EL0))).isTrue();
        test.at(1, true);
        test.pe.write(SystemRegister.SP_EL0, 0x1000);
        assertThat(test.pe.read(SystemRegister.SP_EL0)).isEqualTo(0x1000);
    }

    @Test
    void theResetVectorIsReadOnlyAtTheHighestLevel() {
        assertThat(test.pe.read(SystemRegister.RVBAR_EL2)).isEqualTo(TestPe.CODE);
        assertThat(isUndefined(() -> test.pe.read(SystemRegister.RVBAR_EL1))).isTrue();
        assertThat(TestPe.withoutEl2().pe.read(SystemRegister.RVBAR_EL1)).isEqualTo(TestPe.CODE);
    }

    @Test
    void theCounterFrequencyIsWritableAtTheHighestLevelOnly() {
        test.at(1);
        assertThat(isUndefined(() -> test.pe.write(SystemRegister.CNTFRQ_EL0, 1)))
                .isTrue();
        assertThat(test.pe.read(SystemRegister.CNTFRQ_EL0)).isEqualTo(62_500_000);
        TestPe withoutEl2 = TestPe.withoutEl2();
        withoutEl2.pe.write(SystemRegister.CNTFRQ_EL0, 24_000_000);
        assertThat(withoutEl2.pe.read(SystemRegister.CNTFRQ_EL0)).isEqualTo(24_000_000);
    }

    @Test
    void registersOfEl2AreUndefinedWithoutEl2() {
        TestPe withoutEl2 = TestPe.withoutEl2();
        for (SystemRegister register : SystemRegister.values()) {
            if (register.name().endsWith("_EL2")) {
                assertThat(isUndefined(() -> withoutEl2.pe.read(register)))
                        .as(register.name())
                        .isTrue();
            }
        }
    }
}
