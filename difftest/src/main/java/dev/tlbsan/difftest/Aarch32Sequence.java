package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.InstructionState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A sequence of A32 or T32 instructions that is being generated. */
final class Aarch32Sequence {
    private static final int HALF = 16;
    private static final int MODE = 0x1f;
    /** BKPT. */
    private static final int PADDING = 0xbe70;

    private final InstructionSet instructions;
    private final int spsr;
    private final Controls controls;
    private final int length;
    private final List<Integer> halfwords = new ArrayList<>();
    private final Set<Integer> targets = new HashSet<>();
    private int count;
    private int itState;
    private int furthestTarget;
    private int mode;
    private boolean forgotten;
    private boolean zeroed;
    private boolean flush;

    Aarch32Sequence(InstructionSet instructions, int spsr, Controls controls, int length) {
        this.instructions = instructions;
        this.spsr = spsr;
        this.controls = controls;
        this.length = length;
        this.mode = spsr & MODE;
    }

    InstructionSet instructions() {
        return instructions;
    }

    int spsr() {
        return spsr;
    }

    int level() {
        return InstructionCase.levelOf(mode);
    }

    /** The mode that the next instruction is executed in, as far as is known. */
    int mode() {
        return mode;
    }

    /** Says what mode the next instruction is executed in. */
    void mode(int next) {
        mode = next;
    }

    Controls controls() {
        return controls;
    }

    /** How many instructions are still to come. */
    int room() {
        return length - count;
    }

    /** PSTATE.IT before the next instruction. */
    int itState() {
        return itState;
    }

    /** Says what IT has made of PSTATE.IT. */
    void beginItBlock(int state) {
        itState = state;
    }

    /** Adds an instruction. */
    void add(int word) {
        boolean last = (itState & 7) == 0;
        itState = last ? 0 : (itState & 0xe0) | (itState << 1 & 0x1f);
        count++;
        if (instructions.bytes(word) == 2) {
            halfwords.add(word >>> HALF);
            return;
        }
        boolean upperFirst = instructions.state() == InstructionState.T32;
        halfwords.add(upperFirst ? word >>> HALF : word & 0xffff);
        halfwords.add(upperFirst ? word & 0xffff : word >>> HALF);
    }

    /** The offset of the next instruction from the first. */
    int offset() {
        return 2 * halfwords.size();
    }

    /** Notes that the next instruction may branch so many bytes on. */
    void branch(int distance) {
        furthestTarget = Math.max(furthestTarget, offset() + distance);
        targets.add(offset() + distance);
    }

    /** Whether a branch may lead to the middle of an instruction of so many bytes that comes next. */
    boolean splits(int bytes) {
        return bytes > 2 && targets.contains(offset() + 2);
    }

    /** Whether the next instruction may be entered by a branch. */
    boolean mayBeEntered() {
        return furthestTarget >= offset() && furthestTarget > 0;
    }

    /** Says that memory was accessed, or one of the registers that point to it written: what is found there is not known. */
    void forgetWindows() {
        forgotten = true;
    }

    /** Lets the windows hold zeroes, so that what is loaded to the PC is an address without code; false if it is too late. */
    boolean zeroWindows() {
        zeroed |= !forgotten;
        return !forgotten;
    }

    boolean hasZeroWindows() {
        return zeroed;
    }

    /** Says that the TLB must be invalidated after the case. */
    void flush() {
        flush = true;
    }

    boolean needsFlush() {
        return flush;
    }

    List<Integer> words() {
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < halfwords.size(); i += 2) {
            int upper = i + 1 < halfwords.size() ? halfwords.get(i + 1) : PADDING;
            words.add(halfwords.get(i) | upper << HALF);
        }
        return words;
    }
}
