package dev.tlbsan.difftest;

import dev.tlbsan.arm.pe.InstructionState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a case.
 *
 * @param kind that of the case
 * @param tag that of the case
 * @param words everything after the tag, in units of 8 bytes
 */
record Outcome(int kind, long tag, List<Long> words) {
    /** Index of the level (low half) and vector (high half) of the first exception of an instruction case. */
    static final int LEVEL = 0;
    /** Index of the hash of the changes. */
    static final int CHANGES_HASH = 1;
    /** Index of the number of changes (low half) and of those listed (high half). */
    static final int CHANGES = 2;

    static final int ESR_EL1 = 3;
    static final int ELR_EL1 = 4;
    static final int SPSR_EL1 = 5;
    static final int FAR_EL1 = 6;
    static final int ESR_EL2 = 7;
    static final int ELR_EL2 = 8;
    static final int SPSR_EL2 = 9;
    static final int FAR_EL2 = 10;
    static final int HPFAR_EL2 = 11;
    /** Index of X0. */
    static final int X0 = 12;
    /** Index of SP_EL2, which means something for cases at EL2 only. */
    static final int SP_EL2 = X0 + InstructionCase.SP_EL2;
    /** Index of the list of changes: offset and value of each. */
    static final int LIST = 51;
    /** Index of the first probe's PAR_EL1 in the result of a translation case; ESR_EL2 follows. */
    static final int PROBES = 2;

    private static final int UNDEFINED = 0x04;
    private static final int SUPERVISOR_CALL = 0x08;
    private static final int PREFETCH_ABORT = 0x0c;
    /** LR_svc, LR_abt and LR_und among the registers of AArch32. */
    private static final int LR_SVC = 18;

    private static final int LR_UND = 22;
    private static final int LR_ABT = 20;

    private static final int DATA_ABORT_LINK = 8;
    private static final int HEADER = 16;
    private static final int EC_SHIFT = 26;
    private static final String[] NAMES = {
        "level, vector",
        "hash of changes",
        "number of changes",
        "esr_el1",
        "elr_el1",
        "spsr_el1",
        "far_el1",
        "esr_el2",
        "elr_el2",
        "spsr_el2",
        "far_el2",
        "hpfar_el2"
    };

    Outcome {
        words = List.copyOf(words);
    }

    static Outcome read(ByteBuffer in, int at, int size) {
        List<Long> words = new ArrayList<>();
        for (int offset = HEADER; offset < size; offset += Long.BYTES) {
            words.add(in.getLong(at + offset));
        }
        return new Outcome(in.getInt(at + 4), in.getLong(at + 8), words);
    }

    int size() {
        return HEADER + words.size() * Long.BYTES;
    }

    void write(ByteBuffer out) {
        out.putInt(size()).putInt(kind).putLong(tag);
        for (long word : words) {
            out.putLong(word);
        }
    }

    /** The word at an index, or zero beyond the end. */
    long word(int index) {
        return index < words.size() ? words.get(index) : 0;
    }

    /** The Exception level that took the first exception out of an instruction case. */
    int level() {
        return (int) word(LEVEL);
    }

    /** The exception class of the first exception out of an instruction case. */
    int exceptionClass() {
        return (int) (syndrome() >>> EC_SHIFT) & 0x3f;
    }

    /** ESR_ELx of the first exception. */
    long syndrome() {
        return word(level() == 1 ? ESR_EL1 : ESR_EL2);
    }

    /** ELR_ELx of the first exception. */
    long returnAddress() {
        return word(level() == 1 ? ELR_EL1 : ELR_EL2);
    }

    /** FAR_ELx of the first exception; in AArch32 DFAR or HDFAR in the lower half, IFAR or HIFAR in the upper. */
    long faultAddress() {
        return word(level() == 1 ? FAR_EL1 : FAR_EL2);
    }

    /** The address of a Data Abort. */
    long dataAddress(InstructionCase testCase) {
        return testCase.isAarch32() ? faultAddress() & 0xffff_ffffL : faultAddress();
    }

    /** The vector offset of the first exception. */
    int vector() {
        return (int) (word(LEVEL) >>> 32);
    }

    /** The preferred return address of the first exception. */
    long endOf(InstructionCase testCase) {
        if (!testCase.isAarch32() || level() == 2) {
            return returnAddress();
        }
        boolean t32 = testCase.instructionSet().state() == InstructionState.T32;
        return switch (vector()) {
            case UNDEFINED -> word(X0 + LR_UND) - (t32 ? 2 : Integer.BYTES);
            case SUPERVISOR_CALL -> word(X0 + LR_SVC);
            case PREFETCH_ABORT -> word(X0 + LR_ABT) - Integer.BYTES;
            default -> word(X0 + LR_ABT) - DATA_ABORT_LINK;
        };
    }

    /** The address of the instruction that a Data Abort ended the case at. */
    long faultingInstruction(InstructionCase testCase) {
        boolean byLink = testCase.isAarch32() && level() == 1;
        return byLink ? word(X0 + LR_ABT) - DATA_ABORT_LINK : returnAddress();
    }

    /** How many changed words are listed. */
    int listed() {
        return (int) (word(CHANGES) >>> 32);
    }

    /** What the word at an index is. */
    String name(int index) {
        if (kind == TranslationCase.KIND) {
            return index < PROBES
                    ? "number of probes"
                    : (index % 2 == 0 ? "par_el1" : "esr_el2") + " of probe " + (index - PROBES) / 2;
        }
        if (index < X0) {
            return NAMES[index];
        }
        int register = index - X0;
        if (register < InstructionCase.SP_EL0) {
            return "x" + register;
        }
        if (register < InstructionCase.REGISTERS) {
            return "sp_el" + (register - InstructionCase.SP_EL0);
        }
        if (index < LIST) {
            return "AArch32 state";
        }
        return (index % 2 == LIST % 2 ? "offset" : "value") + " of change " + (index - LIST) / 2;
    }
}
