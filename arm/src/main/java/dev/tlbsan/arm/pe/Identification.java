package dev.tlbsan.arm.pe;

import java.util.Arrays;

/** The values of the identification registers: what this implementation is (DDI 0487, D17.2). */
final class Identification {
    private static final long MPIDR_RES1 = 1L << 31;
    /** EL0 and EL1 in AArch64 only; no floating point, no Advanced SIMD. */
    private static final long PFR0 = 0x00ff_0011;

    private static final long PFR0_EL2 = 0x100;
    /** Armv8 debug architecture: 6 breakpoints, 4 watchpoints, 2 that match contexts; no PMU. */
    private static final long DFR0 = 0x1030_5006;
    /** CRC32. */
    private static final long ISAR0 = 0x0001_0000;
    /** 16-bit ASIDs, little-endian only, granules of 4, 16 and 64 KiB; PARange is added. */
    private static final long MMFR0 = 0x0010_0020;

    /** AArch32: the programmers' model of Armv4 and later, and the Generic Timer. */
    private static final long PFR1 = 0x0001_0001;

    private static final long PFR1_VIRTUALIZATION = 0x1000;

    private static final int[] PA_RANGES = {32, 36, 40, 42, 44, 48};

    private static final long MMFR1_VMID16 = 0x20;
    private static final long DCZID_64_BYTES = 4;
    private static final long DCZID_DZP = 1L << 4;
    /** CCSIDR_EL1 of the level 1 data cache, the level 1 instruction cache and the unified level 2 cache. */
    private static final long[] CACHE_SIZES = {0x701f_e00aL, 0x201f_e012L, 0x70ff_e07aL};

    private Identification() {}

    /** Sets the registers whose value depends on the configuration. */
    static void reset(SystemRegisters registers, PeConfiguration configuration, long resetVector) {
        long mpidr = MPIDR_RES1 | configuration.index();
        registers.set(SystemRegister.MIDR_EL1, configuration.midr());
        registers.set(SystemRegister.MPIDR_EL1, mpidr);
        registers.set(SystemRegister.VPIDR_EL2, configuration.midr());
        registers.set(SystemRegister.VMPIDR_EL2, mpidr);
        if (configuration.aarch32()) {
            Aarch32Register.reset(registers);
            registers.set(SystemRegister.ID_PFR1_EL1, PFR1 | (configuration.el2() ? PFR1_VIRTUALIZATION : 0));
        } else {
            resetAarch64(registers, configuration, resetVector);
        }
    }

    private static void resetAarch64(SystemRegisters registers, PeConfiguration configuration, long resetVector) {
        registers.set(SystemRegister.ID_AA64PFR0_EL1, PFR0 | (configuration.el2() ? PFR0_EL2 : 0));
        registers.set(SystemRegister.ID_AA64DFR0_EL1, DFR0);
        registers.set(SystemRegister.ID_AA64ISAR0_EL1, ISAR0);
        registers.set(SystemRegister.ID_AA64MMFR0_EL1, MMFR0 | paRange(configuration));
        registers.set(SystemRegister.ID_AA64MMFR1_EL1, configuration.mmu().vmidBits() == 16 ? MMFR1_VMID16 : 0);
        registers.set(SystemRegister.DCZID_EL0, DCZID_64_BYTES);
        registers.set(SystemRegister.RVBAR_EL1, resetVector);
        registers.set(SystemRegister.RVBAR_EL2, resetVector);
    }

    private static int paRange(PeConfiguration configuration) {
        return Arrays.binarySearch(PA_RANGES, configuration.mmu().paBits());
    }

    /** CCSIDR_EL1 for a value of CSSELR_EL1; zero for a cache that does not exist. */
    static long cacheSize(long selector) {
        return selector < CACHE_SIZES.length ? CACHE_SIZES[(int) selector] : 0;
    }

    /** DCZID_EL0: the block size, and whether DC ZVA is prohibited. */
    static long zeroBlock(boolean prohibited) {
        return DCZID_64_BYTES | (prohibited ? DCZID_DZP : 0);
    }
}
