package dev.tlbsan.arm.pe;

/**
 * The values of ESR_ELx.EC that this architecture level raises (DDI 0487, D17.2.37). Where the manual has one value for
 * an exception from a lower Exception level and the next for the same level, the former is named here.
 */
public final class ExceptionClass {
    public static final int UNKNOWN = 0x00;
    public static final int WFX = 0x01;
    /** MCR or MRC of coprocessor 15. */
    public static final int CP15_REGISTER = 0x03;
    /** MCRR or MRRC of coprocessor 15. */
    public static final int CP15_PAIR = 0x04;
    /** MCR or MRC of coprocessor 14. */
    public static final int CP14_REGISTER = 0x05;
    /** An access to another coprocessor that HCPTR traps. */
    public static final int COPROCESSOR = 0x07;
    /** MRRC of coprocessor 14. */
    public static final int CP14_PAIR = 0x0c;

    public static final int ILLEGAL_STATE = 0x0e;
    public static final int SVC_AARCH32 = 0x11;
    public static final int HVC_AARCH32 = 0x12;
    public static final int SMC_AARCH32 = 0x13;
    public static final int SVC = 0x15;
    public static final int HVC = 0x16;
    public static final int SMC = 0x17;
    public static final int SYSTEM_INSTRUCTION = 0x18;
    public static final int INSTRUCTION_ABORT = 0x20;
    public static final int PC_ALIGNMENT = 0x22;
    public static final int DATA_ABORT = 0x24;
    public static final int SP_ALIGNMENT = 0x26;
    public static final int SERROR = 0x2f;
    public static final int BRK = 0x3c;

    private ExceptionClass() {}

    /** The value to report when the exception does not come from a lower Exception level. */
    static int fromSameLevel(int exceptionClass) {
        return switch (exceptionClass) {
            case INSTRUCTION_ABORT, DATA_ABORT -> exceptionClass + 1;
            default -> exceptionClass;
        };
    }

    /** Whether FAR_ELx is written when the exception is taken. */
    static boolean reportsAddress(int exceptionClass) {
        return switch (exceptionClass) {
            case INSTRUCTION_ABORT, DATA_ABORT, PC_ALIGNMENT -> true;
            default -> false;
        };
    }
}
