package dev.tlbsan.arm.mmu;

/** The permissions of a translation, as a set of six bits; stage 2 grants each to both privileges alike. */
final class Permissions {
    static final int READ = 1;
    static final int WRITE = 1 << 1;
    static final int FETCH = 1 << 2;
    /** How far the bits for EL0 are above those for EL1 or EL2. */
    static final int USER_SHIFT = 3;

    static final int ALL = 0x3f;

    private Permissions() {}

    /** The one bit that an access needs. */
    static int neededBy(Access access) {
        int bit = 1 << access.kind().ordinal();
        return access.privileged() ? bit : bit << USER_SHIFT;
    }

    /** The permissions of an EL1&0 block or page descriptor (DDI 0487, D8.4.1). */
    static int ofEl10(long descriptor, int hierarchical, boolean writableIsExecuteNever) {
        boolean userAccess = bit(descriptor, 6) && (hierarchical & Hierarchical.NO_USER) == 0;
        boolean readOnly = bit(descriptor, 7) || (hierarchical & Hierarchical.READ_ONLY) != 0;
        boolean userNever = bit(descriptor, 54) || (hierarchical & Hierarchical.EXECUTE_NEVER) != 0;
        boolean privilegedNever = bit(descriptor, 53) || (hierarchical & Hierarchical.PRIVILEGED_EXECUTE_NEVER) != 0;
        int access = readOnly ? READ : READ | WRITE;
        int user = userAccess ? access : 0;
        boolean wxn = writableIsExecuteNever;
        int userFetch = userNever || (wxn && (user & WRITE) != 0) ? 0 : FETCH;
        boolean userWritable = (user & WRITE) != 0;
        int privilegedFetch = privilegedNever || userWritable || (wxn && !readOnly) ? 0 : FETCH;
        return access | privilegedFetch | (user | userFetch) << USER_SHIFT;
    }

    /** The permissions of an EL2 block or page descriptor. */
    static int ofEl2(long descriptor, int hierarchical, boolean writableIsExecuteNever) {
        boolean readOnly = bit(descriptor, 7) || (hierarchical & Hierarchical.READ_ONLY) != 0;
        boolean never = bit(descriptor, 54) || (hierarchical & Hierarchical.EXECUTE_NEVER) != 0;
        int access = readOnly ? READ : READ | WRITE;
        return access | (never || (writableIsExecuteNever && !readOnly) ? 0 : FETCH);
    }

    /** The permissions of a stage 2 block or page descriptor; execution does not depend on S2AP. */
    static int ofStage2(long descriptor) {
        int access = (bit(descriptor, 6) ? READ : 0) | (bit(descriptor, 7) ? WRITE : 0);
        int all = access | (bit(descriptor, 54) ? 0 : FETCH);
        return all | all << USER_SHIFT;
    }

    private static boolean bit(long value, int n) {
        return (value >>> n & 1) != 0;
    }
}
