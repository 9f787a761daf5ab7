package dev.tlbsan.arm.pe;

import static dev.tlbsan.arm.pe.Aarch32Traits.all;
import static dev.tlbsan.arm.pe.Aarch32Traits.fixed;
import static dev.tlbsan.arm.pe.Aarch32Traits.high;
import static dev.tlbsan.arm.pe.Aarch32Traits.low;
import static dev.tlbsan.arm.pe.Aarch32Traits.zero;

import dev.tlbsan.arm.ir.Aarch32Operation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The System registers of an Armv7-A processing element with PL0 to PL2 (DDI 0487, G8): views of the storage of
 * {@link SystemRegister}. Each is given by its coprocessor, opc1, CRn, CRm and opc2 for MCR and MRC, or its coprocessor,
 * opc1 and CRm for MCRR and MRRC, or both, and its traits. Which Exception levels may access it follows from opc1 unless
 * the traits say otherwise.
 */
public enum Aarch32Register {
    // Debug.
    DBGDIDR("p14 0 c0 c0 0", fixed(0x3515_0000L).from(0).trap(TrapGroup.DEBUG_CHANNEL)),
    DBGDTRRXext("p14 0 c0 c0 2", zero().trap(TrapGroup.DEBUG)),
    DBGDSCRint("p14 0 c0 c1 0", low(SystemRegister.MDSCR_EL1).readOnly().from(0).trap(TrapGroup.DEBUG_CHANNEL)),
    DBGDCCINT("p14 0 c0 c2 0", zero().trap(TrapGroup.DEBUG)),
    DBGDSCRext("p14 0 c0 c2 2", low(SystemRegister.MDSCR_EL1).keeps(0x903c).trap(TrapGroup.DEBUG)),
    DBGDTRTXext("p14 0 c0 c3 2", zero().trap(TrapGroup.DEBUG)),
    /** DBGDTRRXint when read, DBGDTRTXint when written. */
    DBGDTRRXint("p14 0 c0 c5 0", zero().from(0).trap(TrapGroup.DEBUG_CHANNEL)),
    DBGWFAR("p14 0 c0 c6 0", zero().trap(TrapGroup.DEBUG)),
    DBGOSECCR("p14 0 c0 c6 2", zero().trap(TrapGroup.DEBUG)),
    DBGVCR("p14 0 c0 c7 0", zero().trap(TrapGroup.DEBUG)),
    DBGBVR0("p14 0 c0 c0 4", low(SystemRegister.DBGBVR0_EL1).trap(TrapGroup.DEBUG)),
    DBGBVR1("p14 0 c0 c1 4", low(SystemRegister.DBGBVR1_EL1).trap(TrapGroup.DEBUG)),
    DBGBVR2("p14 0 c0 c2 4", low(SystemRegister.DBGBVR2_EL1).trap(TrapGroup.DEBUG)),
    DBGBVR3("p14 0 c0 c3 4", low(SystemRegister.DBGBVR3_EL1).trap(TrapGroup.DEBUG)),
    DBGBVR4("p14 0 c0 c4 4", low(SystemRegister.DBGBVR4_EL1).trap(TrapGroup.DEBUG)),
    DBGBVR5("p14 0 c0 c5 4", low(SystemRegister.DBGBVR5_EL1).trap(TrapGroup.DEBUG)),
    DBGBCR0("p14 0 c0 c0 5", low(SystemRegister.DBGBCR0_EL1).trap(TrapGroup.DEBUG)),
    DBGBCR1("p14 0 c0 c1 5", low(SystemRegister.DBGBCR1_EL1).trap(TrapGroup.DEBUG)),
    DBGBCR2("p14 0 c0 c2 5", low(SystemRegister.DBGBCR2_EL1).trap(TrapGroup.DEBUG)),
    DBGBCR3("p14 0 c0 c3 5", low(SystemRegister.DBGBCR3_EL1).trap(TrapGroup.DEBUG)),
    DBGBCR4("p14 0 c0 c4 5", low(SystemRegister.DBGBCR4_EL1).trap(TrapGroup.DEBUG)),
    DBGBCR5("p14 0 c0 c5 5", low(SystemRegister.DBGBCR5_EL1).trap(TrapGroup.DEBUG)),
    DBGBXVR4("p14 0 c1 c4 1", high(SystemRegister.DBGBVR4_EL1).trap(TrapGroup.DEBUG)),
    DBGBXVR5("p14 0 c1 c5 1", high(SystemRegister.DBGBVR5_EL1).trap(TrapGroup.DEBUG)),
    DBGWVR0("p14 0 c0 c0 6", low(SystemRegister.DBGWVR0_EL1).keeps(~3L).trap(TrapGroup.DEBUG)),
    DBGWVR1("p14 0 c0 c1 6", low(SystemRegister.DBGWVR1_EL1).keeps(~3L).trap(TrapGroup.DEBUG)),
    DBGWVR2("p14 0 c0 c2 6", low(SystemRegister.DBGWVR2_EL1).keeps(~3L).trap(TrapGroup.DEBUG)),
    DBGWVR3("p14 0 c0 c3 6", low(SystemRegister.DBGWVR3_EL1).keeps(~3L).trap(TrapGroup.DEBUG)),
    DBGWCR0("p14 0 c0 c0 7", low(SystemRegister.DBGWCR0_EL1).trap(TrapGroup.DEBUG)),
    DBGWCR1("p14 0 c0 c1 7", low(SystemRegister.DBGWCR1_EL1).trap(TrapGroup.DEBUG)),
    DBGWCR2("p14 0 c0 c2 7", low(SystemRegister.DBGWCR2_EL1).trap(TrapGroup.DEBUG)),
    DBGWCR3("p14 0 c0 c3 7", low(SystemRegister.DBGWCR3_EL1).trap(TrapGroup.DEBUG)),
    DBGDRAR(
            "p14 0 c1 c0 0",
            "p14 0 c1",
            all(SystemRegister.MDRAR_EL1).readOnly().from(0).trap(TrapGroup.DEBUG_ROM)),
    DBGDSAR("p14 0 c2 c0 0", "p14 0 c2", fixed(0).from(0).trap(TrapGroup.DEBUG_ROM)),
    DBGOSLAR("p14 0 c1 c0 4", low(SystemRegister.OSLAR_EL1).writeOnly().trap(TrapGroup.DEBUG_OS)),
    DBGOSLSR("p14 0 c1 c1 4", low(SystemRegister.OSLSR_EL1).readOnly().trap(TrapGroup.DEBUG_OS)),
    DBGOSDLR("p14 0 c1 c3 4", low(SystemRegister.OSDLR_EL1).keeps(1).trap(TrapGroup.DEBUG_OS)),
    DBGPRCR("p14 0 c1 c4 4", zero().trap(TrapGroup.DEBUG_OS)),
    DBGDEVID2("p14 0 c7 c0 7", fixed(0).trap(TrapGroup.DEBUG)),
    DBGDEVID1("p14 0 c7 c1 7", fixed(0).trap(TrapGroup.DEBUG)),
    DBGDEVID("p14 0 c7 c2 7", fixed(0).trap(TrapGroup.DEBUG)),
    DBGCLAIMSET("p14 0 c7 c8 6", low(SystemRegister.DBGCLAIMSET_EL1).trap(TrapGroup.DEBUG)),
    DBGCLAIMCLR("p14 0 c7 c9 6", low(SystemRegister.DBGCLAIMCLR_EL1).trap(TrapGroup.DEBUG)),
    DBGAUTHSTATUS(
            "p14 0 c7 c14 6", low(SystemRegister.DBGAUTHSTATUS_EL1).readOnly().trap(TrapGroup.DEBUG)),

    // ThumbEE, which is not there, and Jazelle, which is trivial.
    TEECR("p14 6 c0 c0 0", zero()),
    TEEHBR("p14 6 c1 c0 0", zero().from(0)),
    JIDR("p14 7 c0 c0 0", fixed(0).trap(TrapGroup.ID_GROUP_0)),
    JOSCR("p14 7 c1 c0 0", zero()),
    JMCR("p14 7 c2 c0 0", zero()),

    // Identification.
    MIDR("p15 0 c0 c0 0", low(SystemRegister.MIDR_EL1).readOnly()),
    CTR("p15 0 c0 c0 1", low(SystemRegister.CTR_EL0).readOnly().trap(TrapGroup.ID_GROUP_2)),
    TCMTR("p15 0 c0 c0 2", fixed(0).trap(TrapGroup.ID_GROUP_1)),
    TLBTR("p15 0 c0 c0 3", fixed(0).trap(TrapGroup.ID_GROUP_1)),
    MPIDR("p15 0 c0 c0 5", low(SystemRegister.MPIDR_EL1).readOnly()),
    REVIDR("p15 0 c0 c0 6", low(SystemRegister.REVIDR_EL1).readOnly().trap(TrapGroup.ID_GROUP_1)),
    ID_PFR0("p15 0 c0 c1 0", low(SystemRegister.ID_PFR0_EL1).is(0x0000_0131).trap(TrapGroup.ID_GROUP_3)),
    ID_PFR1("p15 0 c0 c1 1", low(SystemRegister.ID_PFR1_EL1).readOnly().trap(TrapGroup.ID_GROUP_3)),
    ID_DFR0("p15 0 c0 c1 2", low(SystemRegister.ID_DFR0_EL1).is(0x0000_0005).trap(TrapGroup.ID_GROUP_3)),
    ID_AFR0("p15 0 c0 c1 3", low(SystemRegister.ID_AFR0_EL1).is(0).trap(TrapGroup.ID_GROUP_3)),
    ID_MMFR0("p15 0 c0 c1 4", low(SystemRegister.ID_MMFR0_EL1).is(0x1020_1105).trap(TrapGroup.ID_GROUP_3)),
    ID_MMFR1("p15 0 c0 c1 5", low(SystemRegister.ID_MMFR1_EL1).is(0x4000_0000).trap(TrapGroup.ID_GROUP_3)),
    ID_MMFR2("p15 0 c0 c1 6", low(SystemRegister.ID_MMFR2_EL1).is(0x0126_0000).trap(TrapGroup.ID_GROUP_3)),
    ID_MMFR3("p15 0 c0 c1 7", low(SystemRegister.ID_MMFR3_EL1).is(0x0210_2211).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR0("p15 0 c0 c2 0", low(SystemRegister.ID_ISAR0_EL1).is(0x0210_1110).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR1("p15 0 c0 c2 1", low(SystemRegister.ID_ISAR1_EL1).is(0x1311_2111).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR2("p15 0 c0 c2 2", low(SystemRegister.ID_ISAR2_EL1).is(0x2123_2041).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR3("p15 0 c0 c2 3", low(SystemRegister.ID_ISAR3_EL1).is(0x0111_2131).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR4("p15 0 c0 c2 4", low(SystemRegister.ID_ISAR4_EL1).is(0x0001_0142).trap(TrapGroup.ID_GROUP_3)),
    ID_ISAR5("p15 0 c0 c2 5", low(SystemRegister.ID_ISAR5_EL1).is(0).trap(TrapGroup.ID_GROUP_3)),
    CCSIDR("p15 1 c0 c0 0", low(SystemRegister.CCSIDR_EL1).readOnly().trap(TrapGroup.ID_GROUP_2)),
    CLIDR("p15 1 c0 c0 1", low(SystemRegister.CLIDR_EL1).readOnly().trap(TrapGroup.ID_GROUP_2)),
    AIDR("p15 1 c0 c0 7", low(SystemRegister.AIDR_EL1).readOnly().trap(TrapGroup.ID_GROUP_1)),
    CSSELR("p15 2 c0 c0 0", low(SystemRegister.CSSELR_EL1).keeps(0xf).trap(TrapGroup.ID_GROUP_2)),

    // PL1 and PL0.
    SCTLR(
            "p15 0 c1 c0 0",
            low(SystemRegister.SCTLR_EL1)
                    .keeps(0x7218_3827)
                    .sets(0x00c5_0058)
                    .reset(0x00c5_0078)
                    .trap(TrapGroup.VM_CONTROLS)),
    ACTLR("p15 0 c1 c0 1", low(SystemRegister.ACTLR_EL1).keeps(0).trap(TrapGroup.AUXILIARY)),
    /** Without floating point and Advanced SIMD no coprocessor can be enabled. */
    CPACR("p15 0 c1 c0 2", low(SystemRegister.CPACR_EL1).keeps(0).trap(TrapGroup.CPACR)),
    TTBR0(
            "p15 0 c2 c0 0",
            "p15 0 c2",
            all(SystemRegister.TTBR0_EL1).keeps(Masks.TABLE).trap(TrapGroup.VM_CONTROLS)),
    TTBR1(
            "p15 0 c2 c0 1",
            "p15 1 c2",
            all(SystemRegister.TTBR1_EL1).keeps(Masks.TABLE).trap(TrapGroup.VM_CONTROLS)),
    TTBCR("p15 0 c2 c0 2", low(SystemRegister.TCR_EL1).keeps(0xbfc7_3fb7L).trap(TrapGroup.VM_CONTROLS)),
    DACR("p15 0 c3 c0 0", low(SystemRegister.DACR32_EL2).trap(TrapGroup.VM_CONTROLS)),
    DFSR("p15 0 c5 c0 0", low(SystemRegister.ESR_EL1).keeps(0x3eff).trap(TrapGroup.VM_CONTROLS)),
    IFSR("p15 0 c5 c0 1", low(SystemRegister.IFSR32_EL2).keeps(0x163f).trap(TrapGroup.VM_CONTROLS)),
    ADFSR("p15 0 c5 c1 0", low(SystemRegister.AFSR0_EL1).keeps(0).trap(TrapGroup.VM_CONTROLS)),
    AIFSR("p15 0 c5 c1 1", low(SystemRegister.AFSR1_EL1).keeps(0).trap(TrapGroup.VM_CONTROLS)),
    DFAR("p15 0 c6 c0 0", low(SystemRegister.FAR_EL1).trap(TrapGroup.VM_CONTROLS)),
    IFAR("p15 0 c6 c0 2", high(SystemRegister.FAR_EL1).trap(TrapGroup.VM_CONTROLS)),
    PAR("p15 0 c7 c4 0", "p15 0 c7", all(SystemRegister.PAR_EL1)),
    /** PRRR if TTBCR.EAE is zero. */
    MAIR0("p15 0 c10 c2 0", low(SystemRegister.MAIR_EL1).trap(TrapGroup.VM_CONTROLS)),
    /** NMRR if TTBCR.EAE is zero. */
    MAIR1("p15 0 c10 c2 1", high(SystemRegister.MAIR_EL1).trap(TrapGroup.VM_CONTROLS)),
    AMAIR0("p15 0 c10 c3 0", low(SystemRegister.AMAIR_EL1).keeps(0).trap(TrapGroup.VM_CONTROLS)),
    AMAIR1("p15 0 c10 c3 1", high(SystemRegister.AMAIR_EL1).keeps(0).trap(TrapGroup.VM_CONTROLS)),
    VBAR("p15 0 c12 c0 0", low(SystemRegister.VBAR_EL1).keeps(~0x1fL)),
    ISR("p15 0 c12 c1 0", low(SystemRegister.ISR_EL1).readOnly()),
    FCSEIDR("p15 0 c13 c0 0", zero()),
    CONTEXTIDR("p15 0 c13 c0 1", low(SystemRegister.CONTEXTIDR_EL1).trap(TrapGroup.VM_CONTROLS)),
    TPIDRURW("p15 0 c13 c0 2", low(SystemRegister.TPIDR_EL0).from(0)),
    TPIDRURO("p15 0 c13 c0 3", low(SystemRegister.TPIDRRO_EL0).readableFrom(0)),
    TPIDRPRW("p15 0 c13 c0 4", low(SystemRegister.TPIDR_EL1)),
    CNTFRQ("p15 0 c14 c0 0", low(SystemRegister.CNTFRQ_EL0).readableFrom(0).trap(TrapGroup.COUNTER_FREQUENCY)),
    CNTKCTL("p15 0 c14 c1 0", low(SystemRegister.CNTKCTL_EL1).keeps(0x3ff)),
    CNTPCT("p15 0 c14", all(SystemRegister.CNTPCT_EL0).readOnly().from(0).trap(TrapGroup.COUNTER_PHYSICAL)),
    CNTVCT("p15 1 c14", all(SystemRegister.CNTVCT_EL0).readOnly().from(0).trap(TrapGroup.COUNTER_VIRTUAL)),
    CNTP_TVAL("p15 0 c14 c2 0", low(SystemRegister.CNTP_TVAL_EL0).from(0).trap(TrapGroup.TIMER_PHYSICAL)),
    CNTP_CTL("p15 0 c14 c2 1", low(SystemRegister.CNTP_CTL_EL0).keeps(3).from(0).trap(TrapGroup.TIMER_PHYSICAL)),
    CNTP_CVAL("p15 2 c14", all(SystemRegister.CNTP_CVAL_EL0).from(0).trap(TrapGroup.TIMER_PHYSICAL)),
    CNTV_TVAL("p15 0 c14 c3 0", low(SystemRegister.CNTV_TVAL_EL0).from(0).trap(TrapGroup.TIMER_VIRTUAL)),
    CNTV_CTL("p15 0 c14 c3 1", low(SystemRegister.CNTV_CTL_EL0).keeps(3).from(0).trap(TrapGroup.TIMER_VIRTUAL)),
    CNTV_CVAL("p15 3 c14", all(SystemRegister.CNTV_CVAL_EL0).from(0).trap(TrapGroup.TIMER_VIRTUAL)),

    // Hyp mode.
    VPIDR("p15 4 c0 c0 0", low(SystemRegister.VPIDR_EL2)),
    VMPIDR("p15 4 c0 c0 5", low(SystemRegister.VMPIDR_EL2)),
    HSCTLR(
            "p15 4 c1 c0 0",
            low(SystemRegister.SCTLR_EL2).keeps(0x4208_1027).sets(0x30c5_0858).reset(0x30c5_0878)),
    HACTLR("p15 4 c1 c0 1", low(SystemRegister.ACTLR_EL2).keeps(0)),
    HCR("p15 4 c1 c1 0", low(SystemRegister.HCR_EL2).keeps(0x6fff_ffff).reset(0)),
    HDCR("p15 4 c1 c1 1", low(SystemRegister.MDCR_EL2).keeps(0xf00)),
    HCPTR("p15 4 c1 c1 2", low(SystemRegister.CPTR_EL2).keeps(0x8000_0000L).sets(0xbfff)),
    HSTR("p15 4 c1 c1 3", low(SystemRegister.HSTR_EL2).keeps(0xbfef)),
    HACR("p15 4 c1 c1 7", low(SystemRegister.HACR_EL2).keeps(0)),
    HTCR("p15 4 c2 c0 2", low(SystemRegister.TCR_EL2).keeps(0x3f07).sets(0x8080_0000L)),
    VTCR("p15 4 c2 c1 2", low(SystemRegister.VTCR_EL2).keeps(0x3fdf).sets(0x8000_0000L)),
    HTTBR("p15 4 c2", all(SystemRegister.TTBR0_EL2).keeps(0xff_ffff_ffffL).from(2)),
    VTTBR("p15 6 c2", all(SystemRegister.VTTBR_EL2).keeps(Masks.TABLE).from(2)),
    HADFSR("p15 4 c5 c1 0", low(SystemRegister.AFSR0_EL2).keeps(0)),
    HAIFSR("p15 4 c5 c1 1", low(SystemRegister.AFSR1_EL2).keeps(0)),
    HSR("p15 4 c5 c2 0", low(SystemRegister.ESR_EL2)),
    HDFAR("p15 4 c6 c0 0", low(SystemRegister.FAR_EL2)),
    HIFAR("p15 4 c6 c0 2", high(SystemRegister.FAR_EL2)),
    HPFAR("p15 4 c6 c0 4", low(SystemRegister.HPFAR_EL2).keeps(~0xfL)),
    HMAIR0("p15 4 c10 c2 0", low(SystemRegister.MAIR_EL2)),
    HMAIR1("p15 4 c10 c2 1", high(SystemRegister.MAIR_EL2)),
    HAMAIR0("p15 4 c10 c3 0", low(SystemRegister.AMAIR_EL2).keeps(0)),
    HAMAIR1("p15 4 c10 c3 1", high(SystemRegister.AMAIR_EL2).keeps(0)),
    HVBAR("p15 4 c12 c0 0", low(SystemRegister.VBAR_EL2).keeps(~0x1fL)),
    HTPIDR("p15 4 c13 c0 2", low(SystemRegister.TPIDR_EL2)),
    CNTHCTL("p15 4 c14 c1 0", low(SystemRegister.CNTHCTL_EL2).keeps(0xff)),
    CNTVOFF("p15 4 c14", all(SystemRegister.CNTVOFF_EL2).from(2)),
    CNTHP_TVAL("p15 4 c14 c2 0", low(SystemRegister.CNTHP_TVAL_EL2)),
    CNTHP_CTL("p15 4 c14 c2 1", low(SystemRegister.CNTHP_CTL_EL2).keeps(3)),
    CNTHP_CVAL("p15 6 c14", all(SystemRegister.CNTHP_CVAL_EL2).from(2));

    /** Bits that several registers keep. */
    private static final class Masks {
        /** An ASID or VMID, and the 40-bit address of a table with its attributes. */
        static final long TABLE = 0x00ff_00ff_ffff_ffffL;
    }

    private static final int NAMES = 1 << 16;
    private static final @Nullable Aarch32Register[] BY_ENCODING = new Aarch32Register[2 * NAMES];
    private static final Map<String, Aarch32Register> BY_NAME = new HashMap<>();

    static {
        for (Aarch32Register register : values()) {
            BY_ENCODING[index(register.encoding)] = register;
            BY_ENCODING[index(register.wideEncoding)] = register;
            BY_NAME.put(register.name().toLowerCase(Locale.ROOT), register);
        }
    }

    private final int encoding;
    private final int wideEncoding;
    private final @Nullable SystemRegister backing;
    private final Aarch32Traits.Part part;
    private final long resetValue;
    private final boolean ownReset;
    private final long keptBits;
    private final long setBits;
    private final int readableFrom;
    private final int writableFrom;
    private final TrapGroup trapGroup;

    Aarch32Register(String coordinates, Aarch32Traits traits) {
        this(coordinates, coordinates, traits);
    }

    Aarch32Register(String narrow, String wide, Aarch32Traits traits) {
        this.encoding = encode(narrow);
        this.wideEncoding = encode(wide);
        Aarch32Traits complete = traits.forOpc1(Character.digit(narrow.charAt(4), 10));
        this.backing = complete.backing();
        this.part = complete.part();
        this.resetValue = complete.reset();
        this.ownReset = complete.hasReset();
        this.keptBits = complete.kept();
        this.setBits = complete.set();
        this.readableFrom = complete.readableFrom();
        this.writableFrom = complete.writableFrom();
        this.trapGroup = complete.trap();
    }

    private static int encode(String coordinates) {
        String[] fields = coordinates.replaceAll("[pc]", "").split(" ", -1);
        int[] n = new int[fields.length];
        for (int i = 0; i < n.length; i++) {
            n[i] = Integer.parseInt(fields[i]);
        }
        return n.length == 3
                ? Aarch32Operation.pair(n[0], n[1], n[2])
                : Aarch32Operation.register(n[0], n[1], n[2], n[3], n[4]);
    }

    private static int index(int encoding) {
        return Aarch32Operation.kind(encoding) * NAMES + Aarch32Operation.name(encoding);
    }

    /** The {@link Aarch32Operation} encoding of MCR and MRC, or, if it has none, of MCRR and MRRC. */
    public int encoding() {
        return encoding;
    }

    /** The {@link Aarch32Operation} encoding of MCRR and MRRC, or, if it has none, of MCR and MRC. */
    public int wideEncoding() {
        return wideEncoding;
    }

    /** Whether it has 64 bits. */
    public boolean isWide() {
        return Aarch32Operation.kind(wideEncoding) == Aarch32Operation.REGISTER_PAIR;
    }

    /** The register that an encoding accesses, whatever its Rt and Rt2; null if there is none. */
    public static @Nullable Aarch32Register of(int encoding) {
        return Aarch32Operation.kind(encoding) <= Aarch32Operation.REGISTER_PAIR ? BY_ENCODING[index(encoding)] : null;
    }

    /** The register with the given name in any case; null if there is none. */
    public static @Nullable Aarch32Register named(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** The register whose storage it shares; null if it is constant. */
    @Nullable
    SystemRegister backing() {
        return backing;
    }

    /** Which bits of the backing register it is. */
    Aarch32Traits.Part part() {
        return part;
    }

    /** The value of a constant. */
    long constant() {
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

    /** Sets what these registers are after reset where it differs from the registers that they share storage with. */
    static void reset(SystemRegisters registers) {
        for (Aarch32Register register : values()) {
            SystemRegister storage = register.backing;
            if (storage != null && register.ownReset) {
                registers.set(storage, register.part.replace(registers.get(storage), register.resetValue));
            }
        }
    }
}
