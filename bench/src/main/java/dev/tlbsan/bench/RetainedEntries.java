package dev.tlbsan.bench;

import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.Mmu;
import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.arm.mmu.Translation;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.machine.Bus;
import dev.tlbsan.machine.Machine;
import dev.tlbsan.machine.MachineConfig;

/**
 * The memory that a TLB takes which forgets nothing.
 *
 * @param entries how many it holds
 * @param bytes heap they take, indexes and provenance included
 * @param nanosecondsPerFill time for a translation that walks and fills
 */
public record RetainedEntries(long entries, long bytes, double nanosecondsPerFill) {
    private static final int PAGE_BITS = 12;
    private static final int INDEX_BITS = 9;
    private static final long TABLES = Machine.RAM_BASE;
    private static final long PAGE_SIZE = 1L << PAGE_BITS;
    private static final long MEMORY = 64L << 20;
    private static final long TABLE = 3;
    private static final long PAGE = 0x703;
    private static final long TCR_39_BITS_4K_WRITE_BACK = 0x8080_3519L;
    private static final long SCTLR_M = 1;

    /** Fills the TLB of a PE at EL2 with so many pages. */
    public static RetainedEntries measure(int pages) {
        try (Machine machine = new Machine(new MachineConfig(1, MEMORY, TlbMode.RETAIN))) {
            map(machine.memory(), pages);
            ProcessingElement pe = machine.pes().getFirst();
            pe.write(SystemRegister.MAIR_EL2, 0xff);
            pe.write(SystemRegister.TCR_EL2, TCR_39_BITS_4K_WRITE_BACK);
            pe.write(SystemRegister.TTBR0_EL2, TABLES);
            pe.write(SystemRegister.SCTLR_EL2, pe.read(SystemRegister.SCTLR_EL2) | SCTLR_M);
            pe.mmu().contextSynchronization();
            long before = usedHeap();
            long start = System.nanoTime();
            fill(pe.mmu(), pages);
            double time = System.nanoTime() - start;
            return new RetainedEntries(pe.mmu().size(), usedHeap() - before, time / pages);
        }
    }

    private static void map(Bus memory, int pages) {
        long level2 = TABLES + PAGE_SIZE;
        long level3 = level2 + ((pages >> (2 * INDEX_BITS)) + 1) * PAGE_SIZE;
        for (long page = 0; page < pages; page++) {
            memory.write(level3 + page * Long.BYTES, Long.BYTES, (page << PAGE_BITS) | PAGE);
        }
        for (long table = 0; table << INDEX_BITS < pages; table++) {
            memory.write(level2 + table * Long.BYTES, Long.BYTES, (level3 + table * PAGE_SIZE) | TABLE);
        }
        for (long table = 0; table << (2 * INDEX_BITS) < pages; table++) {
            memory.write(TABLES + table * Long.BYTES, Long.BYTES, (level2 + table * PAGE_SIZE) | TABLE);
        }
    }

    private static void fill(Mmu mmu, int pages) {
        Access read = new Access(Access.Kind.READ, true);
        for (long page = 0; page < pages; page++) {
            Translation outcome = mmu.translate(page << PAGE_BITS, read);
            if (!(outcome instanceof Translation.Mapped)) {
                throw new IllegalStateException("page " + page + " gave " + outcome);
            }
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
