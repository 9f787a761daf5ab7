package dev.tlbsan.difftest;

import dev.tlbsan.arm.pe.InstructionState;

/** Instructions that prepare others, as A32 or T32 words. */
final class Aarch32Idioms {
    private static final int OFFSET_BITS = 0xfff;
    private static final int UP = 1 << 23;

    private Aarch32Idioms() {}

    private static int choose(Aarch32Sequence sequence, int a32, int t32) {
        return isT32(sequence) ? t32 : a32;
    }

    private static boolean isT32(Aarch32Sequence sequence) {
        return sequence.instructions().state() == InstructionState.T32;
    }

    /** STR of a register at a distance of less than 256 bytes from the aligned base. */
    static int store(Aarch32Sequence sequence, int register, int offset) {
        int size = Math.abs(offset);
        if (isT32(sequence)) {
            int base = Aarch32Pools.ALIGNED_BASE << 16 | register << 12 | size;
            return base | (offset < 0 ? 0xf840_0c00 : 0xf8c0_0000);
        }
        return 0xe500_0000
                | Aarch32Pools.ALIGNED_BASE << 16
                | register << 12
                | (size & OFFSET_BITS)
                | (offset < 0 ? 0 : UP);
    }

    /** SEV. */
    static int sendEvent(Aarch32Sequence sequence) {
        return choose(sequence, 0xe320_f004, 0xbf40_0000);
    }

    /** MOV PC, R7. */
    static int moveTargetToPc(Aarch32Sequence sequence) {
        return choose(sequence, 0xe1a0_f007, 0x46bf_0000);
    }

    /** MOVS PC, LR of A32, and SUBS PC, LR, #4 of T32: exception returns. */
    static int returnByLink(Aarch32Sequence sequence) {
        return choose(sequence, 0xe1b0_f00e, 0xf3de_8f04);
    }

    /** MOV LR, R7. */
    static int moveTargetToLink(Aarch32Sequence sequence) {
        return choose(sequence, 0xe1a0_e007, 0x46be_0000);
    }

    /** MSR SPSR_fsxc, R12. */
    static int moveValueToSpsr(Aarch32Sequence sequence) {
        return choose(sequence, 0xe16f_f00c, 0xf39c_8f00);
    }

    /** MSR ELR_hyp, R7. */
    static int moveTargetToElr(Aarch32Sequence sequence) {
        return choose(sequence, 0xe12e_f307, 0xf387_8e30);
    }
}
