package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.InstructionState;
import dev.tlbsan.machine.SeededRandom;
import java.util.Optional;
import java.util.stream.LongStream;

/** Generates A32 and T32 cases: a state to begin with, and a sequence. */
final class Aarch32CaseGenerator {
    private static final int ATTEMPTS = 16;
    private static final int MARGIN = 0x400;
    private static final int LONGEST = 64;
    private static final int T32 = 0x20;
    private static final int BIG_ENDIAN = 0x200;
    private static final int MASKED = 0x1c0;
    private static final int USER = 0x10;
    private static final int FIQ = 0x11;
    private static final int HYP = 0x1a;
    private static final int[] PL1_MODES = {FIQ, 0x12, 0x13, 0x17, 0x1b, 0x1f};
    /** Where the SP and LR of a mode are among the registers of a case, by the mode's number. */
    private static final int[] STACK = {13, 29, 17, 19, 0, 0, 0, 21, 0, 0, 15, 23, 0, 0, 0, 13};

    private final SeededRandom random;
    private final Aarch32SequenceGenerator a32;
    private final Aarch32SequenceGenerator t32;
    private final Aarch32Controls controls;

    Aarch32CaseGenerator(SeededRandom random) {
        this.random = random;
        this.a32 = new Aarch32SequenceGenerator(InstructionSet.a32(), random);
        this.t32 = new Aarch32SequenceGenerator(InstructionSet.t32(), random);
        this.controls = new Aarch32Controls(random);
    }

    /** A case with about so many instructions. */
    InstructionCase next(long tag, int length) {
        int spsr = state(random.below(3));
        Controls chosen = controls.next(InstructionCase.levelOf(spsr));
        boolean thumb = (spsr & T32) != 0;
        var sequence = new Aarch32Sequence(thumb ? InstructionSet.t32() : InstructionSet.a32(), spsr, chosen, length);
        (thumb ? t32 : a32).fill(sequence);
        return finish(tag, sequence);
    }

    /** A case at an Exception level about one instruction; empty if it may not be generated there. */
    Optional<InstructionCase> next(long tag, int level, Definition definition) {
        boolean thumb = definition.state() == InstructionState.T32;
        int spsr = (state(level) & ~T32) | (thumb ? T32 : 0);
        var set = thumb ? InstructionSet.t32() : InstructionSet.a32();
        var sequence = new Aarch32Sequence(set, spsr, controls.next(level), 1);
        for (int i = 0; i < ATTEMPTS && sequence.words().isEmpty(); i++) {
            (thumb ? t32 : a32).add(sequence, definition);
        }
        return sequence.words().isEmpty() ? Optional.empty() : Optional.of(finish(tag, sequence));
    }

    private int state(int level) {
        int mode = switch (level) {
            case 0 -> USER;
            case 1 -> PL1_MODES[random.below(PL1_MODES.length)];
            default -> HYP;
        };
        int flags = random.below(32) << 27 | random.below(16) << 16;
        int endian = random.oneIn(8) ? BIG_ENDIAN : 0;
        return flags | endian | MASKED | mode | (random.oneIn(2) ? T32 : 0);
    }

    private InstructionCase finish(long tag, Aarch32Sequence sequence) {
        int offset = random.oneIn(64)
                ? Layout.CODE_SIZE - 4 * sequence.words().size() - 4 * random.below(8)
                : MARGIN + 4 * random.below(MARGIN / 4);
        long[] registers = registers(sequence, offset);
        return new InstructionCase(
                tag,
                sequence.needsFlush(),
                offset,
                sequence.spsr(),
                sequence.hasZeroWindows() ? 0 : 1 + random.below(random.oneIn(16) ? 4 : 1),
                sequence.controls(),
                LongStream.of(registers).boxed().toList(),
                sequence.words());
    }

    private long[] registers(Aarch32Sequence sequence, int offset) {
        long[] file = new long[InstructionCase.REGISTERS];
        for (int i = 0; i < file.length; i++) {
            file[i] = EdgeValues.next(random) & 0xffff_ffffL;
        }
        var addresses = new Aarch32Addresses(random, InstructionCase.levelOf(sequence.spsr()), sequence.controls());
        int mode = sequence.spsr() & 15;
        int high = (sequence.spsr() & 0x1f) == FIQ ? 16 : 0;
        file[Aarch32Pools.ALIGNED_BASE] = addresses.writable() & -16;
        file[Aarch32Pools.UNALIGNED_BASE] = addresses.writable();
        file[Aarch32Pools.INDEX] = random.below(64);
        file[Aarch32Pools.TARGET] = Layout.CODE + (offset > 2 * MARGIN ? 0 : offset + 4 * LONGEST) | random.below(2);
        file[high + Aarch32Pools.HIGH_BASE] = addresses.writable() & -8;
        file[high + Aarch32Pools.HIGH_INDEX] = random.between(-64, 64) & 0xffff_ffffL;
        file[high + Aarch32Pools.FAULTING_BASE] = addresses.faulting();
        file[high + Aarch32Pools.DEVICE_BASE] = addresses.device();
        long status = ProcessorStates.nextAarch32(InstructionCase.levelOf(sequence.spsr()), random);
        file[Aarch32Pools.VALUE] = status;
        file[16 + Aarch32Pools.VALUE] = status;
        file[STACK[mode]] = addresses.writable() & -8;
        return file;
    }
}
