package dev.tlbsan.difftest;

import dev.tlbsan.difftest.TranslationCase.Operation;
import dev.tlbsan.difftest.TranslationCase.Probe;
import dev.tlbsan.difftest.TranslationCase.Register;
import dev.tlbsan.machine.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** Generates translation cases of AArch32: random tables in both formats, for both stages and Hyp mode. */
final class Aarch32TranslationGenerator {
    private static final int ADDRESSES = 8;
    private static final int PAGE_BITS = 12;
    private static final int OUTPUT_BITS = 40;
    private static final int LARGEST_TABLE = 0x4000;
    private static final long ADDRESS_MASK = 0xffff_ffffL;
    private static final long HCR_VM = 1;
    private static final long HCR_PTW = 1L << 2;
    private static final long HCR_DC = 1L << 12;
    private static final long SCTLR = 0x00c5_105cL;
    private static final long SCTLR_M = 1;
    private static final long SCTLR_WXN = 1L << 19;
    private static final long SCTLR_UWXN = 1L << 20;
    private static final long SCTLR_TRE = 1L << 28;
    private static final long SCTLR_AFE = 1L << 29;
    private static final long LONG_DESCRIPTORS = 1L << 31;
    private static final long RES1_OF_HYP = 0x8080_0000L;
    private static final long STAGE2_NORMAL = 0x7fcL;
    private static final long[] STAGE2_OTHER = {0x3fc, 0x73c, 0x7c0};
    private static final long HYP_CODE = 0x7c0L;
    private static final int[] ATTRIBUTES = {0x00, 0x04, 0x44, 0x4f, 0xf4, 0xff, 0xbb, 0xaa, 0xee};

    private final SeededRandom random;

    Aarch32TranslationGenerator(SeededRandom random) {
        this.random = random;
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
            boolean hyp = random.oneIn(3);
            boolean stage2 = random.oneIn(2);
            boolean isLong = random.oneIn(2);
            controls(stage2, isLong);
            if (stage2) {
                stage2();
            }
            LongSupplier outputs =
                    stage2 ? () -> intermediate.get(random.below(ADDRESSES)) ^ random.below(4) : this::output;
            if (isLong) {
                longTables(outputs, !stage2);
            } else {
                shortTables(outputs);
            }
            if (hyp) {
                hyp();
            }
            return new TranslationCase(
                    tag, hyp, LongStream.of(registers).boxed().toList(), area.writes(), probes);
        }

        private void set(Register register, long value) {
            registers[register.ordinal()] = value;
        }

        private boolean has(Register register, long bit) {
            return (registers[register.ordinal()] & bit) != 0;
        }

        private void controls(boolean stage2, boolean isLong) {
            long hcr = stage2 ? HCR_VM : 0;
            hcr |= stage2 && random.oneIn(8) ? HCR_PTW : 0;
            hcr |= stage2 && random.oneIn(16) ? HCR_DC : 0;
            set(Register.HCR_EL2, hcr);
            long options = (random.oneIn(4) ? SCTLR_WXN : 0) | (random.oneIn(4) ? SCTLR_UWXN : 0);
            long format = (random.oneIn(2) ? SCTLR_TRE : 0) | (random.oneIn(2) ? SCTLR_AFE : 0);
            set(Register.SCTLR_EL1, SCTLR | (random.oneIn(16) ? 0 : SCTLR_M) | options | format);
            set(Register.SCTLR_EL2, random.oneIn(4) ? SCTLR_WXN : 0);
            set(Register.MAIR_EL1, isLong ? mair() : remapping());
            set(Register.MAIR_EL2, mair() | 0xff);
        }

        private long mair() {
            long mair = 0;
            for (int i = 0; i < 8; i++) {
                mair = mair << 8 | ATTRIBUTES[random.below(ATTRIBUTES.length)];
            }
            return mair;
        }

        /** PRRR without reserved types, and NMRR. */
        private long remapping() {
            long types = 0;
            for (int i = 0; i < 8; i++) {
                types = types << 2 | random.below(3);
            }
            return types | (random.next() & 0xff0f_0000L) | random.next() << 32;
        }

        private void stage2() {
            int bits = (int) random.between(31, OUTPUT_BITS);
            int start = bits > 34 || (bits > 30 && random.oneIn(2)) ? 1 : 2;
            for (int i = 0; i < ADDRESSES; i++) {
                intermediate.add(random.next() & (1L << bits) - 1);
            }
            TableBuilder tables = new TableBuilder(random, area, new WalkShape(PAGE_BITS, bits, start), true);
            tables.mayLeaveMemory();
            long attributes = random.oneIn(16) ? STAGE2_OTHER[random.below(STAGE2_OTHER.length)] : STAGE2_NORMAL;
            tables.identity(Layout.TABLES, Layout.TABLES + Layout.TABLES_SIZE, attributes);
            intermediate.forEach(address -> tables.map(address, this::output));
            long size = (32L - bits) & 0x1f;
            long vtcr = size | (long) (2 - start) << 6 | (random.next() & 0x3f00) | LONG_DESCRIPTORS;
            set(Register.VTCR_EL2, vtcr);
            set(Register.VTTBR_EL2, tables.root() | 1L << 48);
        }

        private void longTables(LongSupplier outputs, boolean mayLeaveMemory) {
            int t0 = random.oneIn(3) ? 0 : random.below(8);
            int t1 = random.oneIn(3) ? 0 : random.below(8);
            long disabled = (random.oneIn(16) ? 1L << 7 : 0) | (random.oneIn(16) ? 1L << 23 : 0);
            long walks = random.next() & 0x3f00_3f00L;
            set(
                    Register.TCR_EL1,
                    LONG_DESCRIPTORS | t0 | (long) t1 << 16 | disabled | walks | (random.next() & 1 << 22));
            List<Long> addresses = addresses(false);
            half(Register.TTBR0_EL1, 32 - t0, addresses, outputs, mayLeaveMemory);
            int upperBits = t1 == 0 ? 32 : 32 - t1;
            half(Register.TTBR1_EL1, upperBits, addresses, outputs, mayLeaveMemory);
        }

        private void half(Register ttbr, int bits, List<Long> addresses, LongSupplier outputs, boolean mayLeaveMemory) {
            TableBuilder tables = new TableBuilder(random, area, shape(bits), false);
            if (mayLeaveMemory) {
                tables.mayLeaveMemory();
            }
            addresses.forEach(address -> tables.map(address & (1L << bits) - 1, outputs));
            set(ttbr, tables.root() | (random.next() & 0xff) << 48);
        }

        private static WalkShape shape(int bits) {
            return new WalkShape(PAGE_BITS, bits, bits > 30 ? 1 : 2);
        }

        private void shortTables(LongSupplier outputs) {
            int n = random.oneIn(2) ? 0 : random.below(8);
            // QEMU has PD0 and PD1 of the short format with the Security Extensions only.
            boolean remaps = has(Register.SCTLR_EL1, SCTLR_TRE);
            boolean accessFlag = has(Register.SCTLR_EL1, SCTLR_AFE);
            set(Register.TCR_EL1, n | dacr(accessFlag) << 32);
            var tables = new ShortTableBuilder(random, area, remaps, accessFlag, outputs);
            int size = LARGEST_TABLE >> n;
            long lower = area.allocate(size);
            long upper = area.allocate(LARGEST_TABLE);
            for (long address : addresses(false)) {
                boolean high = n != 0 && address >>> (32 - n) != 0;
                tables.map(high ? upper : lower, high ? LARGEST_TABLE : size, address);
            }
            set(Register.TTBR0_EL1, lower | (random.next() & 0x7b & (size - 1)));
            set(Register.TTBR1_EL1, upper | (random.next() & 0x7b));
        }

        /**
         * Mostly client, seldom manager: with SCTLR.AFE never, since QEMU makes no Access flag faults then. Domain faults of
         * operations in Hyp mode end QEMU.
         */
        private long dacr(boolean accessFlag) {
            long dacr = 0;
            for (int i = 0; i < 16; i++) {
                dacr = dacr << 2 | (!accessFlag && random.oneIn(8) ? 3 : 1);
            }
            return dacr;
        }

        private void hyp() {
            int bits = 32 - (random.oneIn(2) ? 0 : random.below(2));
            TableBuilder tables = new TableBuilder(random, area, shape(bits), false);
            tables.mayLeaveMemory();
            tables.identity(Layout.CODE, Layout.CODE + (1 << PAGE_BITS), HYP_CODE);
            tables.identity(Layout.EL2_VECTORS, Layout.EL2_VECTORS + (1 << PAGE_BITS), HYP_CODE);
            addresses(true).forEach(address -> tables.map(address & (1L << bits) - 1, this::output));
            set(Register.TCR_EL2, 32 - bits | (random.next() & 0x3f00) | RES1_OF_HYP);
            set(Register.TTBR0_EL2, tables.root());
        }

        /** Some addresses, which are probed, and others like them. */
        private List<Long> addresses(boolean hyp) {
            List<Long> addresses = new ArrayList<>();
            for (int i = 0; i < ADDRESSES; i++) {
                long address = random.next() & ADDRESS_MASK;
                addresses.add(random.oneIn(3) ? address >>> random.below(9) : address);
                for (int n = 1 + random.below(3); n > 0; n--) {
                    probe(addresses.getLast(), hyp);
                }
            }
            return addresses;
        }

        private void probe(long address, boolean hyp) {
            long near = switch (random.below(8)) {
                case 0 -> address ^ 1L << random.below(32);
                case 1 -> address ^ (random.next() & 0xff_ffff);
                default -> address ^ random.below(0x1000);
            };
            probes.add(new Probe(Operation.values()[hyp ? 8 + random.below(2) : random.below(8)], near));
        }

        private long output() {
            return random.next() & (1L << OUTPUT_BITS) - 1;
        }
    }
}
