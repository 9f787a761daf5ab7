package dev.tlbsan.kvm;

/** Fields of ESR_ELx (DDI 0487, D17.2.37), and of HSR, which has the same (G8.2.70); and of PAR. */
public final class Esr {
    public static final int EC_UNKNOWN = 0x00;
    public static final int EC_WFX = 0x01;
    public static final int EC_CP15_32 = 0x03;
    public static final int EC_CP14_32 = 0x05;
    public static final int EC_CP14_64 = 0x0c;
    public static final int EC_HVC32 = 0x12;
    public static final int EC_HVC64 = 0x16;
    public static final int EC_SMC64 = 0x17;
    public static final int EC_SYS64 = 0x18;
    public static final int EC_IABT_LOWER = 0x20;
    public static final int EC_IABT_SAME = 0x21;
    public static final int EC_DABT_LOWER = 0x24;
    public static final int EC_DABT_SAME = 0x25;

    /** ESR_ELx.IL: the instruction was 32 bits long. */
    public static final long IL = 1L << 25;
    /** ISS: the syndrome of the access is valid. */
    public static final long ISV = 1L << 24;

    public static final long WRITE = 1L << 6;
    /** ISS of a Data Abort: by cache maintenance. */
    public static final long CACHE_MAINTENANCE = 1L << 8;

    public static final int FSC_EXTERNAL_ABORT = 0x10;
    /** PAR_EL1.F: the translation failed. */
    public static final long PAR_FAILED = 1;
    /** PAR_EL1.PA. */
    public static final long PAR_ADDRESS = 0x0000_ffff_ffff_f000L;

    private static final int FSC_PERMISSION = 0x0c;
    private static final int FSC_TRANSLATION = 0x04;

    private Esr() {}

    public static int exceptionClass(long esr) {
        return (int) (esr >>> 26) & 0x3f;
    }

    public static boolean isGuestAbort(long esr) {
        return exceptionClass(esr) == EC_IABT_LOWER || exceptionClass(esr) == EC_DABT_LOWER;
    }

    public static boolean isOnTableWalk(long esr) {
        return (esr & 1L << 7) != 0;
    }

    public static boolean isPermissionFault(long esr) {
        return (esr & 0x3c) == FSC_PERMISSION;
    }

    public static boolean isTranslationFault(long esr) {
        return (esr & 0x3c) == FSC_TRANSLATION;
    }

    /** The size of the access, in bytes. */
    public static int accessBytes(long esr) {
        return 1 << (esr >>> 22 & 3);
    }

    public static boolean signExtends(long esr) {
        return (esr & 1L << 21) != 0;
    }

    public static int transferRegister(long esr) {
        return (int) (esr >>> 16) & 31;
    }

    public static boolean is64Bit(long esr) {
        return (esr & 1L << 15) != 0;
    }
}
