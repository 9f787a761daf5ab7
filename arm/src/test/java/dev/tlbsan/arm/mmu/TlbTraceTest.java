package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The retaining TLB does what a list of entries does, on random traces of walks, table writes and TLBIs. */
class TlbTraceTest {
    private static final int TRACES = Integer.getInteger("tlbsan.tlb.traces", 60);
    private static final int STEPS = 1_500;
    private static final TlbiOperation[] OPERATIONS = TlbiOperation.values();

    /** Asks both, and takes part only if they agree. */
    private static final class Twice implements TlbStore {
        private final RetainingStore fast = new RetainingStore();
        private final ListStore slow = new ListStore();
        private final Set<TlbEntry.Kind> hits = EnumSet.noneOf(TlbEntry.Kind.class);
        private String where = "";
        private int removed;
        private int survived;

        @Override
        public @Nullable TlbEntry find(Tags tags, TlbEntry.Kind kind, long address) {
            TlbEntry entry = slow.find(tags, kind, address);
            assertThat(fast.find(tags, kind, address)).as(where).isSameAs(entry);
            if (entry != null) {
                hits.add(kind);
            }
            return entry;
        }

        @Override
        public boolean add(TlbEntry entry, boolean complete) {
            return fast.add(entry, complete) && slow.add(entry, complete);
        }

        @Override
        public int remove(Invalidation invalidation) {
            int expected = slow.remove(invalidation);
            assertThat(fast.remove(invalidation)).as(where + " " + invalidation).isEqualTo(expected);
            removed += expected > 0 ? 1 : 0;
            survived += slow.size() > 0 ? 1 : 0;
            return expected;
        }

        @Override
        public int size() {
            assertThat(fast.size()).as(where).isEqualTo(slow.size());
            return slow.size();
        }
    }

    @Test
    void agreesWithAListOfEntriesOnRandomTraces() {
        for (int seed = 1; seed <= TRACES; seed++) {
            Twice store = new Trace(seed).run();
            assertThat(store.hits).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(4);
            assertThat(store.removed).isGreaterThan(20);
            assertThat(store.survived).isGreaterThan(20);
        }
    }

    /** One trace: a few address spaces, a few addresses, tables that change under way. */
    private static final class Trace {
        private final SplittableRandom random;
        private final RandomTables tables;
        private final TableMemory memory;
        private final EntryFiller filler;
        private final Twice store = new Twice();
        private final InnerShareableDomain domain;
        private final Walker walker;
        private final int seed;
        private final TranslationRegisters[] spaces = new TranslationRegisters[6];
        private final long[] addresses = new long[10];

        Trace(int seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            tables = new RandomTables(seed);
            memory = tables.memory();
            domain = new InnerShareableDomain(memory);
            filler = new EntryFiller(domain, new TestInitiator());
            walker = new Walker(memory, store, filler);
            for (int i = 0; i < spaces.length; i++) {
                spaces[i] = new TranslationRegisters(stage1(), el2(), stage2());
            }
            for (int i = 0; i < addresses.length; i++) {
                long low = random.nextLong(1L << (random.nextBoolean() ? 24 : 39)) & -4096;
                addresses[i] = random.nextInt(3) == 0 ? low | -1L << 39 : low;
            }
        }

        private Stage1Registers stage1() {
            Stage1Registers r = tables.stage1();
            long granules = random.nextInt(4) == 0 ? 1L << 14 | 3L << 30 : 2L << 30;
            long tcr = 25 | 25 << 16 | granules | 5L << 32 | 1L << 36;
            long asid = (1 + random.nextLong(2)) << 48;
            long base = (r.ttbr0() & 0xffff_ffffL & -4096) | TableMemory.BASE;
            int off = random.nextInt(5) == 0 ? 0 : 1;
            return new Stage1Registers(off, tcr, base | asid, base, r.mair());
        }

        private Stage1Registers el2() {
            Stage1Registers r = stage1();
            return new Stage1Registers(r.sctlr(), 25 | 5 << 16, r.ttbr0(), 0, r.mair());
        }

        private Stage2Registers stage2() {
            long vttbr = (1 + random.nextLong(2)) << 48 | TableMemory.BASE + (random.nextInt(16) << 14);
            long vtcr = 64 - 40 | 1 << 6 | 5 << 16;
            return new Stage2Registers(random.nextInt(3) == 0 ? 0 : 1, vtcr, vttbr);
        }

        Twice run() {
            for (int step = 0; step < STEPS; step++) {
                store.where = "seed " + seed + " step " + step;
                int choice = random.nextInt(10);
                if (choice == 0) {
                    invalidate();
                } else if (choice < 3) {
                    memory.write(
                            TableMemory.BASE + random.nextInt(RandomTables.RAM_BYTES / 8) * 8L, 8, tables.descriptor());
                } else {
                    translate();
                }
                store.size();
            }
            return store;
        }

        private WalkContext context() {
            Regime regime = random.nextInt(4) == 0 ? Regime.EL2 : Regime.EL10;
            return new WalkContext(spaces[random.nextInt(spaces.length)], MmuConfiguration.DEFAULT, regime);
        }

        private void translate() {
            Access.Kind kind = Access.Kind.values()[random.nextInt(3)];
            walker.translate(context(), addresses[random.nextInt(addresses.length)], new Access(kind, true));
        }

        private void invalidate() {
            TlbiOperation operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
            long asid = 1L + random.nextInt(2);
            long address = addresses[random.nextInt(addresses.length)];
            long operand = operation.filter() == TlbiOperation.Filter.IPA
                    ? (TableMemory.BASE + random.nextInt(RandomTables.RAM_BYTES)) >>> 12
                    : asid << 48 | (address >>> 12 & (1L << 44) - 1);
            long age = random.nextBoolean() ? 0 : random.nextInt(200);
            long serial = Math.max(0, domain.nextSerial() - age);
            Provenance nobody = new Provenance(0, 0, 0, "", 0, 0, 0, 0);
            store.remove(new Invalidation(
                    operation,
                    serial,
                    1 + random.nextInt(2),
                    operation.asid(operand),
                    operation.address(operand),
                    nobody));
        }
    }
}
