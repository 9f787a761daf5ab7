package dev.tlbsan.kvm.host;

import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.kvm.Errno;
import dev.tlbsan.kvm.KvmException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The host kernel's memory: physical pages of the machine's RAM, and per-CPU variables. */
public class HostMemory {
    /** Bytes in a page. */
    public static final long PAGE_SIZE = 4096;
    /** Bytes in a huge page, the size of a level 2 block. */
    public static final long BLOCK_SIZE = 2 << 20;

    public static final int PAGES_PER_BLOCK = (int) (BLOCK_SIZE / PAGE_SIZE);

    private final PhysicalMemory memory;
    private final long start;
    private final long end;
    private final ArrayDeque<Long> freePages = new ArrayDeque<>();
    private int perCpuInUse;
    private long next;

    /** Manages all RAM of the machine from its start. */
    public HostMemory(PhysicalMemory memory) {
        this.memory = memory;
        this.start = memory.ramBase();
        this.next = start;
        this.end = memory.ramBase() + memory.ram().byteSize();
    }

    /** The physical address space that the pages are part of. */
    public final PhysicalMemory memory() {
        return memory;
    }

    /** alloc_percpu of an int: one for each possible CPU, or null if there is no memory. */
    public int @Nullable [] allocatePerCpu(int cpus) {
        perCpuInUse++;
        return new int[cpus];
    }

    /** free_percpu. */
    public void freePerCpu(int[] variables) {
        perCpuInUse--;
    }

    /** How many per-CPU variables are allocated. */
    public final int perCpuInUse() {
        return perCpuInUse;
    }

    /**
     * A zeroed page.
     *
     * @return its physical address
     * @throws KvmException ENOMEM if none is free
     */
    public final long allocatePage() {
        Long page = freePages.poll();
        if (page == null) {
            page = allocateContiguous(1, PAGE_SIZE);
        }
        clear(page, PAGE_SIZE);
        return page;
    }

    /** A zeroed, naturally aligned 2 MiB block; its pages may be freed one by one. */
    public final long allocateBlock() {
        long block = allocateContiguous(PAGES_PER_BLOCK, BLOCK_SIZE);
        clear(block, BLOCK_SIZE);
        return block;
    }

    /**
     * Consecutive pages at an aligned address; zeroed only if never used before.
     *
     * @param alignment in bytes, a power of two
     * @throws KvmException ENOMEM if there are not so many
     */
    public long allocateContiguous(int pages, long alignment) {
        long first = (next + alignment - 1) & -alignment;
        if (first + pages * PAGE_SIZE > end) {
            throw new KvmException(
                    Errno.ENOMEM,
                    pages + " host pages wanted, " + Math.max(0, (end - next) / PAGE_SIZE) + " of "
                            + memory.ram().byteSize() / PAGE_SIZE + " left");
        }
        for (long page = next; page < first; page += PAGE_SIZE) {
            freePages.add(page);
        }
        next = first + pages * PAGE_SIZE;
        return first;
    }

    /** How many pages are allocated. */
    public final long pagesInUse() {
        return (next - start) / PAGE_SIZE - freePages.size();
    }

    /** Gives a page back. */
    public void freePage(long pa) {
        freePages.addFirst(pa);
    }

    public final void copyPage(long from, long to) {
        for (long offset = 0; offset < PAGE_SIZE; offset += Long.BYTES) {
            memory.write(to + offset, Long.BYTES, memory.read(from + offset, Long.BYTES));
        }
    }

    private void clear(long pa, long bytes) {
        for (long offset = 0; offset < bytes; offset += Long.BYTES) {
            if (memory.read(pa + offset, Long.BYTES) != 0) {
                memory.write(pa + offset, Long.BYTES, 0);
            }
        }
    }
}
