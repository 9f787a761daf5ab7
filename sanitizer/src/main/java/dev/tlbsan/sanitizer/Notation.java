package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.Walk;

/**
 * How numbers are written in findings: in hexadecimal, with as many digits as the widest of their kind needs. In AArch32
 * these are 32 bits of virtual address, 40 of physical and intermediate physical address, and 32 or 64 of stage 1
 * descriptors and their TTBRs by the format of the tables; stage 2 has the long format always.
 */
public enum Notation {
    AARCH64(16, 16, 16),
    AARCH32_LONG(8, 10, 16),
    AARCH32_SHORT(8, 10, 8);

    private static final int LONG_DIGITS = 16;

    private final int virtualDigits;
    private final int physicalDigits;
    private final int stage1Digits;

    Notation(int virtualDigits, int physicalDigits, int stage1Digits) {
        this.virtualDigits = virtualDigits;
        this.physicalDigits = physicalDigits;
        this.stage1Digits = stage1Digits;
    }

    /** That of the regime in which an address was translated. */
    static Notation of(Walk walk) {
        if (Vocabulary.of(walk) == Vocabulary.AARCH64) {
            return AARCH64;
        }
        return walk.registers().shortDescriptors(walk.tags().regime()) ? AARCH32_SHORT : AARCH32_LONG;
    }

    /** A virtual address, or the operand of a TLBI. */
    String virtual(long value) {
        return hex(virtualDigits, value);
    }

    /** A physical or an intermediate physical address. */
    String physical(long value) {
        return hex(physicalDigits, value);
    }

    /** The first input address of an entry. */
    String input(TlbEntry.Kind kind, long value) {
        return kind.stage2Only() ? physical(value) : virtual(value);
    }

    /** A descriptor of a stage, or the value of the register that holds the root of its tables. */
    String descriptor(int stage, long value) {
        return hex(stage == 1 ? stage1Digits : LONG_DIGITS, value);
    }

    /** The most characters of a descriptor with its address in brackets. */
    int widestDescriptor() {
        return "[0x] 0x".length() + physicalDigits + LONG_DIGITS;
    }

    private static String hex(int digits, long value) {
        return ("0x%0" + digits + "x").formatted(value);
    }
}
