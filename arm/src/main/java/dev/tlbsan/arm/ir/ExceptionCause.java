package dev.tlbsan.arm.ir;

/** Why {@link Op#EXCEPTION} raises an exception. Its immediate packs the cause in bits 23:16 and imm16 in bits 15:0. */
public enum ExceptionCause {
    UNDEFINED,
    SVC,
    HVC,
    SMC,
    /** BRK, and BKPT of AArch32. */
    BRK,
    HLT,
    /**
     * AArch32: an instruction of coprocessor 0 to 13, which the comment field names in bits 3:0, or an Advanced SIMD
     * instruction that names none, with bit 4 set.
     */
    COPROCESSOR;

    private static final ExceptionCause[] VALUES = values();

    /** The immediate of {@link Op#EXCEPTION} for this cause and a 16-bit comment field. */
    public long encode(int imm16) {
        return (long) ordinal() << 16 | (imm16 & 0xffff);
    }

    /** The cause in an immediate of {@link Op#EXCEPTION}. */
    public static ExceptionCause of(long immediate) {
        return VALUES[(int) (immediate >>> 16)];
    }

    /** The 16-bit comment field in an immediate of {@link Op#EXCEPTION}. */
    public static int imm16(long immediate) {
        return (int) immediate & 0xffff;
    }
}
