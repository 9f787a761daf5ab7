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

    /**
     * The permissions of a PL1&0 translation of AArch32 (DDI 0487, G5.6). Only what a privilege may read it may execute.
     *
     * @param data {@link #READ} and {@link #WRITE} for both privileges
     * @param never whether nobody may execute
     * @param privilegedNever whether PL1 may not execute
     */
    static int ofPl10(int data, boolean never, boolean privilegedNever, Stage1Registers registers) {
        boolean wxn = registers.writableIsExecuteNever();
        boolean writable = (data & WRITE) != 0;
        boolean userWritable = (data & WRITE << USER_SHIFT) != 0;
        boolean privileged = (data & READ) != 0
                && !never
                && !privilegedNever
                && !(wxn && writable)
                && !(userWritable && registers.unprivilegedWritableIsExecuteNever());
        boolean user = (data & READ << USER_SHIFT) != 0 && !never && !(wxn && userWritable);
        return data | (privileged ? FETCH : 0) | (user ? FETCH << USER_SHIFT : 0);
    }

    /** The permissions of a PL1&0 block or page descriptor in the long format of AArch32. */
    static int ofPl10(long descriptor, int hierarchical, Stage1Registers registers) {
        boolean userAccess = bit(descriptor, 6) && (hierarchical & Hierarchical.NO_USER) == 0;
        boolean readOnly = bit(descriptor, 7) || (hierarchical & Hierarchical.READ_ONLY) != 0;
        boolean never = bit(descriptor, 54) || (hierarchical & Hierarchical.EXECUTE_NEVER) != 0;
        boolean privilegedNever = bit(descriptor, 53) || (hierarchical & Hierarchical.PRIVILEGED_EXECUTE_NEVER) != 0;
        int access = readOnly ? READ : READ | WRITE;
        return ofPl10(access | (userAccess ? access << USER_SHIFT : 0), never, privilegedNever, registers);
    }

    /** AP[2:0] of the short format as {@link #READ} and {@link #WRITE} for both privileges (DDI 0487, G5.6.1). */
    static int ofAccessPermissions(int ap, boolean accessFlag) {
        int effective = accessFlag ? ap | 1 : ap;
        return switch (effective) {
            case 1 -> READ | WRITE;
            case 2 -> READ | WRITE | READ << USER_SHIFT;
            case 3 -> (READ | WRITE) | (READ | WRITE) << USER_SHIFT;
            case 5 -> READ;
            case 6, 7 -> READ | READ << USER_SHIFT;
            default -> 0;
        };
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

    /** As {@link #ofStage2}, in AArch32, where only what may be read may be executed. */
    static int ofAarch32Stage2(long descriptor) {
        int all = ofStage2(descriptor);
        return (all & READ) != 0 ? all : all & ~(FETCH | FETCH << USER_SHIFT);
    }

    private static boolean bit(long value, int n) {
        return (value >>> n & 1) != 0;
    }
}
