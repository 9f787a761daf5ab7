package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.SystemOperation;
import org.jspecify.annotations.Nullable;

/** The cache maintenance instructions of Armv8.0 and DC ZVA (DDI 0487, C5.3). */
public enum CacheOperation {
    IC_IALLUIS(0, 1, 0),
    IC_IALLU(0, 5, 0),
    DC_IVAC(0, 6, 1),
    DC_ISW(0, 6, 2),
    DC_CSW(0, 10, 2),
    DC_CISW(0, 14, 2),
    DC_ZVA(3, 4, 1),
    IC_IVAU(3, 5, 1),
    DC_CVAC(3, 10, 1),
    DC_CVAU(3, 11, 1),
    DC_CIVAC(3, 14, 1);

    private final int encoding;

    CacheOperation(int op1, int crm, int op2) {
        encoding = SystemOperation.encode(1, op1, 7, crm, op2);
    }

    /** The operation that MCR of coprocessor 15, opc1 0, CRn 7 and these numbers executes in AArch32; null if none. */
    static @Nullable CacheOperation ofAarch32(int crm, int opc2) {
        for (CacheOperation operation : values()) {
            int encoding = operation.encoding;
            boolean same = SystemOperation.crm(encoding) == crm && SystemOperation.op2(encoding) == opc2;
            if (same && operation != DC_ZVA) {
                return operation;
            }
        }
        return null;
    }

    /** The {@link SystemOperation} encoding. */
    public int encoding() {
        return encoding;
    }
}
