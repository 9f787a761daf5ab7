package dev.tlbsan.arm.pe;

import static dev.tlbsan.arm.pe.RegisterTraits.raz;
import static dev.tlbsan.arm.pe.RegisterTraits.ro;
import static dev.tlbsan.arm.pe.RegisterTraits.rw;
import static dev.tlbsan.arm.pe.RegisterTraits.walk;
import static dev.tlbsan.arm.pe.RegisterTraits.wo;

import dev.tlbsan.arm.ir.SystemOperation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system registers of an Armv8.0-A processing element with EL0 to EL2 (DDI 0487, D17). Each is given by its generic
 * name {@code S<op0>_<op1>_C<n>_C<m>_<op2>} and its traits. Which Exception levels may access it follows from op1 unless
 * the traits say otherwise. The registers of AArch32 are views of the same storage ({@link Aarch32Register}). Values that depend on the implementation are in {@link Identification},
 * registers that are more than storage in {@link RegisterAccess}.
 */
public enum SystemRegister {
    // Debug.
    OSDTRRX_EL1("S2_0_C0_C0_2", raz().trap(TrapGroup.DEBUG)),
    MDCCINT_EL1("S2_0_C0_C2_0", raz().trap(TrapGroup.DEBUG)),
    MDSCR_EL1("S2_0_C0_C2_2", rw().trap(TrapGroup.DEBUG)),
    OSDTRTX_EL1("S2_0_C0_C3_2", raz().trap(TrapGroup.DEBUG)),
    OSECCR_EL1("S2_0_C0_C6_2", raz().trap(TrapGroup.DEBUG)),
    DBGBVR0_EL1("S2_0_C0_C0_4", rw().trap(TrapGroup.DEBUG)),
    DBGBVR1_EL1("S2_0_C0_C1_4", rw().trap(TrapGroup.DEBUG)),
    DBGBVR2_EL1("S2_0_C0_C2_4", rw().trap(TrapGroup.DEBUG)),
    DBGBVR3_EL1("S2_0_C0_C3_4", rw().trap(TrapGroup.DEBUG)),
    DBGBVR4_EL1("S2_0_C0_C4_4", rw().trap(TrapGroup.DEBUG)),
    DBGBVR5_EL1("S2_0_C0_C5_4", rw().trap(TrapGroup.DEBUG)),
    DBGBCR0_EL1("S2_0_C0_C0_5", rw().trap(TrapGroup.DEBUG)),
    DBGBCR1_EL1("S2_0_C0_C1_5", rw().trap(TrapGroup.DEBUG)),
    DBGBCR2_EL1("S2_0_C0_C2_5", rw().trap(TrapGroup.DEBUG)),
    DBGBCR3_EL1("S2_0_C0_C3_5", rw().trap(TrapGroup.DEBUG)),
    DBGBCR4_EL1("S2_0_C0_C4_5", rw().trap(TrapGroup.DEBUG)),
    DBGBCR5_EL1("S2_0_C0_C5_5", rw().trap(TrapGroup.DEBUG)),
    DBGWVR0_EL1("S2_0_C0_C0_6", rw().keeps(~3L).trap(TrapGroup.DEBUG)),
    DBGWVR1_EL1("S2_0_C0_C1_6", rw().keeps(~3L).trap(TrapGroup.DEBUG)),
    DBGWVR2_EL1("S2_0_C0_C2_6", rw().keeps(~3L).trap(TrapGroup.DEBUG)),
    DBGWVR3_EL1("S2_0_C0_C3_6", rw().keeps(~3L).trap(TrapGroup.DEBUG)),
    DBGWCR0_EL1("S2_0_C0_C0_7", rw().trap(TrapGroup.DEBUG)),
    DBGWCR1_EL1("S2_0_C0_C1_7", rw().trap(TrapGroup.DEBUG)),
    DBGWCR2_EL1("S2_0_C0_C2_7", rw().trap(TrapGroup.DEBUG)),
    DBGWCR3_EL1("S2_0_C0_C3_7", rw().trap(TrapGroup.DEBUG)),
    MDRAR_EL1("S2_0_C1_C0_0", ro(0).trap(TrapGroup.DEBUG_ROM)),
    OSLAR_EL1("S2_0_C1_C0_4", wo().trap(TrapGroup.DEBUG_OS)),
    OSLSR_EL1("S2_0_C1_C1_4", ro(0b1010).trap(TrapGroup.DEBUG_OS)),
    OSDLR_EL1("S2_0_C1_C3_4", rw().keeps(1).trap(TrapGroup.DEBUG_OS)),
    DBGPRCR_EL1("S2_0_C1_C4_4", raz().trap(TrapGroup.DEBUG_OS)),
    DBGCLAIMSET_EL1("S2_0_C7_C8_6", rw().trap(TrapGroup.DEBUG)),
    DBGCLAIMCLR_EL1("S2_0_C7_C9_6", rw().trap(TrapGroup.DEBUG)),
    DBGAUTHSTATUS_EL1("S2_0_C7_C14_6", ro(0b1111).trap(TrapGroup.DEBUG)),
    MDCCSR_EL0("S2_3_C0_C1_0", ro(0).trap(TrapGroup.DEBUG_CHANNEL)),
    DBGDTR_EL0("S2_3_C0_C4_0", raz().trap(TrapGroup.DEBUG_CHANNEL)),
    /** DBGDTRRX_EL0 when read, DBGDTRTX_EL0 when written. */
    DBGDTRRX_EL0("S2_3_C0_C5_0", raz().trap(TrapGroup.DEBUG_CHANNEL)),

    // Identification.
    MIDR_EL1("S3_0_C0_C0_0", ro(0)),
    MPIDR_EL1("S3_0_C0_C0_5", ro(0)),
    REVIDR_EL1("S3_0_C0_C0_6", ro(0).trap(TrapGroup.ID_GROUP_1)),
    ID_PFR0_EL1("S3_0_C0_C1_0", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_PFR1_EL1("S3_0_C0_C1_1", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_DFR0_EL1("S3_0_C0_C1_2", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AFR0_EL1("S3_0_C0_C1_3", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_MMFR0_EL1("S3_0_C0_C1_4", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_MMFR1_EL1("S3_0_C0_C1_5", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_MMFR2_EL1("S3_0_C0_C1_6", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_MMFR3_EL1("S3_0_C0_C1_7", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR0_EL1("S3_0_C0_C2_0", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR1_EL1("S3_0_C0_C2_1", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR2_EL1("S3_0_C0_C2_2", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR3_EL1("S3_0_C0_C2_3", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR4_EL1("S3_0_C0_C2_4", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR5_EL1("S3_0_C0_C2_5", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_MMFR4_EL1("S3_0_C0_C2_6", ro(0).trap(TrapGroup.ID_GROUP_3)),
    MVFR0_EL1("S3_0_C0_C3_0", ro(0).trap(TrapGroup.ID_GROUP_3)),
    MVFR1_EL1("S3_0_C0_C3_1", ro(0).trap(TrapGroup.ID_GROUP_3)),
    MVFR2_EL1("S3_0_C0_C3_2", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64PFR0_EL1("S3_0_C0_C4_0", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64PFR1_EL1("S3_0_C0_C4_1", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64DFR0_EL1("S3_0_C0_C5_0", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64DFR1_EL1("S3_0_C0_C5_1", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64AFR0_EL1("S3_0_C0_C5_4", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64AFR1_EL1("S3_0_C0_C5_5", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64ISAR0_EL1("S3_0_C0_C6_0", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64ISAR1_EL1("S3_0_C0_C6_1", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64MMFR0_EL1("S3_0_C0_C7_0", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64MMFR1_EL1("S3_0_C0_C7_1", ro(0).trap(TrapGroup.ID_GROUP_3)),
    ID_AA64MMFR2_EL1("S3_0_C0_C7_2", ro(0).trap(TrapGroup.ID_GROUP_3)),
    CCSIDR_EL1("S3_1_C0_C0_0", ro(0).trap(TrapGroup.ID_GROUP_2)),
    CLIDR_EL1("S3_1_C0_C0_1", ro(0x0a20_0023).trap(TrapGroup.ID_GROUP_2)),
    AIDR_EL1("S3_1_C0_C0_7", ro(0).trap(TrapGroup.ID_GROUP_1)),
    CSSELR_EL1("S3_2_C0_C0_0", rw().keeps(0xf).trap(TrapGroup.ID_GROUP_2)),
    CTR_EL0("S3_3_C0_C0_1", ro(0x8444_c004L).trap(TrapGroup.CACHE_TYPE)),
    DCZID_EL0("S3_3_C0_C0_7", ro(0)),

    // EL1 and EL0.
    SCTLR_EL1(
            "S3_0_C1_C0_0",
            walk().reset(0x00c5_0838).keeps(0xffff_f01f_fcff_ffffL).trap(TrapGroup.VM_CONTROLS)),
    ACTLR_EL1("S3_0_C1_C0_1", raz().trap(TrapGroup.AUXILIARY)),
    CPACR_EL1("S3_0_C1_C0_2", rw().trap(TrapGroup.CPACR)),
    TTBR0_EL1("S3_0_C2_C0_0", walk().trap(TrapGroup.VM_CONTROLS)),
    TTBR1_EL1("S3_0_C2_C0_1", walk().trap(TrapGroup.VM_CONTROLS)),
    TCR_EL1("S3_0_C2_C0_2", walk().trap(TrapGroup.VM_CONTROLS)),
    SPSR_EL1("S3_0_C4_C0_0", rw()),
    ELR_EL1("S3_0_C4_C0_1", rw()),
    SP_EL0("S3_0_C4_C1_0", rw()),
    SPSel("S3_0_C4_C2_0", rw()),
    CurrentEL("S3_0_C4_C2_2", ro(0)),
    AFSR0_EL1("S3_0_C5_C1_0", raz().trap(TrapGroup.VM_CONTROLS)),
    AFSR1_EL1("S3_0_C5_C1_1", raz().trap(TrapGroup.VM_CONTROLS)),
    ESR_EL1("S3_0_C5_C2_0", rw().trap(TrapGroup.VM_CONTROLS)),
    FAR_EL1("S3_0_C6_C0_0", rw().trap(TrapGroup.VM_CONTROLS)),
    PAR_EL1("S3_0_C7_C4_0", rw()),
    MAIR_EL1("S3_0_C10_C2_0", walk().trap(TrapGroup.VM_CONTROLS)),
    AMAIR_EL1("S3_0_C10_C3_0", raz().trap(TrapGroup.VM_CONTROLS)),
    VBAR_EL1("S3_0_C12_C0_0", rw().keeps(~0x7ffL)),
    RVBAR_EL1("S3_0_C12_C0_1", ro(0)),
    ISR_EL1("S3_0_C12_C1_0", ro(0)),
    CONTEXTIDR_EL1("S3_0_C13_C0_1", walk().trap(TrapGroup.VM_CONTROLS)),
    TPIDR_EL1("S3_0_C13_C0_4", rw()),
    CNTKCTL_EL1("S3_0_C14_C1_0", rw()),
    NZCV("S3_3_C4_C2_0", rw()),
    DAIF("S3_3_C4_C2_1", rw().trap(TrapGroup.INTERRUPT_MASKS)),
    TPIDR_EL0("S3_3_C13_C0_2", rw()),
    TPIDRRO_EL0("S3_3_C13_C0_3", rw().writableFrom(1)),
    CNTFRQ_EL0("S3_3_C14_C0_0", rw().reset(62_500_000).writableFrom(1).trap(TrapGroup.COUNTER_FREQUENCY)),
    CNTPCT_EL0("S3_3_C14_C0_1", ro(0).trap(TrapGroup.COUNTER_PHYSICAL)),
    CNTVCT_EL0("S3_3_C14_C0_2", ro(0).trap(TrapGroup.COUNTER_VIRTUAL)),
    CNTP_TVAL_EL0("S3_3_C14_C2_0", rw().trap(TrapGroup.TIMER_PHYSICAL)),
    CNTP_CTL_EL0("S3_3_C14_C2_1", rw().keeps(3).trap(TrapGroup.TIMER_PHYSICAL)),
    CNTP_CVAL_EL0("S3_3_C14_C2_2", rw().trap(TrapGroup.TIMER_PHYSICAL)),
    CNTV_TVAL_EL0("S3_3_C14_C3_0", rw().trap(TrapGroup.TIMER_VIRTUAL)),
    CNTV_CTL_EL0("S3_3_C14_C3_1", rw().keeps(3).trap(TrapGroup.TIMER_VIRTUAL)),
    CNTV_CVAL_EL0("S3_3_C14_C3_2", rw().trap(TrapGroup.TIMER_VIRTUAL)),

    // EL2.
    VPIDR_EL2("S3_4_C0_C0_0", rw()),
    VMPIDR_EL2("S3_4_C0_C0_5", rw()),
    SCTLR_EL2("S3_4_C1_C0_0", walk().keeps(0xffff_f01f_fdff_ffffL)),
    ACTLR_EL2("S3_4_C1_C0_1", raz()),
    HCR_EL2("S3_4_C1_C1_0", walk().keeps(0x3_ffff_ffffL).sets(HcrEl2.RW)),
    MDCR_EL2("S3_4_C1_C1_1", rw()),
    CPTR_EL2("S3_4_C1_C1_2", rw()),
    HSTR_EL2("S3_4_C1_C1_3", rw()),
    HACR_EL2("S3_4_C1_C1_7", raz()),
    TTBR0_EL2("S3_4_C2_C0_0", walk()),
    TCR_EL2("S3_4_C2_C0_2", walk()),
    VTTBR_EL2("S3_4_C2_C1_0", walk()),
    VTCR_EL2("S3_4_C2_C1_2", walk()),
    /** Of AArch32 only, as are IFSR32_EL2 and SPSR_irq to SPSR_fiq. */
    DACR32_EL2("S3_4_C3_C0_0", walk()),
    SPSR_EL2("S3_4_C4_C0_0", rw()),
    ELR_EL2("S3_4_C4_C0_1", rw()),
    SP_EL1("S3_4_C4_C1_0", rw()),
    SPSR_irq("S3_4_C4_C3_0", rw()),
    SPSR_abt("S3_4_C4_C3_1", rw()),
    SPSR_und("S3_4_C4_C3_2", rw()),
    SPSR_fiq("S3_4_C4_C3_3", rw()),
    IFSR32_EL2("S3_4_C5_C0_1", rw()),
    AFSR0_EL2("S3_4_C5_C1_0", raz()),
    AFSR1_EL2("S3_4_C5_C1_1", raz()),
    ESR_EL2("S3_4_C5_C2_0", rw()),
    FAR_EL2("S3_4_C6_C0_0", rw()),
    HPFAR_EL2("S3_4_C6_C0_4", rw()),
    MAIR_EL2("S3_4_C10_C2_0", walk()),
    AMAIR_EL2("S3_4_C10_C3_0", raz()),
    VBAR_EL2("S3_4_C12_C0_0", rw().keeps(~0x7ffL)),
    RVBAR_EL2("S3_4_C12_C0_1", ro(0)),
    TPIDR_EL2("S3_4_C13_C0_2", rw()),
    CNTVOFF_EL2("S3_4_C14_C0_3", rw()),
    CNTHCTL_EL2("S3_4_C14_C1_0", rw().reset(3)),
    CNTHP_TVAL_EL2("S3_4_C14_C2_0", rw()),
    CNTHP_CTL_EL2("S3_4_C14_C2_1", rw().keeps(3)),
    CNTHP_CVAL_EL2("S3_4_C14_C2_2", rw());

    private static final SystemRegister[] BY_ENCODING = new SystemRegister[1 << 16];
    private static final Map<String, SystemRegister> BY_NAME = new HashMap<>();

    static {
        for (SystemRegister register : values()) {
            BY_ENCODING[register.encoding] = register;
            BY_NAME.put(register.name().toLowerCase(Locale.ROOT), register);
        }
    }

    private final int encoding;
    private final long resetValue;
    private final long keptBits;
    private final long setBits;
    private final int readableFrom;
    private final int writableFrom;
    private final TrapGroup trapGroup;
    private final boolean usedByWalks;

    SystemRegister(String genericName, RegisterTraits traits) {
        String[] fields = genericName.substring(1).replace("C", "").split("_", -1);
        this.encoding = SystemOperation.encode(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]));
        RegisterTraits complete = traits.forOp1(SystemOperation.op1(encoding));
        this.resetValue = complete.reset() | complete.set();
        this.keptBits = complete.kept();
        this.setBits = complete.set();
        this.readableFrom = complete.readableFrom();
        this.writableFrom = complete.writableFrom();
        this.trapGroup = complete.trap();
        this.usedByWalks = complete.translation();
    }

    /** The {@link SystemOperation} encoding, Rt zero. */
    public int encoding() {
        return encoding;
    }

    /** The name as assemblers and disassemblers print it. */
    public String assemblyName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The register with the given encoding, whatever its Rt; null if there is none. */
    public static @Nullable SystemRegister of(int encoding) {
        return BY_ENCODING[SystemOperation.name(encoding)];
    }

    /** The register with the given name in any case; null if there is none. */
    public static @Nullable SystemRegister named(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** The value after reset. */
    long resetValue() {
        return resetValue;
    }

    /** What is stored when software writes a value. */
    long stored(long written) {
        return (written & keptBits) | setBits;
    }

    /** The lowest Exception level that may read it; {@link RegisterTraits#NEVER} if none may. */
    int readableFrom() {
        return readableFrom;
    }

    /** The lowest Exception level that may write it; {@link RegisterTraits#NEVER} if none may. */
    int writableFrom() {
        return writableFrom;
    }

    /** The controls that trap accesses. */
    TrapGroup trapGroup() {
        return trapGroup;
    }

    /** Whether table walks use it, so that writes are told to the MMU. */
    boolean usedByWalks() {
        return usedByWalks;
    }
}
