package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.difftest.TranslationCase.Operation;
import dev.tlbsan.difftest.TranslationCase.Probe;
import dev.tlbsan.difftest.TranslationCase.Register;
import dev.tlbsan.difftest.TranslationCase.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Builds cases that are written by hand: an ordinary state with some changes, and a program. */
final class Directed {
    /** An address that no regime of instruction cases maps. */
    static final long UNMAPPED = 0x402f_f000L;

    static final long SCTLR_M = 1;
    static final long HCR_VM = 1;
    static final long HCR_DC = 1L << 12;

    private static final int MASKED = 0x3c0;
    private static final int HANDLER_STACK = 1;

    private final long[] registers = new long[InstructionCase.REGISTERS];
    private final int level;
    private int flags;
    private Controls controls;

    private Directed(int level) {
        this.level = level;
        this.controls = level == 2 ? Controls.ORDINARY_EL2 : Controls.ORDINARY;
    }

    static Directed at(int level) {
        return new Directed(level);
    }

    /** Sets a register, or a stack pointer, by its index in the case. */
    Directed with(int register, long value) {
        registers[register] = value;
        return this;
    }

    /** Sets NZCV. */
    Directed flags(int nzcv) {
        flags = nzcv;
        return this;
    }

    Directed sctlr(long value) {
        controls = controls.withSctlr(value);
        return this;
    }

    /** Sets bits of HCR_EL2. */
    Directed hcr(long bits) {
        controls = controls.withHcr(controls.hcr() | bits);
        return this;
    }

    Directed timers(long cnthctl, long cntkctl) {
        controls = controls.withDebugAndTimers(0, cnthctl, cntkctl);
        return this;
    }

    Directed mdscr(long value) {
        controls = controls.withMdscr(value);
        return this;
    }

    InstructionCase run(String program) {
        List<Integer> words = IntStream.of(new Assembler(InstructionSet.a64()).assemble(program, Layout.CODE))
                .boxed()
                .toList();
        int mode = level == 0 ? 0 : level << 2 | HANDLER_STACK;
        return new InstructionCase(0, false, 0, flags << 28 | MASKED | mode, 1, controls, boxed(registers), words);
    }

    /** A probe through stage 1 with 4 KiB pages and 39-bit addresses; AttrIndx 0 is Non-cacheable, 1 is Device-nGRE. */
    static Translation stage1(Operation operation, long address) {
        return new Translation(new Probe(operation, address))
                .set(Register.HCR_EL2, 1L << 31)
                .set(Register.SCTLR_EL1, 0x30d0_1805L)
                .set(Register.TCR_EL1, 0x2_8019_3519L)
                .set(Register.TTBR0_EL1, Layout.TABLES)
                .set(Register.TTBR1_EL1, Layout.TABLES)
                .set(Register.MAIR_EL1, 0x0844L);
    }

    /** The same with a stage 2 of 32-bit addresses from level 1, which maps the second GiB to itself. */
    static Translation bothStages(Operation operation, long address) {
        return stage1(operation, address)
                .set(Register.HCR_EL2, 1L << 31 | HCR_VM)
                .set(Register.VTCR_EL2, 0x8000_3560L)
                .set(Register.VTTBR_EL2, Layout.TABLES + Translation.TABLE_SIZE)
                .map(1, 1, 0x4000_07fdL);
    }

    private static List<Long> boxed(long[] values) {
        return LongStream.of(values).boxed().toList();
    }

    /** A translation case in the making. */
    static final class Translation {
        private static final long TABLE_SIZE = 0x1000;

        private final long[] registers = new long[Register.values().length];
        private final List<Write> writes = new ArrayList<>();
        private final Probe probe;

        private Translation(Probe probe) {
            this.probe = probe;
        }

        Translation set(Register register, long value) {
            registers[register.ordinal()] = value;
            return this;
        }

        /** Writes the descriptor at an index of the stage 1 table (0) or the stage 2 table (1). */
        Translation map(int table, int index, long descriptor) {
            writes.add(new Write(Layout.TABLES + table * TABLE_SIZE + index * 8L, descriptor));
            return this;
        }

        TranslationCase build() {
            return new TranslationCase(0, false, boxed(registers), writes, List.of(probe));
        }
    }
}
