package dev.tlbsan.arm.mmu;

import java.util.SplittableRandom;

/** Random tables and registers, most of them nearly right, so that walks get far and fail in every possible place. */
final class RandomTables {
    static final int RAM_BYTES = 2 << 20;

    private final SplittableRandom random;

    RandomTables(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Fills memory with descriptors that point back into it. */
    TableMemory memory() {
        TableMemory memory = new TableMemory(RAM_BYTES);
        for (long pa = TableMemory.BASE; pa < TableMemory.BASE + RAM_BYTES; pa += 8) {
            memory.write(pa, 8, descriptor());
        }
        return memory;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** A word of which about a quarter of the bits are set. */
    private long sparse() {
        long word = random.nextLong();
        return word & random.nextLong();
    }

    private long address() {
        long inRam = TableMemory.BASE + (random.nextInt(RAM_BYTES) & -4096);
        if (oneIn(40)) {
            return inRam | (sparse() & 0x0000_ffff_f000_0000L);
        }
        return oneIn(60) ? random.nextLong() & 0x0000_ffff_ffff_f000L : inRam;
    }

    long descriptor() {
        long type = oneIn(40) ? random.nextInt(4) : oneIn(3) ? 1 : 3;
        long upper = oneIn(2) ? 0 : sparse() & 0xfff8_0000_0000_0000L;
        long accessFlag = oneIn(30) ? 0 : 1 << 10;
        long stage2Friendly = oneIn(4) ? 0 : 1 << 6 | 1 << 5;
        long lower = (random.nextInt(1 << 12) & 0xbfc) | accessFlag | stage2Friendly;
        return upper | address() | lower | type;
    }

    private long choose(long... values) {
        return values[random.nextInt(values.length)];
    }

    private long size() {
        return oneIn(10) ? random.nextInt(64) : 16 + random.nextInt(24);
    }

    Stage1Registers stage1() {
        long sctlr = (oneIn(12) ? 0 : 1)
                | (oneIn(2) ? 0 : 1L << 19)
                | (oneIn(2) ? 0 : 1L << 12)
                | (oneIn(50) ? 1L << 25 : 0);
        long tcr = size()
                | size() << 16
                | random.nextLong(4) << 14
                | random.nextLong(4) << 30
                | choose(0, 1, 2, 3, 4, 5, 5, 5, 6, 7) << 32
                | (oneIn(10) ? 1 << 7 : 0)
                | (oneIn(10) ? 1 << 23 : 0)
                | random.nextLong(2) << 37
                | random.nextLong(2) << 38;
        return new Stage1Registers(sctlr, tcr, base(), base(), mair());
    }

    /** Bits 18:16 of TCR_EL2 are PS and bit 20 is TBI. */
    Stage1Registers el2() {
        Stage1Registers r = stage1();
        long tcr = (r.tcr() & 0xffffL) | choose(0, 1, 2, 3, 4, 5, 5, 6, 7) << 16 | random.nextLong(2) << 20;
        return new Stage1Registers(r.sctlr(), tcr, r.ttbr0(), 0, r.mair());
    }

    private long base() {
        return (random.nextLong() & 0xffff_0000_0000_0000L) | address() | (sparse() & 0xfff);
    }

    private long mair() {
        long mair = 0;
        for (int i = 0; i < 8; i++) {
            mair = mair << 8 | choose(0x00, 0x04, 0x08, 0x0c, 0x44, 0xff, 0xbb, 0xaa, 0xee, 0x4f, 0xf4, 0x77, 0x33);
        }
        return mair;
    }

    Stage2Registers stage2() {
        long hcr = (oneIn(4) ? 0 : 1)
                | (oneIn(4) ? 1 << 2 : 0)
                | (oneIn(20) ? 1 << 12 : 0)
                | (oneIn(40) ? 1 << 27 : 0)
                | (oneIn(6) ? 1L << 32 : 0)
                | (oneIn(6) ? 1L << 33 : 0);
        long granule = random.nextInt(4);
        long sl0 = random.nextInt(4);
        long t0sz = size();
        if (!oneIn(8)) {
            sl0 = random.nextInt(3);
            int level = (int) (granule == 0 || granule == 3 ? 2 - sl0 : 3 - sl0);
            int grain = granule == 1 ? 16 : granule == 2 ? 14 : 12;
            t0sz = 64L - ((3 - level) * (grain - 3) + grain + 1 + random.nextInt(grain + 1));
            t0sz = Math.clamp(t0sz, 16, 39);
        }
        long vtcr = t0sz | sl0 << 6 | granule << 14 | choose(0, 1, 2, 3, 4, 5, 5, 5, 6) << 16;
        return new Stage2Registers(hcr, vtcr, base());
    }

    /** An address, most often one that the sizes in TCR allow. */
    long address(Stage1Registers registers) {
        boolean upper = oneIn(3);
        int size = 64 - (int) (registers.tcr() >>> (upper ? 16 : 0) & 0x3f);
        long va = random.nextLong();
        if (oneIn(10)) {
            return va;
        }
        if ((registers.sctlr() & 1) == 0) {
            return TableMemory.BASE + random.nextInt(RAM_BYTES) + (oneIn(4) ? va & 0x3_0000_0000L : 0);
        }
        long low = size >= 64 ? va : va & (1L << size) - 1;
        long address = upper ? low | -1L << Math.min(size, 63) : low;
        return oneIn(4) ? (address & 0x00ff_ffff_ffff_ffffL) | va << 56 : address;
    }
}
