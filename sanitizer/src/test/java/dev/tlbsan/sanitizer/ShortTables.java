package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Stage1Registers;
import dev.tlbsan.arm.mmu.Stage2Registers;
import dev.tlbsan.arm.mmu.TranslationRegisters;

/** Stage 1 tables of AArch32 in the short format, and the registers of a PE that uses them; stage 2 is optional. */
final class ShortTables {
    static final long DOMAIN = 1;
    static final long PAGE_TABLE = 1 | DOMAIN << 5;
    /** Normal memory that all may read and write, not global. */
    static final long SECTION = 2 | 3 << 2 | DOMAIN << 5 | 3 << 10 | 1 << 12 | 1 << 17;

    static final long SUPERSECTION = (SECTION & ~(0xf << 5)) | 1 << 18;
    static final long SMALL_PAGE = 2 | 3 << 2 | 3 << 4 | 1 << 6 | 1 << 11;
    static final long LARGE_PAGE = 1 | 3 << 2 | 3 << 4 | 1 << 11 | 1 << 12;

    /** The client of both domains that are in use. */
    private static final long DACR = 1 | 1 << (2 * DOMAIN);

    /** 40-bit intermediate addresses from level 1. */
    private static final long VTCR = 8 | 1 << 4 | 1 << 6;

    private final World world;

    ShortTables(World world) {
        this.world = world;
    }

    /** An empty first level table, 16 KiB. */
    long root() {
        long page = world.tables.page();
        while ((page & 0x3fff) != 0) {
            page = world.tables.page();
        }
        for (int i = 1; i < 4; i++) {
            world.tables.page();
        }
        return page;
    }

    /** Writes a descriptor of the first level, sixteen times for a supersection; gives the address of the first. */
    long mapSection(long root, long va, long descriptor) {
        boolean supersection = (descriptor & 3) == 2 && (descriptor >>> 18 & 1) != 0;
        return write(root + (va >>> 20 << 2), descriptor, supersection);
    }

    /** Writes a descriptor of the second level, sixteen times for a large page; gives the address of the first. */
    long mapPage(long root, long va, long descriptor) {
        long at = root + (va >>> 20 << 2);
        if (world.memory.read(at, 4) == 0) {
            world.memory.write(at, 4, world.tables.page() | PAGE_TABLE);
        }
        long table = world.memory.read(at, 4) & ~0x3ffL;
        return write(table + (va >>> 12 & 0xff) * 4, descriptor, (descriptor & 3) == 1);
    }

    /** Writes sixteen descriptors, of which the given one is one. */
    void mapAll(long at, long descriptor) {
        write(at, descriptor, true);
    }

    private long write(long at, long descriptor, boolean sixteen) {
        long first = sixteen ? at & -64 : at;
        for (int i = 0; i < (sixteen ? 16 : 1); i++) {
            world.memory.write(first + 4L * i, 4, descriptor);
        }
        return first;
    }

    /** Two concatenated first level tables of stage 2 that map RAM, their second one for the rest of 40 bits. */
    long stage2Root() {
        long page = world.tables.page();
        if ((page & 0x1000) != 0) {
            page = world.tables.page();
        }
        world.tables.page();
        world.tables.write(page + 8, TestMemory.BASE | Tables.BLOCK2);
        return page;
    }

    /** Programs PL1's registers: TTBR0, the ASID in CONTEXTIDR, and TTBCR. */
    void stage1(TestPe pe, int asid, long ttbr0, long ttbcr) {
        var el1 = new Stage1Registers(1, ttbcr, ttbr0, 0, 0, DACR, asid);
        TranslationRegisters now = pe.programmed();
        pe.program(new TranslationRegisters(el1, now.el2(), now.stage2(), true));
    }

    void stage1(TestPe pe, int asid, long ttbr0) {
        stage1(pe, asid, ttbr0, 0);
    }

    /** Programs VTTBR and turns stage 2 on. */
    void stage2(TestPe pe, int vmid, long root) {
        TranslationRegisters now = pe.programmed();
        var value = new Stage2Registers(1, VTCR, (long) vmid << 48 | root);
        pe.program(new TranslationRegisters(now.el1(), now.el2(), value, true));
    }

    /** Turns stage 2 off, as while the host runs. */
    void host(TestPe pe) {
        TranslationRegisters now = pe.programmed();
        pe.program(new TranslationRegisters(now.el1(), now.el2(), Stage2Registers.OFF, true));
    }
}
