package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.Cluster;
import dev.tlbsan.arm.pe.PeConfiguration;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.arm.pe.SystemRegister;

/** PEs with RAM, at EL1 unless asked otherwise, and engines that run them. */
final class TestMachine {
    static final long CODE = TestMemory.RAM_BASE + 0x1_0000;
    static final long VECTORS = TestMemory.RAM_BASE + 0x2_0000;
    static final long DATA = TestMemory.RAM_BASE + 0x3_0000;
    static final long TABLES = TestMemory.RAM_BASE + 0x10_0000;
    /** Where the second gigabyte of virtual addresses maps the same memory as the first of RAM, by 4 KiB pages. */
    static final long PAGED = 0x8000_0000L;

    private static final int PAGE = 4096;
    private static final long TABLE = 3;
    private static final long BLOCK = 1 | 1 << 10 | 3 << 8;
    private static final long LEAF = 3 | 1 << 10 | 3 << 8;
    private static final long DEVICE = 1 << 2;

    final TestMemory memory = new TestMemory(4 << 20);
    final Cluster cluster = new Cluster(memory);
    final ProcessingElement pe;
    final Engine engine;
    final Engines engines = new Engines(memory);

    TestMachine() {
        this(EngineKind.INTERPRETER);
    }

    TestMachine(EngineKind kind) {
        this(kind, PeConfiguration.withoutEl2(0));
    }

    TestMachine(EngineKind kind, PeConfiguration configuration) {
        pe = new ProcessingElement(configuration, cluster);
        pe.reset(CODE);
        engine = kind.engine(engines, pe);
    }

    /** Turns the MMU on: 4 KiB granule, RAM and the device at their physical addresses, RAM again at PAGED. */
    TestMachine withMmu() {
        long level1 = TABLES;
        long level2Low = TABLES + PAGE;
        long level2 = TABLES + 2 * PAGE;
        long level2Paged = TABLES + 3 * PAGE;
        long level3 = TABLES + 4 * PAGE;
        write(level1, level2Low | TABLE);
        write(level1 + 8, level2 | TABLE);
        write(level1 + 16, level2Paged | TABLE);
        write(level2Low + (TestMemory.DEVICE_BASE >>> 21) * 8, (TestMemory.DEVICE_BASE & -1L << 21) | BLOCK | DEVICE);
        write(level2, TestMemory.RAM_BASE | BLOCK);
        write(level2 + 8, TestMemory.RAM_BASE + (1 << 21) | BLOCK);
        write(level2Paged, level3 | TABLE);
        for (int n = 0; n < 512; n++) {
            write(level3 + 8L * n, TestMemory.RAM_BASE + (long) n * PAGE | LEAF);
        }
        pe.write(SystemRegister.MAIR_EL1, 0x00ffL);
        pe.write(SystemRegister.TCR_EL1, 25 | 1 << 23 | 5L << 32);
        pe.write(SystemRegister.TTBR0_EL1, level1);
        pe.write(SystemRegister.SCTLR_EL1, pe.read(SystemRegister.SCTLR_EL1) | 1);
        pe.mmu().contextSynchronization();
        return this;
    }

    /** The address of the descriptor of a page of the region at PAGED. */
    static long descriptor(long va) {
        return TABLES + 4 * PAGE + (va - PAGED) / PAGE * 8;
    }

    /** Puts a program where execution starts. */
    TestMachine program(String text) {
        return programAt(CODE, text);
    }

    TestMachine programAt(long pa, String text) {
        int[] words = new Assembler(InstructionSet.a64()).assemble(text, pa);
        for (int n = 0; n < words.length; n++) {
            memory.write(pa + 4L * n, 4, words[n] & 0xffff_ffffL);
        }
        return this;
    }

    Exit run(long instructions) {
        return engine.run(instructions);
    }

    long x(int n) {
        return pe.registers()[n];
    }

    TestMachine x(int n, long value) {
        pe.registers()[n] = value;
        return this;
    }

    long pc() {
        return pe.registers()[RegisterFile.PC];
    }

    long read(long pa) {
        return memory.read(pa, 8);
    }

    void write(long pa, long value) {
        memory.write(pa, 8, value);
    }
}
