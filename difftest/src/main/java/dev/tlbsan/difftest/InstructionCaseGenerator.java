package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.machine.SeededRandom;
import java.util.function.Consumer;

/** Generates instruction cases: a state to begin with, and a sequence. */
final class InstructionCaseGenerator {
    private static final int ALIGNMENT = 16;
    private static final int MARGIN = 0x400;
    private static final int LONGEST = 64;
    /** The most words that an idiom adds to a sequence that is nearly full. */
    private static final int LONGEST_IDIOM = 4;

    private final SeededRandom random;
    private final SequenceGenerator sequences;
    private final ControlsGenerator controls;
    private int offset;
    private int spsr;

    InstructionCaseGenerator(InstructionSet instructions, SeededRandom random) {
        this.random = random;
        this.sequences = new SequenceGenerator(instructions, random);
        this.controls = new ControlsGenerator(random);
    }

    /** A case with about so many instructions. */
    InstructionCase next(long tag, int length) {
        return next(tag, random.below(3), length, sequences::fill);
    }

    /** A case at an Exception level about one instruction, or a few that belong together. */
    InstructionCase next(long tag, int level, Consumer<Sequence> content) {
        return next(tag, level, 1, content);
    }

    private InstructionCase next(long tag, int level, int length, Consumer<Sequence> content) {
        while (true) {
            Sequence sequence = begin(level, length);
            content.accept(sequence);
            if (!sequence.words().isEmpty()) {
                return finish(tag, sequence);
            }
        }
    }

    SequenceGenerator sequences() {
        return sequences;
    }

    private Sequence begin(int level, int length) {
        Controls chosen = controls.next(level);
        spsr = ProcessorStates.initial(level, random);
        offset = offset(length);
        return new Sequence(level, chosen, length, registers(level, chosen));
    }

    /** Mostly near the beginning, which the payload has less work with; seldom anywhere, or at the very end. */
    private int offset(int length) {
        if (random.oneIn(64)) {
            int room = random.oneIn(2) ? Layout.CODE_SIZE - 4 * MARGIN : MARGIN;
            return Layout.CODE_SIZE - 4 * (length + LONGEST_IDIOM) - 4 * random.below(room / 4);
        }
        return MARGIN + 4 * random.below(MARGIN / 4);
    }

    private InstructionCase finish(long tag, Sequence sequence) {
        long seed = random.oneIn(16) ? random.below(4) : 1;
        return new InstructionCase(
                tag,
                sequence.needsFlush(),
                offset,
                spsr,
                seed,
                sequence.controls(),
                sequence.registers(),
                sequence.words());
    }

    private long[] registers(int level, Controls chosen) {
        long[] x = new long[InstructionCase.REGISTERS];
        for (int i = 0; i < x.length; i++) {
            x[i] = EdgeValues.next(random);
        }
        var addresses = new Addresses(random, level, chosen);
        for (int i = Pools.FIRST_BASE; i < Pools.READABLE_BASE; i++) {
            x[i] = i < Pools.FIRST_UNALIGNED_BASE ? addresses.writable() & -ALIGNMENT : addresses.writable();
        }
        x[Pools.READABLE_BASE] = addresses.readable();
        x[Pools.DEVICE_BASE] = addresses.device();
        x[Pools.FAULTING_BASE] = addresses.faulting();
        for (int i = Pools.FIRST_INDEX; i < Pools.FIRST_TARGET; i++) {
            x[i] = index();
        }
        long end = Layout.CODE + offset + 4L * LONGEST + 4L * random.below(LONGEST);
        x[Pools.FIRST_TARGET] = end;
        x[Pools.FIRST_TARGET + 1] = addresses.executable(end + 4);
        // Executable, since QEMU prefers the Instruction Abort to the PC alignment fault.
        x[Pools.MISALIGNED_TARGET] = Layout.CODE + random.below(Layout.CODE_SIZE) | 1 + random.below(3);
        x[Pools.FORBIDDEN_TARGET] = random.oneIn(2) ? addresses.faulting() & -4 : addresses.writable() & -4;
        for (int i = InstructionCase.SP_EL0; i < InstructionCase.REGISTERS; i++) {
            x[i] = addresses.writable() & -ALIGNMENT;
        }
        return x;
    }

    /** A small number; forms that use its lower half only find anything in the other. */
    private long index() {
        long small = random.below(3) == 0 ? -random.between(1, 64) : random.below(64);
        return random.oneIn(16) ? (small & 0xffff_ffffL) | random.next() << 32 : small;
    }
}
