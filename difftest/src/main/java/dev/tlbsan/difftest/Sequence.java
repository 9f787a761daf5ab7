package dev.tlbsan.difftest;

import dev.tlbsan.machine.SeededRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** A sequence that is being generated, and the registers that it begins with. */
final class Sequence {
    private static final int FIRST_HIGH_SCRATCH = 28;
    private static final int SCRATCH_REGISTERS = 11;

    private final int level;
    private final Controls controls;
    private final int length;
    private final long[] registers;
    private final List<Integer> words = new ArrayList<>();
    private int nextValue = Pools.FIRST_VALUE;
    private int furthestTarget;
    private boolean flush;
    private boolean mayReturn = true;
    private boolean mayTranslate = true;

    Sequence(int level, Controls controls, int length, long[] registers) {
        this.level = level;
        this.controls = controls;
        this.length = length;
        this.registers = registers;
    }

    int level() {
        return level;
    }

    Controls controls() {
        return controls;
    }

    List<Long> registers() {
        return LongStream.of(registers).boxed().toList();
    }

    /** Lets all base registers point to where nothing is mapped. */
    void spoilAddresses(long unmapped) {
        Arrays.fill(registers, Pools.FIRST_BASE, Pools.FIRST_INDEX, unmapped);
        Arrays.fill(registers, InstructionCase.SP_EL0, InstructionCase.REGISTERS, unmapped);
    }

    /** How many words are still to come. */
    int room() {
        return length - words.size();
    }

    void add(int word) {
        words.add(word);
    }

    List<Integer> words() {
        return List.copyOf(words);
    }

    /** Says that the EL1&0 TLB must be invalidated after the case. */
    void flush() {
        flush = true;
    }

    /** Says that no exception return may follow, since what was written matters at EL1. */
    void forbidReturn() {
        mayReturn = false;
    }

    /** Says that no AT may follow. */
    void forbidTranslation() {
        mayTranslate = false;
    }

    /** Whether AT gives what both machines agree about: not of Device memory. */
    boolean mayTranslate() {
        return mayTranslate && !controls.isStage1Off(level);
    }

    boolean mayReturn() {
        return mayReturn;
    }

    boolean needsFlush() {
        return flush;
    }

    /** Notes that a branch at the next position goes so many words on. */
    void branch(int distance) {
        furthestTarget = Math.max(furthestTarget, words.size() + distance);
    }

    /** Whether a branch goes beyond the next position, so that what is added may be entered in the middle. */
    boolean mayBeEntered() {
        return furthestTarget > words.size();
    }

    /** A register that holds the value from the start, or -1 if there is none left. */
    int value(long value) {
        for (int register = Pools.FIRST_VALUE; register < nextValue; register++) {
            if (registers[register] == value) {
                return register;
            }
        }
        if (nextValue > Pools.LAST_VALUE) {
            return -1;
        }
        registers[nextValue] = value;
        return nextValue++;
    }

    /** A register that no other instruction depends on. */
    int scratch(SeededRandom random) {
        int choice = random.below(SCRATCH_REGISTERS);
        return choice < Pools.FIRST_BASE ? choice : FIRST_HIGH_SCRATCH + choice - Pools.FIRST_BASE;
    }

    /** A register that holds an address, now and then anything. */
    int address(SeededRandom random) {
        return random.oneIn(8)
                ? random.below(32)
                : Pools.FIRST_BASE + random.below(Pools.FIRST_INDEX - Pools.FIRST_BASE);
    }
}
