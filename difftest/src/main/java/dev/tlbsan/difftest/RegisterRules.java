package dev.tlbsan.difftest;

import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.pe.SystemRegister;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What generated cases may do to system registers: {@code payload/README.md}, "What a case must not do". */
final class RegisterRules {
    /** The bits of a value that both machines keep, for the registers that EL0 and above may write. */
    private static final Map<SystemRegister, Long> FROM_EL0 = new EnumMap<>(Map.of(
            SystemRegister.TPIDR_EL0, -1L, //
            SystemRegister.NZCV, 0xf000_0000L,
            SystemRegister.DAIF, 0x3c0L));

    private static final Map<SystemRegister, Long> FROM_EL1 = new EnumMap<>(Map.ofEntries(
            Map.entry(SystemRegister.TPIDRRO_EL0, -1L),
            Map.entry(SystemRegister.TPIDR_EL1, -1L),
            Map.entry(SystemRegister.CONTEXTIDR_EL1, 0xffff_ffffL),
            Map.entry(SystemRegister.ESR_EL1, 0xffff_ffffL),
            Map.entry(SystemRegister.FAR_EL1, -1L),
            Map.entry(SystemRegister.PAR_EL1, 0xff00_ffff_ffff_ffffL),
            Map.entry(SystemRegister.SPSR_EL1, 0xf010_03cfL),
            Map.entry(SystemRegister.SP_EL0, -1L),
            Map.entry(SystemRegister.SPSel, 1L),
            Map.entry(SystemRegister.CSSELR_EL1, 3L),
            Map.entry(SystemRegister.AFSR0_EL1, -1L),
            Map.entry(SystemRegister.AFSR1_EL1, -1L),
            Map.entry(SystemRegister.AMAIR_EL1, -1L),
            Map.entry(SystemRegister.CNTKCTL_EL1, 0x303L),
            Map.entry(SystemRegister.CPACR_EL1, 0x30_0000L)));

    private static final Map<SystemRegister, Long> FROM_EL2 = new EnumMap<>(Map.ofEntries(
            Map.entry(SystemRegister.SP_EL1, -1L),
            Map.entry(SystemRegister.TPIDR_EL2, -1L),
            Map.entry(SystemRegister.ESR_EL2, 0xffff_ffffL),
            Map.entry(SystemRegister.FAR_EL2, -1L),
            Map.entry(SystemRegister.HPFAR_EL2, 0xf_ffff_fff0L),
            Map.entry(SystemRegister.VPIDR_EL2, 0xffff_ffffL),
            Map.entry(SystemRegister.VMPIDR_EL2, 0xff_c1ff_ffffL),
            Map.entry(SystemRegister.CNTVOFF_EL2, -1L),
            Map.entry(SystemRegister.CNTHCTL_EL2, 3L),
            Map.entry(SystemRegister.HACR_EL2, -1L),
            Map.entry(SystemRegister.AFSR0_EL2, -1L),
            Map.entry(SystemRegister.AFSR1_EL2, -1L),
            Map.entry(SystemRegister.AMAIR_EL2, -1L),
            Map.entry(SystemRegister.HCR_EL2, 0x1_dfff_ffffL),
            Map.entry(SystemRegister.CPTR_EL2, 0x8000_0000L),
            Map.entry(SystemRegister.SCTLR_EL1, 0x040d_d21fL),
            Map.entry(SystemRegister.TCR_EL1, 0x7f_ffbf_ffbfL),
            Map.entry(SystemRegister.TTBR0_EL1, 0xffff_0000_1fff_fffeL),
            Map.entry(SystemRegister.TTBR1_EL1, 0xffff_0000_1fff_fffeL),
            Map.entry(SystemRegister.MAIR_EL1, -1L),
            Map.entry(SystemRegister.VTCR_EL2, 0x7_ffffL),
            Map.entry(SystemRegister.VTTBR_EL2, 0xff_0000_1fff_fffeL),
            Map.entry(SystemRegister.VBAR_EL1, ~0x7ffL)));

    private static final long HCR_RW = 1L << 31;
    private static final long ABSENT_MEMORY = 0x6000_0000L;
    private static final List<Map<SystemRegister, Long>> BY_LEVEL = List.of(FROM_EL0, FROM_EL1, FROM_EL2);

    /** Registers that say what the implementation is, or count, or that cases cannot reset: their values may differ. */
    private static final Set<SystemRegister> INCOMPARABLE = EnumSet.of(
            SystemRegister.MIDR_EL1,
            SystemRegister.MPIDR_EL1,
            SystemRegister.VPIDR_EL2,
            SystemRegister.VMPIDR_EL2,
            SystemRegister.CCSIDR_EL1,
            SystemRegister.CLIDR_EL1,
            SystemRegister.CTR_EL0,
            SystemRegister.MDCR_EL2,
            SystemRegister.RVBAR_EL1,
            SystemRegister.RVBAR_EL2,
            SystemRegister.MDRAR_EL1,
            SystemRegister.MDCCINT_EL1,
            SystemRegister.ACTLR_EL1,
            SystemRegister.ACTLR_EL2,
            SystemRegister.CNTFRQ_EL0);

    /** Registers of the architecture that QEMU leaves out. */
    private static final Set<SystemRegister> ABSENT = EnumSet.of(
            SystemRegister.OSECCR_EL1,
            SystemRegister.OSDTRRX_EL1,
            SystemRegister.OSDTRTX_EL1,
            SystemRegister.DBGPRCR_EL1,
            SystemRegister.DBGDTR_EL0,
            SystemRegister.DBGDTRRX_EL0,
            SystemRegister.DBGCLAIMSET_EL1,
            SystemRegister.DBGCLAIMCLR_EL1,
            SystemRegister.DBGAUTHSTATUS_EL1);

    /** Registers that only an implementation with AArch32 beside AArch64 has, which QEMU's is and ours not. */
    private static final Set<SystemRegister> OF_AARCH32 = EnumSet.of(
            SystemRegister.DACR32_EL2,
            SystemRegister.IFSR32_EL2,
            SystemRegister.SPSR_irq,
            SystemRegister.SPSR_abt,
            SystemRegister.SPSR_und,
            SystemRegister.SPSR_fiq);

    private RegisterRules() {}

    /** The registers that both machines have. */
    static List<SystemRegister> common() {
        Set<SystemRegister> common = EnumSet.allOf(SystemRegister.class);
        common.removeAll(ABSENT);
        common.removeAll(OF_AARCH32);
        return List.copyOf(common);
    }

    /** Whether both machines read the same value. */
    static boolean isComparable(SystemRegister register) {
        String name = register.name();
        return !INCOMPARABLE.contains(register)
                && !name.startsWith("ID_")
                && !name.startsWith("MVFR")
                && !name.startsWith("REVIDR")
                && !name.startsWith("AIDR")
                && !name.startsWith("DBG")
                && !name.startsWith("OS")
                && !name.contains("VAL_EL")
                && !name.contains("CT_EL0");
    }

    /** The registers that a case at an Exception level may write, with the bits that both machines keep. */
    static List<Map.Entry<SystemRegister, Long>> writable(int level) {
        return BY_LEVEL.subList(0, level + 1).stream()
                .flatMap(registers -> registers.entrySet().stream())
                .toList();
    }

    /**
     * A value to write. We have no AArch32, so HCR_EL2.RW is always one; tables lie where neither machine has memory,
     * since a later AT may look for them.
     */
    static long value(Map.Entry<SystemRegister, Long> register, long proposal) {
        long ones = switch (register.getKey()) {
            case HCR_EL2 -> HCR_RW;
            case TTBR0_EL1, TTBR1_EL1, VTTBR_EL2 -> ABSENT_MEMORY;
            default -> 0;
        };
        return (proposal & register.getValue()) | ones;
    }

    /** Registers whose writes are UNDEFINED at an Exception level. */
    static List<Map.Entry<SystemRegister, Long>> undefined(int level) {
        return writable(2).stream()
                .filter(entry -> lowestLevel(entry.getKey().encoding()) > level)
                .toList();
    }

    /** The lowest Exception level for which op1 has the encoding. */
    static int lowestLevel(int encoding) {
        return switch (SystemOperation.op1(encoding)) {
            case 3 -> 0;
            case 4 -> 2;
            default -> 1;
        };
    }

    /** Whether a write changes what a later AT, or a later case, may find in the EL1&0 TLB. */
    static boolean needsFlush(SystemRegister register) {
        return switch (register) {
            case HCR_EL2, SCTLR_EL1, TCR_EL1, TTBR0_EL1, TTBR1_EL1, MAIR_EL1, VTCR_EL2, VTTBR_EL2, CONTEXTIDR_EL1 ->
                true;
            default -> false;
        };
    }

    /** Whether a later AT may find what the machines are known to report differently: Device memory, other granules. */
    static boolean forbidsTranslation(SystemRegister register) {
        return switch (register) {
            case HCR_EL2, SCTLR_EL1, TCR_EL1, MAIR_EL1, VTCR_EL2 -> true;
            default -> false;
        };
    }

    /** Whether a write at EL2 decides where exceptions at EL1 lead, or whether accesses there are translated. */
    static boolean mattersAtEl1(SystemRegister register) {
        return needsFlush(register) || register == SystemRegister.VBAR_EL1;
    }

    /**
     * Whether an encoding that names no register of ours names none on QEMU's processor either. Left out are the
     * performance monitors, AArch32 state, floating point and what is IMPLEMENTATION DEFINED.
     */
    static boolean isUnallocated(int encoding) {
        int op0 = SystemOperation.op0(encoding);
        int op1 = SystemOperation.op1(encoding);
        int crn = SystemOperation.crn(encoding);
        int crm = SystemOperation.crm(encoding);
        boolean monitors = op0 == 3 && (crn == 9 || (crn == 14 && crm >= 8));
        boolean implementationDefined = crn == 11 || crn == 15;
        boolean floatingPoint = op0 == 3 && op1 == 3 && crn == 4 && crm >= 4;
        boolean aarch32 = op1 == 4 && crn <= 5;
        boolean resetManagement = crn == 12 && crm == 0;
        boolean debug = op0 == 2 && op1 == 4;
        return SystemRegister.of(encoding) == null
                && !monitors
                && !implementationDefined
                && !floatingPoint
                && !aarch32
                && !resetManagement
                && !debug;
    }
}
