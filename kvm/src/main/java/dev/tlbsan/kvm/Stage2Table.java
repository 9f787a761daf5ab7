package dev.tlbsan.kvm;

import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.kvm.host.HostCpu;
import dev.tlbsan.kvm.host.HostMemory;

/**
 * A stage 2 translation table in physical memory, whose format is the same on arm and arm64: 4 KiB granule, 40-bit intermediate physical addresses, starting at
 * level 1 with two concatenated tables; 4 KiB pages and 2 MiB blocks (DDI 0487, D8.3). A valid entry is only ever
 * replaced by break-before-make.
 */
public final class Stage2Table {
    /** Bits of an intermediate physical address. */
    public static final int IPA_BITS = 40;
    /** Bytes in a page. */
    public static final long PAGE_SIZE = HostMemory.PAGE_SIZE;
    /** Bytes in a block. */
    public static final long BLOCK_SIZE = HostMemory.BLOCK_SIZE;

    private static final int ROOT_PAGES = 2;
    private static final int START_LEVEL = 1;
    private static final int BLOCK_LEVEL = 2;
    private static final int PAGE_LEVEL = 3;
    private static final int ENTRIES = 512;

    private static final long VALID = 1;
    private static final long TABLE_OR_PAGE = 2;
    private static final long ADDRESS = 0x0000_ffff_ffff_f000L;
    private static final long NORMAL_WRITE_BACK = 0xfL << 2;
    private static final long READ_WRITE = 3L << 6;
    private static final long INNER_SHAREABLE = 3L << 8;
    private static final long ACCESS_FLAG = 1L << 10;
    private static final long ATTRIBUTES = VALID | NORMAL_WRITE_BACK | READ_WRITE | INNER_SHAREABLE | ACCESS_FLAG;

    private final HostMemory host;
    private final PhysicalMemory memory;
    private final long root;

    /** Allocates an empty table (kvm_alloc_stage2_pgd); ENOMEM if the host has no memory. */
    public Stage2Table(HostMemory host) {
        this.host = host;
        this.memory = host.memory();
        this.root = host.allocateContiguous(ROOT_PAGES, ROOT_PAGES * PAGE_SIZE);
        for (long offset = 0; offset < ROOT_PAGES * PAGE_SIZE; offset += Long.BYTES) {
            memory.write(root + offset, Long.BYTES, 0);
        }
    }

    /** The physical address of the table, for VTTBR.BADDR. */
    public long root() {
        return root;
    }

    /**
     * Maps the page, or the block if asked for, that holds an address (stage2_set_pte, stage2_set_pmd_huge).
     *
     * @param ipa the intermediate physical address, in bytes
     * @param pa the physical address of the page or block
     * @throws KvmException ENOMEM if the host has no memory for a table
     */
    public void map(Vm vm, HostCpu cpu, long ipa, long pa, boolean block) {
        int level = block ? BLOCK_LEVEL : PAGE_LEVEL;
        long table = root;
        for (int l = START_LEVEL; l < level; l++) {
            table = nextTable(vm, cpu, entry(table, ipa, l), ipa);
        }
        long entry = entry(table, ipa, level);
        long descriptor = pa | ATTRIBUTES | (block ? 0 : TABLE_OR_PAGE);
        if (read(entry) == descriptor) {
            return;
        }
        long start = ipa & -span(level);
        unmap(new Owner(vm, cpu), table, level, new Range(start, start + span(level)));
        write(entry, descriptor);
        cpu.dsbIshst();
    }

    /**
     * Unmaps every page of a range and invalidates, entry by entry; a table that has become empty goes too
     * (unmap_stage2_range). A block that the range touches goes as a whole.
     */
    public void unmap(Vm vm, HostCpu cpu, long ipa, long size) {
        unmap(new Owner(vm, cpu), root, START_LEVEL, new Range(ipa, ipa + size));
    }

    /** Unmaps everything and frees the table (kvm_free_stage2_pgd). */
    public void free(Vm vm, HostCpu cpu) {
        unmap(vm, cpu, 0, 1L << IPA_BITS);
        for (int i = 0; i < ROOT_PAGES; i++) {
            host.freePage(root + i * PAGE_SIZE);
        }
    }

    /** Whose entries they are, and the CPU that changes them. */
    private record Owner(Vm vm, HostCpu cpu) {}

    /** Intermediate physical addresses; the end is not included. */
    private record Range(long from, long to) {}

    private void unmap(Owner owner, long table, int level, Range range) {
        long next;
        for (long ipa = range.from; ipa < range.to; ipa = next) {
            next = (ipa & -span(level)) + span(level);
            long entry = entry(table, ipa, level);
            long descriptor = read(entry);
            if ((descriptor & VALID) == 0) {
                continue;
            }
            boolean toTable = level < PAGE_LEVEL && isTable(descriptor);
            if (toTable) {
                unmap(owner, descriptor & ADDRESS, level + 1, new Range(ipa, Math.min(next, range.to)));
            }
            if (!toTable || isEmpty(descriptor & ADDRESS)) {
                breakEntry(owner.vm, owner.cpu, entry, ipa);
            }
            if (toTable && read(entry) == 0) {
                host.freePage(descriptor & ADDRESS);
            }
        }
    }

    /** Break: invalid, and no TLB anywhere remembers (D8.17.1). */
    private void breakEntry(Vm vm, HostCpu cpu, long entry, long ipa) {
        write(entry, 0);
        cpu.hyp().flushVmidIpa(vm, ipa);
    }

    /** The table that an entry points to; if it points to none, one is made, a block being dissolved for it. */
    private long nextTable(Vm vm, HostCpu cpu, long entry, long ipa) {
        long descriptor = read(entry);
        boolean valid = (descriptor & VALID) != 0;
        if (valid && isTable(descriptor)) {
            return descriptor & ADDRESS;
        }
        long table = host.allocatePage();
        if (valid) {
            breakEntry(vm, cpu, entry, ipa);
        }
        cpu.dsbIshst();
        write(entry, table | VALID | TABLE_OR_PAGE);
        return table;
    }

    private boolean isEmpty(long table) {
        for (long offset = 0; offset < PAGE_SIZE; offset += Long.BYTES) {
            if (read(table + offset) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTable(long descriptor) {
        return (descriptor & TABLE_OR_PAGE) != 0;
    }

    /** The bytes that one entry of a level covers. */
    private static long span(int level) {
        return PAGE_SIZE << (9 * (PAGE_LEVEL - level));
    }

    private static long entry(long table, long ipa, int level) {
        long entries = level == START_LEVEL ? ENTRIES * ROOT_PAGES : ENTRIES;
        return table + (ipa / span(level) & entries - 1) * Long.BYTES;
    }

    private long read(long pa) {
        return memory.read(pa, Long.BYTES);
    }

    private void write(long pa, long descriptor) {
        memory.write(pa, Long.BYTES, descriptor);
    }
}
