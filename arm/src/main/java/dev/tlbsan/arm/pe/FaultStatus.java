package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.mmu.TranslationFault;

/** DFSR and IFSR: what a syndrome looks like to PL1 of AArch32 (DDI 0487, G5.11). */
final class FaultStatus {
    /** The status code, in the long format, of a debug exception. */
    static final int DEBUG = 0b100010;
    /** The status code, in the long format, of an asynchronous External abort. */
    static final int ASYNCHRONOUS_EXTERNAL = 0b010001;

    private static final int LONG_FORMAT = 1 << 9;
    private static final int WRITE = 1 << 11;
    private static final int MAINTENANCE = 1 << 13;
    private static final int STATUS_CODE = 0x3f;
    private static final int DOMAIN_SHIFT = 4;
    private static final int FS4 = 1 << 4;
    private static final int FS4_SHIFT = 6;

    private FaultStatus() {}

    /**
     * DFSR.
     *
     * @param longFormat TTBCR.EAE
     */
    static long data(Syndrome syndrome, boolean longFormat) {
        int flags = ((syndrome.iss() & Aborts.WRITE) != 0 ? WRITE : 0)
                | ((syndrome.iss() & Aborts.MAINTENANCE) != 0 ? MAINTENANCE : 0);
        int domain = longFormat ? 0 : syndrome.domain() << DOMAIN_SHIFT;
        return flags | domain | instruction(syndrome, longFormat);
    }

    /**
     * IFSR.
     *
     * @param longFormat TTBCR.EAE
     */
    static long instruction(Syndrome syndrome, boolean longFormat) {
        int code = syndrome.iss() & STATUS_CODE;
        if (longFormat) {
            return LONG_FORMAT | code;
        }
        int status = shortCode(code);
        int upper = (status & FS4) << FS4_SHIFT;
        return upper | (status & ~FS4);
    }

    /** The five bits of the short format for the six of the long one. */
    private static int shortCode(int code) {
        return switch (code) {
            case Aborts.ALIGNMENT -> 0b00001;
            case DEBUG -> 0b00010;
            case Aborts.EXTERNAL -> 0b01000;
            case ASYNCHRONOUS_EXTERNAL -> 0b10110;
            default -> TranslationFault.shortStatusCode(code);
        };
    }
}
