package dev.tlbsan.arm.pe;

/**
 * How a system register behaves, beyond storing what is written.
 *
 * @param reset the value after reset
 * @param kept the bits that a write keeps; the others are RES0 and read as zero
 * @param set the bits that always read as one
 * @param readableFrom the lowest Exception level that may read it, {@link #NEVER} if none; negative for what op1 says
 * @param writableFrom the lowest Exception level that may write it, likewise
 * @param trap the controls that trap accesses
 * @param translation whether table walks use it, so that writes are told to the MMU
 */
record RegisterTraits(
        long reset, long kept, long set, int readableFrom, int writableFrom, TrapGroup trap, boolean translation) {
    static final int NEVER = 4;

    private static final int BY_OP1 = -1;

    /** Readable and writable, zero at reset. */
    static RegisterTraits rw() {
        return new RegisterTraits(0, -1, 0, BY_OP1, BY_OP1, TrapGroup.NONE, false);
    }

    /** Readable and writable: used by table walks. */
    static RegisterTraits walk() {
        return new RegisterTraits(0, -1, 0, BY_OP1, BY_OP1, TrapGroup.NONE, true);
    }

    /** Read-only. */
    static RegisterTraits ro(long value) {
        return new RegisterTraits(value, 0, 0, BY_OP1, NEVER, TrapGroup.NONE, false);
    }

    /** Write-only. */
    static RegisterTraits wo() {
        return new RegisterTraits(0, 0, 0, NEVER, BY_OP1, TrapGroup.NONE, false);
    }

    /** Reads as zero, ignores writes. */
    static RegisterTraits raz() {
        return rw().keeps(0);
    }

    RegisterTraits reset(long value) {
        return new RegisterTraits(value, kept, set, readableFrom, writableFrom, trap, translation);
    }

    RegisterTraits keeps(long mask) {
        return new RegisterTraits(reset, mask, set, readableFrom, writableFrom, trap, translation);
    }

    RegisterTraits sets(long mask) {
        return new RegisterTraits(reset, kept, mask, readableFrom, writableFrom, trap, translation);
    }

    RegisterTraits readableFrom(int el) {
        return new RegisterTraits(reset, kept, set, el, writableFrom, trap, translation);
    }

    RegisterTraits writableFrom(int el) {
        return new RegisterTraits(reset, kept, set, readableFrom, el, trap, translation);
    }

    RegisterTraits trap(TrapGroup group) {
        return new RegisterTraits(reset, kept, set, readableFrom, writableFrom, group, translation);
    }

    /** The same, with the Exception levels that op1 implies filled in. */
    RegisterTraits forOp1(int op1) {
        int lowest = op1 == 3 ? 0 : op1 == 4 ? 2 : 1;
        return readableFrom(readableFrom == BY_OP1 ? lowest : readableFrom)
                .writableFrom(writableFrom == BY_OP1 ? lowest : writableFrom);
    }
}
