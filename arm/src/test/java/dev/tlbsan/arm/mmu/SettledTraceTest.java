package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that remembers settled outcomes until it is told otherwise gets what an engine that always asks gets. */
class SettledTraceTest {
    private static final int TRACES = Integer.getInteger("tlbsan.settled.traces", 40);
    private static final int STEPS = 3_000;

    @ParameterizedTest
    @ValueSource(strings = {"retain", "coherent"})
    void rememberedOutcomesAreWhatTheMmuWouldSay(String mode) {
        int remembered = 0;
        for (int seed = 1; seed <= TRACES; seed++) {
            Trace trace = new Trace(seed, TlbMode.parse(mode));
            trace.run();
            remembered += trace.remembered;
        }
        assertThat(remembered).isGreaterThan(TRACES * STEPS / 20);
    }

    @Test
    void staleEntriesAreMetOnTheWay() {
        Trace trace = new Trace(1, TlbMode.RETAIN);
        trace.board.listen();
        trace.run();
        assertThat(trace.board.uses.size()).isGreaterThan(20);
    }

    private static final class Trace {
        private static final long[] ADDRESSES = {0, 0x1000, 0x2000, 0x20_0000, 0x20_1000, 0x4000_0000L, 0x4000_1000L};
        private static final TlbiOperation[] OPERATIONS = TlbiOperation.values();

        private final SplittableRandom random;
        private final Board board;
        private final long[] roots = new long[2];
        private final long[] roots2 = new long[2];
        private final List<Long> descriptors = new ArrayList<>();
        private final List<Long> values = new ArrayList<>();
        private final List<Map<Long, Translation>> engines = new ArrayList<>();
        private final String name;
        private int remembered;

        Trace(int seed, TlbMode mode) {
            name = "seed " + seed;
            random = new SplittableRandom(seed);
            board = new Board(2, mode);
            for (Mmu mmu : board.mmus) {
                Map<Long, Translation> engine = new HashMap<>();
                engines.add(engine);
                mmu.addSoftTlbListener(engine::clear);
            }
            for (int i = 0; i < 2; i++) {
                roots[i] = board.stage1Table();
                roots2[i] = board.stage2Table();
                board.mapRam2(roots2[i]);
            }
            for (long va : ADDRESSES) {
                for (int i = 0; i < 2; i++) {
                    remember(board.map(roots[i], va, board.page() | Board.PAGE | 1 << 6));
                    remember(board.map2(roots2[i], 0x8000_0000L + va, board.page() | Board.PAGE2));
                }
            }
            for (long root : roots) {
                remember(root);
                remember(board.memory.read(root, 8) & 0xffff_f000L);
            }
            values.add(0L);
            values.add(0x8000_1000L | Board.PAGE);
            values.add(0x8020_0000L | Board.PAGE | Board.READ_ONLY);
        }

        private void remember(long descriptor) {
            descriptors.add(descriptor);
            values.add(board.memory.read(descriptor, 8));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                int element = random.nextInt(2);
                switch (random.nextInt(50)) {
                    case 0 -> write();
                    case 1 -> switchContext(element);
                    case 2 -> invalidate(element);
                    case 3 -> board.mmus.get(element).dsb(ShareabilityDomain.values()[random.nextInt(4)], true);
                    case 4 -> board.mmus.get(element).contextSynchronization();
                    default -> access(element, name + " step " + step);
                }
            }
        }

        /** Writes as an engine does: pages that nobody watches are written without telling anybody. */
        private void write() {
            long at = descriptors.get(random.nextInt(descriptors.size()));
            long value = values.get(random.nextInt(values.size()));
            if (board.memory.watches().reasonsOf(at) != 0) {
                board.memory.write(at, 8, value);
            } else {
                board.memory.ram().set(ValueLayout.JAVA_LONG_UNALIGNED, at - TableMemory.BASE, value);
            }
        }

        private void switchContext(int element) {
            Stage1Registers one = Board.stage1(roots[random.nextInt(2)], 1 + random.nextInt(2));
            Stage1Registers maybeOff =
                    random.nextInt(4) == 0 ? new Stage1Registers(0, one.tcr(), one.ttbr0(), 0, one.mair()) : one;
            Stage2Registers two = Board.stage2(roots2[random.nextInt(2)], 1 + random.nextInt(2));
            Stage2Registers both = random.nextInt(3) == 0 ? new Stage2Registers(0, two.vtcr(), two.vttbr()) : two;
            Mmu mmu = board.mmus.get(element);
            board.program(element, new TranslationRegisters(maybeOff, Stage1Registers.OFF, both));
            if (random.nextBoolean()) {
                mmu.contextSynchronization();
            }
        }

        private void invalidate(int element) {
            TlbiOperation operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
            long va = ADDRESSES[random.nextInt(ADDRESSES.length)];
            boolean ipa = operation.filter() == TlbiOperation.Filter.IPA;
            long operand = ipa ? (0x8000_0000L + va) >>> 12 : Board.operand(1 + random.nextInt(2), va);
            board.mmus.get(element).tlbi(operation, operand);
        }

        private void access(int element, String where) {
            long va = ADDRESSES[random.nextInt(ADDRESSES.length)] + (random.nextInt(4) == 0 ? 0x8000_0000L : 0);
            Access.Kind kind = Access.Kind.values()[random.nextInt(3)];
            Access access = new Access(kind, random.nextBoolean());
            long key = va | kind.ordinal() << 1 | (access.privileged() ? 1 : 0);
            Map<Long, Translation> engine = engines.get(element);
            Translation known = engine.get(key);
            Translation now = board.mmus.get(element).translate(va, access);
            if (known != null) {
                remembered++;
                assertThat(now).as(where).isEqualTo(known);
            }
            if (now instanceof Translation.Mapped mapped && mapped.settled()) {
                engine.put(key, now);
            }
        }
    }
}
