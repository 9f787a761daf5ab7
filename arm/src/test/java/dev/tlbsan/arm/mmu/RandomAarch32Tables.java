package dev.tlbsan.arm.mmu;

import java.util.SplittableRandom;

/** Random tables and registers of AArch32, most of them nearly right, for the long format or the short one. */
final class RandomAarch32Tables {
    static final int RAM_BYTES = 2 << 20;

    private final SplittableRandom random;
    private final boolean shortFormat;

    RandomAarch32Tables(long seed, boolean shortFormat) {
        random = new SplittableRandom(seed);
        this.shortFormat = shortFormat;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** Fills memory; the upper half of RAM always holds 64-bit descriptors, for stage 2. */
    TableMemory memory() {
        TableMemory memory = new TableMemory(RAM_BYTES);
        for (long pa = TableMemory.BASE; pa < TableMemory.BASE + RAM_BYTES; pa += 8) {
            boolean shortHere = shortFormat && pa < TableMemory.BASE + RAM_BYTES / 2;
            long word = shortHere ? shortDescriptor() | shortDescriptor() << 32 : longDescriptor();
            memory.write(pa, 8, word);
        }
        return memory;
    }

    private long inRam(int alignment) {
        return TableMemory.BASE + (random.nextInt(RAM_BYTES) & -alignment);
    }

    private long longDescriptor() {
        long type = oneIn(30) ? random.nextInt(4) : oneIn(3) ? 1 : 3;
        long some = random.nextLong();
        long upper = oneIn(2) ? 0 : some & random.nextLong() & 0xfff8_0000_0000_0000L;
        long beyond = oneIn(40) ? random.nextLong() & 0x0000_fff0_0000_0000L : 0;
        long lower = (random.nextInt(1 << 12) & 0xbfc) | (oneIn(20) ? 0 : 1 << 10) | (oneIn(4) ? 0 : 1 << 6 | 1 << 5);
        return upper | beyond | inRam(4096) | lower | type;
    }

    /** Page tables mostly stand in the half of RAM that has short descriptors. */
    private long shortDescriptor() {
        long type = oneIn(20) ? 0 : 1 + random.nextInt(3);
        long place = TableMemory.BASE + (random.nextInt(oneIn(4) ? RAM_BYTES : RAM_BYTES / 2) & -1024);
        long attributes = random.nextInt(1 << 12) & 0xffc;
        long section = oneIn(3) ? random.nextInt(1 << 20) & 0xff000 : 0;
        long base = oneIn(30) ? random.nextInt() & 0xffff_f000L : place & ~0xfffL;
        return (base | (place & 0xc00) | section | attributes | type) & 0xffff_ffffL;
    }

    /** Registers of PL1&0, for the format. */
    Stage1Registers stage1() {
        return stage1(shortFormat);
    }

    /** Registers of Hyp mode. */
    Stage1Registers hyp() {
        return stage1(false);
    }

    private Stage1Registers stage1(boolean shortFormat) {
        long sctlr = (oneIn(12) ? 0 : 1)
                | (oneIn(3) ? 1L << 19 : 0)
                | (oneIn(3) ? 1L << 20 : 0)
                | (oneIn(40) ? 1L << 25 : 0)
                | random.nextLong(4) << 28;
        long tcr = shortFormat ? random.nextInt(oneIn(2) ? 2 : 64) : longTcr();
        int alignment = shortFormat ? 1 << (14 - (int) (tcr & 7)) : 32;
        long dacr = (random.nextInt() & 0xffff_ffffL) | (oneIn(2) ? 0x5555_5555L : 0);
        return new Stage1Registers(sctlr, tcr, base(alignment), base(shortFormat ? 16384 : 32), 0, dacr, 7);
    }

    private long longTcr() {
        long t0sz = oneIn(3) ? random.nextInt(8) : 0;
        long t1sz = oneIn(3) ? random.nextInt(8) : 0;
        return 1L << 31 | t0sz | t1sz << 16 | (oneIn(10) ? 1 << 7 : 0) | (oneIn(10) ? 1 << 23 : 0);
    }

    private long base(int alignment) {
        long beyond = oneIn(60) ? 0x30_0000_0000L : 0;
        return beyond
                | TableMemory.BASE + (random.nextInt(RAM_BYTES / 2) & -alignment)
                | (random.nextInt(alignment) & 0x7f);
    }

    Stage2Registers stage2() {
        long hcr = (oneIn(3) ? 0 : 1) | (oneIn(4) ? 1 << 2 : 0) | (oneIn(20) ? 1 << 12 : 0) | (oneIn(30) ? 1 << 27 : 0);
        long t0sz = random.nextInt(16);
        long vtcr = t0sz | (t0sz & 8) << 1 | random.nextLong(4) << 6;
        long vttbr = TableMemory.BASE + RAM_BYTES / 2 + (random.nextInt(RAM_BYTES / 2) & -4096);
        long absent = oneIn(30) ? 1L << 34 : 0;
        return new Stage2Registers(hcr, oneIn(4) ? vtcr : 1 << 6, vttbr | absent | 5L << 48);
    }

    long address() {
        return oneIn(3)
                ? random.nextInt() & 0xffff_ffffL
                : (TableMemory.BASE & 0xffff_ffffL) + random.nextInt(RAM_BYTES);
    }
}
