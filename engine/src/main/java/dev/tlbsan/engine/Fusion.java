package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.RegisterFile;

/**
 * Makes one operation of two that follow each other where there is a code for both: a shifted operand and what uses it, a
 * bit and the branch on it, a comparison and the branch on its flags. It also leaves out checks of the stack pointer that
 * cannot fail because one before them in the block has not.
 */
final class Fusion {
    private static final int STACK_ALIGNMENT = 15;
    private static final int SIGN = 63;
    private static final int BIT_CLEAR = 1 << 6;
    private static final int NOWHERE = -1;
    private static final int OFFSET_BITS = 20;
    private static final long LOW_32 = 0xffff_ffffL;

    private final Operations from;
    private final Operations to;
    private boolean stackChecked;
    /** The position of the last instruction that may be skipped: what follows it may be reached without it. */
    private int predicated = NOWHERE;

    private Fusion(Operations from) {
        this.from = from;
        this.to = new Operations(from.size());
    }

    static Operations fuse(Operations operations) {
        var fusion = new Fusion(operations);
        int n = 0;
        while (n < operations.size()) {
            n += fusion.fuse(n);
        }
        return fusion.to;
    }

    /** Appends what operation n, and perhaps the next, becomes; how many those were. */
    private int fuse(int n) {
        if (from.op(n) == Op.CHECK_SP_ALIGNMENT) {
            if (!stackChecked) {
                copy(n);
            }
            stackChecked = true;
            return 1;
        }
        if (from.op(n) == Op.SKIP_UNLESS) {
            predicated = from.position(n);
        }
        if (from.d(n) == RegisterFile.SP) {
            stackChecked &= keepsStackAligned(n);
        }
        if (n + 1 < from.size() && (fuseOperand(n) || fuseBit(n) || fuseComparison(n))) {
            return 2;
        }
        copy(n);
        return 1;
    }

    private void copy(int n) {
        to.append(from.op(n), from.word(n), from.immediate(n), from.position(n));
    }

    private boolean keepsStackAligned(int n) {
        return from.code(n) == Code.ADD
                && from.a(n) == RegisterFile.SP
                && from.b(n) == RegisterFile.ZERO
                && (from.immediate(n) & STACK_ALIGNMENT) == 0;
    }

    /** An extraction, and an addition or exclusive-or of it. */
    private boolean fuseOperand(int n) {
        int next = n + 1;
        if (from.code(n) != Code.EXTRACT || from.b(next) != from.d(n) || !isLastUse(n)) {
            return false;
        }
        long shifts = from.immediate(n);
        int code = Code.ADD_EXTRACTED;
        if (from.code(next) == Code.ADD_EXTRACTED) {
            shifts = shiftedLeft(shifts, (int) from.immediate(next));
        } else if (from.code(next) == Code.XOR && from.immediate(next) == -1) {
            code = Code.XOR_EXTRACTED;
        } else if (from.code(next) != Code.ADD || from.immediate(next) != 0) {
            return false;
        }
        if (shifts >= 0) {
            int slots = (from.word(next) & 0xffff00) | (from.a(n) << 24);
            to.append(from.op(next), code | slots, shifts, from.position(next));
        }
        return shifts >= 0;
    }

    /** The shifts that extract and then shift left, or -1 if two do not suffice. */
    private static long shiftedLeft(long shifts, int by) {
        int left = (int) shifts & SIGN;
        int right = (int) (shifts >>> 8) & SIGN;
        return left == right && by <= right ? left | (((long) right - by) << 8) : -1;
    }

    /** One bit extracted, and a branch on it. */
    private boolean fuseBit(int n) {
        int next = n + 1;
        boolean branch = from.code(next) == Code.BRANCH_IF || from.code(next) == Code.BRANCH_IF_NOT;
        long shifts = from.immediate(n);
        boolean oneBit = from.code(n) == Code.EXTRACT && shifts >>> 8 == SIGN;
        if (!branch || !oneBit || from.a(next) != from.d(n) || !isLastUse(n)) {
            return false;
        }
        int isSet = from.code(next) == Code.BRANCH_IF ? 0 : BIT_CLEAR;
        int slots = (from.word(next) & 0xff00_ff00) | (from.a(n) << 16);
        long immediate = (from.immediate(next) & -0x100) | (shifts & SIGN) | isSet;
        to.append(from.op(next), Code.BRANCH_IF_BIT | slots, immediate, from.position(next));
        return true;
    }

    /** A subtraction that sets flags, and a conditional branch. */
    private boolean fuseComparison(int n) {
        int next = n + 1;
        boolean compares = from.code(n) == Code.SUBS || from.code(n) == Code.SUBSW;
        long offset = from.immediate(next) >> 1;
        boolean fits = (offset << (64 - OFFSET_BITS)) >> (64 - OFFSET_BITS) == offset
                && from.immediate(n) == (int) from.immediate(n);
        boolean together = from.position(n) != predicated;
        if (!compares || from.code(next) != Code.BRANCH_COND || !fits || !together) {
            return false;
        }
        long fields = ((long) from.a(next) << 32) | ((long) from.d(n) << 36);
        long immediate = (from.immediate(n) & LOW_32) | fields | (offset << 44);
        int code = from.code(n) == Code.SUBS ? Code.SUBS_BRANCH : Code.SUBSW_BRANCH;
        int slots = (from.word(n) & 0xffff_0000) | (RegisterFile.SINK << 8);
        to.append(from.op(next), code | slots, immediate, from.position(next));
        return true;
    }

    /** Whether the result of operation n is a temporary that the next operation reads once and nothing after it reads. */
    private boolean isLastUse(int n) {
        int slot = from.d(n);
        boolean once = !(from.a(n + 1) == slot && from.b(n + 1) == slot);
        for (int m = n + 2; m < from.size() && from.position(m) == from.position(n); m++) {
            once &= !from.reads(m, slot);
        }
        return once && slot >= RegisterFile.FIRST_TEMPORARY && from.position(n + 1) == from.position(n);
    }
}
