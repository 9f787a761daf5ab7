package dev.tlbsan.arm.pe;

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
    private static final int LEVEL = 3;
    private static final int ADDRESS_SIZE = 0;
    private static final int TRANSLATION = 0b000100;
    private static final int ACCESS_FLAG = 0b001000;
    private static final int PERMISSION = 0b001100;
    private static final int EXTERNAL_ON_WALK = 0b010100;
    private static final int DOMAIN = 0b111100;
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

    /**
     * The five bits of the short format for the six of the long one; level 1 is a section, level 2 a page. Levels that the
     * short format lacks, which only a change of format without synchronization can bring here, count as the nearest.
     */
    private static int shortCode(int code) {
        boolean section = (code & LEVEL) < 2;
        return switch (code & ~LEVEL) {
            case ADDRESS_SIZE, TRANSLATION -> section ? 0b00101 : 0b00111;
            case ACCESS_FLAG -> section ? 0b00011 : 0b00110;
            case PERMISSION -> section ? 0b01101 : 0b01111;
            case DOMAIN -> section ? 0b01001 : 0b01011;
            case EXTERNAL_ON_WALK -> section ? 0b01100 : 0b01110;
            case Aborts.EXTERNAL -> code == ASYNCHRONOUS_EXTERNAL ? 0b10110 : 0b01000;
            default -> code == DEBUG ? 0b00010 : 0b00001;
        };
    }
}
