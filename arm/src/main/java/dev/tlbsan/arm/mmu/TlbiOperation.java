package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.ir.SystemOperation;
import org.jspecify.annotations.Nullable;

/**
 * The TLB invalidation instructions of Armv8.0 (DDI 0487, C5.5 and D8.17.6). They are the operations of AArch32, too (Table
 * G5-23), where opc1, CRm and opc2 have the values of op1, CRm and op2.
 */
public enum TlbiOperation {
    VMALLE1(0, 7, 0, Target.STAGE1, Filter.VMID),
    VAE1(0, 7, 1, Target.STAGE1, Filter.VA_AND_ASID),
    ASIDE1(0, 7, 2, Target.STAGE1, Filter.ASID),
    VAAE1(0, 7, 3, Target.STAGE1, Filter.VA),
    VALE1(0, 7, 5, Target.STAGE1_LAST_LEVEL, Filter.VA_AND_ASID),
    VAALE1(0, 7, 7, Target.STAGE1_LAST_LEVEL, Filter.VA),
    IPAS2E1(4, 4, 1, Target.STAGE2, Filter.IPA),
    IPAS2LE1(4, 4, 5, Target.STAGE2_LAST_LEVEL, Filter.IPA),
    ALLE2(4, 7, 0, Target.EL2, Filter.ALL),
    VAE2(4, 7, 1, Target.EL2, Filter.VA),
    ALLE1(4, 7, 4, Target.BOTH_STAGES, Filter.ALL),
    VALE2(4, 7, 5, Target.EL2_LAST_LEVEL, Filter.VA),
    /** In AArch32 it has no number of its own: TLBIALL has this effect in Hyp mode. */
    VMALLS12E1(4, 7, 6, Target.BOTH_STAGES, Filter.VMID),

    VMALLE1IS(0, 3, 0, VMALLE1),
    VAE1IS(0, 3, 1, VAE1),
    ASIDE1IS(0, 3, 2, ASIDE1),
    VAAE1IS(0, 3, 3, VAAE1),
    VALE1IS(0, 3, 5, VALE1),
    VAALE1IS(0, 3, 7, VAALE1),
    IPAS2E1IS(4, 0, 1, IPAS2E1),
    IPAS2LE1IS(4, 0, 5, IPAS2LE1),
    ALLE2IS(4, 3, 0, ALLE2),
    VAE2IS(4, 3, 1, VAE2),
    ALLE1IS(4, 3, 4, ALLE1),
    VALE2IS(4, 3, 5, VALE2),
    VMALLS12E1IS(4, 3, 6, VMALLS12E1);

    /** The entries that an operation is about, before its filter. */
    public enum Target {
        /** EL1&0 entries with anything of stage 1 in them: stage-1-only, combined, and walk cache. */
        STAGE1,
        /** Those of them that hold a last level of stage 1. */
        STAGE1_LAST_LEVEL,
        /** EL1&0 entries with stage 2 only: last level and walk cache. */
        STAGE2,
        /** Those of them that hold a last level. */
        STAGE2_LAST_LEVEL,
        /** All EL1&0 entries. */
        BOTH_STAGES,
        /** All entries of the EL2 regime. */
        EL2,
        /** Those of them that hold a last level. */
        EL2_LAST_LEVEL
    }

    /** What an entry must match to be removed. */
    public enum Filter {
        /** Nothing. */
        ALL,
        /** The current VMID. */
        VMID,
        /** The current VMID and the operand's ASID; never global entries. */
        ASID,
        /** The address; for EL1&0 also the current VMID, and the operand's ASID unless the entry is global. */
        VA_AND_ASID,
        /** The address; for EL1&0 also the current VMID. */
        VA,
        /** The intermediate physical address and the current VMID. */
        IPA
    }

    private static final String SHAREABLE = "IS";

    private final int encoding;
    private final Target target;
    private final Filter filter;
    private final boolean broadcast;

    TlbiOperation(int op1, int crm, int op2, Target target, Filter filter) {
        this.encoding = SystemOperation.encode(1, op1, 8, crm, op2);
        this.target = target;
        this.filter = filter;
        this.broadcast = false;
    }

    TlbiOperation(int op1, int crm, int op2, TlbiOperation local) {
        this.encoding = SystemOperation.encode(1, op1, 8, crm, op2);
        this.target = local.target;
        this.filter = local.filter;
        this.broadcast = true;
    }

    /** The {@link SystemOperation} encoding. */
    public int encoding() {
        return encoding;
    }

    public Target target() {
        return target;
    }

    public Filter filter() {
        return filter;
    }

    /** Whether it also concerns the other processing elements of the Inner Shareable domain. */
    public boolean broadcast() {
        return broadcast;
    }

    /** The Inner Shareable form of this operation, as HCR_EL2.FB substitutes it. */
    public TlbiOperation innerShareable() {
        return broadcast ? this : valueOf(name() + SHAREABLE);
    }

    /** Whether the operand register means anything. */
    public boolean hasOperand() {
        return filter != Filter.ALL && filter != Filter.VMID;
    }

    /** The operation with this {@link SystemOperation} encoding, if there is one. */
    public static @Nullable TlbiOperation of(int encoding) {
        for (TlbiOperation operation : values()) {
            if (operation.encoding == encoding) {
                return operation;
            }
        }
        return null;
    }

    /**
     * The operation of MCR to coprocessor 15 with CRn 8 in AArch32; null if there is none. Operations on instruction or
     * data TLBs are those on all.
     *
     * @param hyp whether it is executed in Hyp mode, where TLBIALL is about both stages
     */
    public static @Nullable TlbiOperation ofAarch32(int opc1, int crm, int opc2, boolean hyp) {
        boolean oneTlb = opc1 == 0 && (crm == 5 || crm == 6) && opc2 <= 2;
        TlbiOperation operation = of(SystemOperation.encode(1, opc1, 8, oneTlb ? 7 : crm, opc2));
        if (operation == null || (operation.target == Target.BOTH_STAGES && operation.filter == Filter.VMID)) {
            return null;
        }
        if (!hyp) {
            return operation;
        }
        return switch (operation) {
            case VMALLE1 -> VMALLS12E1;
            case VMALLE1IS -> VMALLS12E1IS;
            default -> operation;
        };
    }

    /** The operand as in AArch64 for one of AArch32: MVA[31:12], and the ASID in bits 7:0; or IPA[39:12] in bits 27:0. */
    public long operandOfAarch32(long operand) {
        return switch (filter) {
            case ALL, VMID -> 0;
            case ASID -> (operand & 0xff) << 48;
            case VA_AND_ASID -> (operand & 0xff) << 48 | operand >>> 12;
            case VA -> operand >>> 12;
            case IPA -> operand & 0xfff_ffff;
        };
    }

    /** How software writes it: {@code TLBI VAE1}, or in AArch32 {@code TLBIMVA}. */
    public String mnemonic(boolean aarch32) {
        if (!aarch32) {
            return "TLBI " + name();
        }
        String last = lastLevelOnly() ? "L" : "";
        String what = switch (filter) {
            case ALL -> concernsEl2() ? "ALLH" : "ALLNSNH";
            case VMID -> "ALL";
            case ASID -> "ASID";
            case VA_AND_ASID -> "MVA" + last;
            case VA -> concernsEl2() ? "MVA" + last + "H" : "MVAA" + last;
            case IPA -> "IPAS2" + last;
        };
        return "TLBI" + what + (broadcast ? SHAREABLE : "");
    }

    /** The ASID that the operand names; zero if it names none. */
    int asid(long operand) {
        return filter == Filter.ASID || filter == Filter.VA_AND_ASID ? (int) (operand >>> 48) : 0;
    }

    /** The canonical address that the operand names; zero if it names none. */
    long address(long operand) {
        return switch (filter) {
            case ALL, VMID, ASID -> 0;
            case IPA -> operand << 28 >>> 16;
            case VA, VA_AND_ASID -> concernsEl2() ? operand << 20 >>> 8 : operand << 20 >> 8;
        };
    }

    boolean concernsEl2() {
        return target == Target.EL2 || target == Target.EL2_LAST_LEVEL;
    }

    boolean lastLevelOnly() {
        return target == Target.STAGE1_LAST_LEVEL
                || target == Target.STAGE2_LAST_LEVEL
                || target == Target.EL2_LAST_LEVEL;
    }
}
