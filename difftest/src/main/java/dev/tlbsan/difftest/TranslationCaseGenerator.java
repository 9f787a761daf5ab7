package dev.tlbsan.difftest;

import dev.tlbsan.difftest.TranslationCase.Operation;
import dev.tlbsan.difftest.TranslationCase.Probe;
import dev.tlbsan.difftest.TranslationCase.Register;
import dev.tlbsan.machine.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** Generates translation cases: random tables for both stages and EL2, and addresses in and around them. */
final class TranslationCaseGenerator {
    private static final int ADDRESSES = 6;
    private static final int[] GRANULES = {12, 14, 16};
    private static final int[] GRANULES_OF_A57 = {12, 16};
    private static final int[] PHYSICAL_BITS = {32, 36, 40, 42, 44, 48};
    /** TG0 of TCR_ELx and VTCR_EL2, and TG1 of TCR_EL1, by granule: 4, 16 and 64 KiB. */
    private static final long[] TG0 = {0, 2, 1};

    private static final long[] TG1 = {2, 1, 3};
    private static final long HCR_RW = 1L << 31;
    private static final long HCR_VM = 1;
    private static final long HCR_PTW = 1L << 2;
    private static final long HCR_DC = 1L << 12;
    private static final long HCR_CACHES_OFF = 3L << 32;
    private static final long SCTLR_EL1 = 0x30d0_1804L;
    private static final long SCTLR_M = 1;
    private static final long SCTLR_WXN = 1L << 19;
    private static final long RES1_OF_EL2 = 0x8080_0000L;
    private static final long STAGE2_NORMAL = 0x7fcL;
    /** What stage 1 walks may not read: without AF, without permission, and Device memory under HCR_EL2.PTW. */
    private static final long[] STAGE2_OTHER = {0x3fc, 0x73c, 0x7c0};

    private static final long EL2_CODE = 0x7c0L;
    private static final long SMALLEST_PHYSICAL = (1L << 44) - 1;
    private static final int[] ATTRIBUTES = {0x00, 0x04, 0x08, 0x0c, 0x44, 0x4f, 0xf4, 0xff, 0xbb, 0x77, 0xaa, 0xee};

    private final SeededRandom random;
    private final boolean granule16;
    private final int physicalSizes;

    /** The cases may use granules of 16 KiB and 48 bits of physical addresses if the processor to compare with has them. */
    TranslationCaseGenerator(SeededRandom random, boolean everything) {
        this.random = random;
        this.granule16 = everything;
        this.physicalSizes = everything ? PHYSICAL_BITS.length : PHYSICAL_BITS.length - 1;
    }

    TranslationCase next(long tag) {
        return new Draft().finish(tag);
    }

    /** A case in the making. */
    private final class Draft {
        private final TableArea area = new TableArea(random);
        private final long[] registers = new long[Register.values().length];
        private final List<Long> intermediate = new ArrayList<>();
        private final List<Probe> probes = new ArrayList<>();

        TranslationCase finish(long tag) {
            boolean el2 = random.oneIn(3);
            boolean stage2 = random.oneIn(2);
            hypervisor(stage2);
            if (stage2) {
                stage2();
            }
            stage1(stage2);
            if (el2) {
                el2();
            }
            return new TranslationCase(
                    tag, el2, LongStream.of(registers).boxed().toList(), area.writes(), probes);
        }

        private void set(Register register, long value) {
            registers[register.ordinal()] = value;
        }

        private void hypervisor(boolean stage2) {
            long hcr = HCR_RW | (stage2 ? HCR_VM : 0);
            hcr |= stage2 && random.oneIn(8) ? HCR_PTW : 0;
            hcr |= stage2 && random.oneIn(16) ? HCR_DC : 0;
            hcr |= random.oneIn(8) ? random.next() & HCR_CACHES_OFF : 0;
            set(Register.HCR_EL2, hcr);
            long sctlr = SCTLR_EL1 | (random.oneIn(16) ? 0 : SCTLR_M) | (random.oneIn(4) ? SCTLR_WXN : 0);
            set(Register.SCTLR_EL1, sctlr);
            set(Register.SCTLR_EL2, random.oneIn(4) ? SCTLR_WXN : 0);
            set(Register.MAIR_EL1, mair());
            // AttrIndx 0 of EL2 is that of the code which probes.
            set(Register.MAIR_EL2, mair() | 0xff);
        }

        private long mair() {
            long mair = 0;
            for (int i = 0; i < 8; i++) {
                mair = mair << 8 | ATTRIBUTES[random.below(ATTRIBUTES.length)];
            }
            return mair;
        }

        private void stage2() {
            int granule = granule();
            int bits = (int) random.between(32, physicalSizes == PHYSICAL_BITS.length ? 48 : 44);
            WalkShape shape = stage2Shape(granule, bits);
            boolean first = shape.startLevel() <= (granule == 12 ? 0 : 1);
            int size = sizeAtLeast(first ? Math.max(bits, 43) : bits);
            for (int i = 0; i < ADDRESSES; i++) {
                intermediate.add(random.next() & (1L << bits) - 1);
            }
            TableBuilder tables = new TableBuilder(random, area, shape, true);
            tables.mayLeaveMemory();
            long attributes = random.oneIn(16) ? STAGE2_OTHER[random.below(STAGE2_OTHER.length)] : STAGE2_NORMAL;
            tables.identity(Layout.TABLES, Layout.TABLES + Layout.TABLES_SIZE, attributes);
            intermediate.forEach(address -> tables.map(address, outputs(size)));
            int startField = (granule == 12 ? 2 : 3) - shape.startLevel();
            long vtcr = 64 - bits
                    | (long) startField << 6
                    | TG0[granule / 2 - 6] << 14
                    | (long) size << 16
                    | (random.next() & 0x3f00)
                    | 1L << 31;
            set(Register.VTCR_EL2, vtcr);
            set(Register.VTTBR_EL2, tables.root() | 1L << 48);
        }

        private WalkShape stage2Shape(int granule, int bits) {
            List<WalkShape> shapes = new ArrayList<>();
            for (int start = granule == 12 ? 0 : 1; start <= (granule == 12 ? 2 : 3); start++) {
                WalkShape shape = new WalkShape(granule, bits, start);
                if (shape.startBits() >= 1 && shape.startBits() <= shape.stride() + 4) {
                    shapes.add(shape);
                }
            }
            return shapes.get(random.below(shapes.size()));
        }

        private void stage1(boolean stage2) {
            int size = random.below(physicalSizes);
            LongSupplier outputs =
                    stage2 ? () -> intermediate.get(random.below(ADDRESSES)) ^ random.below(4) : outputs(size);
            long tcr = half(true, outputs) | half(false, outputs) | (long) size << 32 | (random.next() & (7L << 36));
            set(Register.TCR_EL1, tcr | (random.next() & (1L << 22)));
        }

        /** Tables of one half of the addresses of EL1&0, and its fields of TCR_EL1. */
        private long half(boolean lower, LongSupplier outputs) {
            int granule = granule();
            int bits = (int) random.between(25, 48);
            TableBuilder tables = new TableBuilder(random, area, WalkShape.stage1(granule, bits), false);
            if ((registers[Register.HCR_EL2.ordinal()] & HCR_VM) == 0) {
                tables.mayLeaveMemory();
            }
            for (int i = 0; i < ADDRESSES; i++) {
                long address = random.next() & (1L << bits) - 1;
                tables.map(address, outputs);
                probe(lower ? address : address | -1L << bits, bits, false);
            }
            long asid = random.next() & 0xffL << 48;
            set(lower ? Register.TTBR0_EL1 : Register.TTBR1_EL1, tables.root() | asid);
            long disabled = random.oneIn(16) ? 1L << 7 : 0;
            long fields = 64 - bits | disabled | (random.next() & 0x3f00);
            return lower ? fields | TG0[granule / 2 - 6] << 14 : (fields | TG1[granule / 2 - 6] << 14) << 16;
        }

        private void el2() {
            int granule = granule();
            int bits = (int) random.between(32, 48);
            int size = random.below(physicalSizes);
            TableBuilder tables = new TableBuilder(random, area, WalkShape.stage1(granule, bits), false);
            tables.mayLeaveMemory();
            tables.identity(page(Layout.CODE, granule), page(Layout.CODE, granule) + (1L << granule), EL2_CODE);
            long vectors = page(Layout.EL2_VECTORS, granule);
            tables.identity(vectors, vectors + (1L << granule), EL2_CODE);
            for (int i = 0; i < ADDRESSES; i++) {
                long address = random.next() & (1L << bits) - 1;
                tables.map(address, outputs(size));
                probe(address, bits, true);
            }
            long tcr = 64 - bits
                    | TG0[granule / 2 - 6] << 14
                    | (long) size << 16
                    | (random.next() & 0x10_3f00)
                    | RES1_OF_EL2;
            set(Register.TCR_EL2, tcr);
            set(Register.TTBR0_EL2, tables.root());
        }

        private static long page(long address, int granule) {
            return address & -(1L << granule);
        }

        /** Probes of an address and of others like it. */
        private void probe(long address, int bits, boolean el2) {
            for (int i = 1 + random.below(3); i > 0; i--) {
                long near = switch (random.below(8)) {
                    case 0 -> address ^ 1L << random.below(64);
                    case 1 -> address ^ (0xffL << 56 & random.next());
                    case 2 -> address ^ 1L << random.below(bits);
                    default -> address ^ random.below(0x1000);
                };
                // Without stage 1 the sizes of physical addresses, in which the processors differ, would show.
                boolean dc = !el2 && (registers[Register.HCR_EL2.ordinal()] & HCR_DC) != 0;
                boolean off = !el2 && (registers[Register.SCTLR_EL1.ordinal()] & SCTLR_M) == 0;
                Operation operation = Operation.values()[el2 ? 8 + random.below(2) : random.below(8)];
                probes.add(new Probe(operation, off || dc ? near & SMALLEST_PHYSICAL : near));
            }
        }

        /** Output addresses within a physical address size, seldom beyond it. */
        private LongSupplier outputs(int size) {
            long within = (1L << PHYSICAL_BITS[size]) - 1;
            return () -> random.next() & (random.oneIn(8) ? (1L << 48) - 1 : within);
        }

        /** A physical address size; QEMU takes VTCR_EL2.PS for the size that is implemented. */
        private int sizeAtLeast(int bits) {
            while (true) {
                int size = random.below(physicalSizes);
                if (PHYSICAL_BITS[size] >= bits) {
                    return size;
                }
            }
        }

        private int granule() {
            int[] choices = granule16 ? GRANULES : GRANULES_OF_A57;
            return choices[random.below(choices.length)];
        }
    }
}
