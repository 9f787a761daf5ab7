package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.ir.SystemOperation;
import org.jspecify.annotations.Nullable;

/** The address translation instructions (DDI 0487, C5.4). */
public enum AtOperation {
    S1E1R(0, 0),
    S1E1W(0, 1),
    S1E0R(0, 2),
    S1E0W(0, 3),
    S1E2R(4, 0),
    S1E2W(4, 1),
    S12E1R(4, 4),
    S12E1W(4, 5),
    S12E0R(4, 6),
    S12E0W(4, 7);

    private final int encoding;

    AtOperation(int op1, int op2) {
        encoding = SystemOperation.encode(1, op1, 7, 8, op2);
    }

    /** The {@link SystemOperation} encoding. */
    public int encoding() {
        return encoding;
    }

    /** The operation with this {@link SystemOperation} encoding, if there is one. */
    public static @Nullable AtOperation of(int encoding) {
        for (AtOperation operation : values()) {
            if (operation.encoding == encoding) {
                return operation;
            }
        }
        return null;
    }

    /** The operation of ATS1CPR to ATS12NSOUW and ATS1HR and ATS1HW, by opc1 and opc2; null if there is none. */
    public static @Nullable AtOperation ofAarch32(int opc1, int opc2) {
        boolean bothStages = opc1 == 0 && opc2 >= 4;
        boolean hyp = opc1 == 4 && opc2 >= 4;
        return hyp ? null : of(SystemOperation.encode(1, bothStages ? 4 : opc1, 7, 8, opc2));
    }

    Regime regime() {
        return this == S1E2R || this == S1E2W ? Regime.EL2 : Regime.EL10;
    }

    boolean bothStages() {
        return SystemOperation.op1(encoding) == 4 && SystemOperation.op2(encoding) >= 4;
    }

    Access access() {
        int op2 = SystemOperation.op2(encoding);
        boolean write = (op2 & 1) != 0;
        boolean unprivileged = regime() == Regime.EL10 && (op2 & 2) != 0;
        return new Access(write ? Access.Kind.WRITE : Access.Kind.READ, !unprivileged);
    }
}
