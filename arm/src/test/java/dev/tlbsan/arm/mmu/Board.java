package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.event.TranslationListener;
import dev.tlbsan.arm.event.Use;
import java.util.ArrayList;
import java.util.List;

/**
 * A few MMUs on one memory, and tables for them: stage 1 with 39-bit addresses, stage 2 with 40, 4 KiB granule. Changes of
 * the registers of an MMU take effect at once unless a test says otherwise.
 */
final class Board {
    static final long VALID = 3;
    static final long BLOCK = 1;
    static final long ACCESSED = 1 << 10;
    static final long NON_GLOBAL = 1 << 11;
    static final long READ_ONLY = 1 << 7;
    static final long STAGE2_READ = 1 << 6;
    static final long STAGE2_WRITE = 1 << 7;
    static final long STAGE2_NORMAL = 0xf << 2;
    static final long PAGE = ACCESSED | NON_GLOBAL | VALID;
    static final long PAGE2 = ACCESSED | STAGE2_READ | STAGE2_WRITE | STAGE2_NORMAL | VALID;
    static final Access READ = new Access(Access.Kind.READ, true);
    static final Access WRITE = new Access(Access.Kind.WRITE, true);

    private static final int STAGE1_BITS = 39;
    private static final int STAGE2_BITS = 40;
    private static final long TABLE_MASK = 0x0000_ffff_ffff_f000L;
    /** T0SZ and T1SZ of 39 bits, both granules 4 KiB, 48-bit IPS, 16-bit ASIDs. */
    private static final long TCR = 25 | 25 << 16 | 2L << 30 | 5L << 32 | 1L << 36;

    private static final long VTCR = 24 | 1 << 6 | 5 << 16 | 1 << 19;

    final TableMemory memory;
    final InnerShareableDomain domain;
    final List<Mmu> mmus = new ArrayList<>();
    final List<TestInitiator> initiators = new ArrayList<>();
    final List<Use> uses = new ArrayList<>();
    final List<TlbEntry> fills = new ArrayList<>();
    private long nextPage = TableMemory.BASE;

    Board(int elements, TlbMode mode) {
        this(elements, mode, 4 << 20);
    }

    Board(int elements, TlbMode mode, int ramBytes) {
        memory = new TableMemory(ramBytes);
        domain = new InnerShareableDomain(memory);
        for (int i = 0; i < elements; i++) {
            TestInitiator initiator = new TestInitiator(i);
            initiators.add(initiator);
            mmus.add(new Mmu(MmuConfiguration.DEFAULT.withTlb(mode), initiator, domain, initiator::programmed));
        }
    }

    Board listen() {
        domain.addListener(new TranslationListener() {
            @Override
            public void used(Use use) {
                uses.add(use);
            }

            @Override
            public void filled(TlbEntry entry) {
                fills.add(entry);
            }
        });
        return this;
    }

    /** The physical address of a page of RAM that nobody else uses. */
    long page() {
        nextPage += 4096;
        return nextPage - 4096;
    }

    /** A table for stage 1. */
    long stage1Table() {
        return page();
    }

    /** Two concatenated tables for stage 2. */
    long stage2Table() {
        nextPage = nextPage + 8191 & -8192;
        nextPage += 8192;
        return nextPage - 8192;
    }

    /** Writes a page descriptor into stage 1 tables, making those on the way; gives its address. */
    long map(long root, long va, long descriptor) {
        return write(root, va, STAGE1_BITS, 3, descriptor);
    }

    /** Writes a 2 MiB block descriptor into stage 1 tables. */
    long mapBlock(long root, long va, long descriptor) {
        return write(root, va, STAGE1_BITS, 2, descriptor);
    }

    /** Writes a page descriptor into stage 2 tables. */
    long map2(long root, long ipa, long descriptor) {
        return write(root, ipa, STAGE2_BITS, 3, descriptor);
    }

    /** Maps all RAM onto itself with 2 MiB blocks. */
    void mapRam2(long root) {
        for (long ipa = TableMemory.BASE; ipa < TableMemory.BASE + (4 << 20); ipa += 2 << 20) {
            write(root, ipa, STAGE2_BITS, 2, ipa | (PAGE2 & ~2));
        }
    }

    private long write(long root, long input, int bits, int lastLevel, long descriptor) {
        long table = root;
        for (int level = 1; ; level++) {
            int shift = 39 - 9 * level;
            int width = level == 1 ? bits - shift : 9;
            long at = table + 8 * (input >>> shift & (1L << width) - 1);
            if (level == lastLevel) {
                memory.write(at, 8, descriptor);
                return at;
            }
            if (memory.read(at, 8) == 0) {
                memory.write(at, 8, page() | VALID);
            }
            table = memory.read(at, 8) & TABLE_MASK;
        }
    }

    static Stage1Registers stage1(long root, int asid) {
        return new Stage1Registers(1, TCR, root | (long) asid << 48, 0, 0xff);
    }

    static Stage2Registers stage2(long root, int vmid) {
        return new Stage2Registers(1, VTCR, root | (long) vmid << 48);
    }

    /** Programs registers without synchronising. */
    void program(int element, TranslationRegisters values) {
        initiators.get(element).program(values);
        mmus.get(element).registersChanged();
    }

    /** Programs stage 1 of EL1&0 and synchronises. */
    void enter(int element, Stage1Registers stage1) {
        Mmu mmu = mmus.get(element);
        program(element, mmu.registers().withEl1(stage1));
        mmu.contextSynchronization();
    }

    /** Programs both stages and synchronises. */
    void enter(int element, Stage1Registers stage1, Stage2Registers stage2) {
        Mmu mmu = mmus.get(element);
        program(element, mmu.registers().withEl1(stage1).withStage2(stage2));
        mmu.contextSynchronization();
    }

    /** Invalidates completely: TLBI, DSB ISH, ISB. */
    void invalidate(int element, TlbiOperation operation, long operand) {
        Mmu mmu = mmus.get(element);
        mmu.tlbi(operation, operand);
        mmu.dsb(ShareabilityDomain.INNER_SHAREABLE, true);
        mmu.contextSynchronization();
    }

    Translation read(int element, long va) {
        return mmus.get(element).translate(va, READ);
    }

    /** Where a read goes; -1 if it faults. */
    long pa(int element, long va) {
        return read(element, va) instanceof Translation.Mapped mapped ? mapped.pa() : -1;
    }

    boolean settled(int element, long va) {
        return read(element, va) instanceof Translation.Mapped mapped && mapped.settled();
    }

    static long operand(int asid, long va) {
        return (long) asid << 48 | (va >>> 12 & (1L << 44) - 1);
    }
}
