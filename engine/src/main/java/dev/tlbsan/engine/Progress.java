package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.pe.ProcessingElement;

/** How far a PE's run has got, and what the engine must look at before it goes on. */
final class Progress {
    /** The instructions executed before the first of the program that runs. */
    long count;
    /** The value of {@code count} at which the run ends. */
    long limit;
    /** The operation of the program that called out of the interpreter last. */
    int at;
    /** The program that runs. */
    Program program = Program.EMPTY;
    /**
     * Whether something may have happened that the run loop must look at: an interrupt line, power, an Exception level,
     * forgotten translations or code.
     */
    boolean attention;

    private final ProcessingElement pe;
    private final long[] registers;
    private int cut = -1;
    private int cutWord;
    private int cutPosition;
    private long cutImmediate;

    Progress(ProcessingElement pe) {
        this.pe = pe;
        this.registers = pe.registers();
    }

    /** Says that an operation calls code that may raise an exception or look at the time. */
    void callOut(int operation) {
        at = operation;
        registers[RegisterFile.PC] = registers[RegisterFile.BLOCK_PC] + program.offset(operation);
        pe.instructions(count + program.index(operation));
    }

    /**
     * Says that the call came back. If it asked for attention, the program ends after the instruction that called, by a
     * branch put in the place of the next one's first operation until {@link #mend}.
     */
    void callBack() {
        if (attention && cut < 0) {
            int next = at + 1;
            while (next < program.words.length && program.index(next) == program.index(at)) {
                next++;
            }
            if (next < program.words.length) {
                cut(next);
            }
        }
    }

    private void cut(int operation) {
        Program p = program;
        cut = operation;
        cutWord = p.words[operation];
        cutPosition = p.positions[operation];
        cutImmediate = p.immediates[operation];
        p.words[operation] = Program.BRANCH_WORD;
        p.positions[operation] = p.positions[at];
        p.immediates[operation] = (long) p.nextOffset(at) << 8;
        registers[RegisterFile.IT] = p.nextItState(at);
    }

    /** Undoes {@link #callBack}; to be called whenever the program has ended, however it did. */
    void mend() {
        if (cut >= 0) {
            program.words[cut] = cutWord;
            program.positions[cut] = cutPosition;
            program.immediates[cut] = cutImmediate;
            cut = -1;
        }
    }
}
