package dev.tlbsan.kvm;

import dev.tlbsan.kvm.host.HostMemory;
import java.util.Arrays;

/**
 * A range of intermediate physical addresses backed by host memory (KVM_SET_USER_MEMORY_REGION). Host pages are found
 * when first touched; a slot of huge pages finds 2 MiB at a time where its alignment allows.
 */
public final class MemorySlot {
    private static final long NOT_PRESENT = -1;

    private final int id;
    private final long ipa;
    private final long size;
    private final boolean hugePages;
    private final HostMemory host;
    private final long[] frames;

    MemorySlot(int id, MemoryRegion region, HostMemory host) {
        this.id = id;
        this.ipa = region.ipa();
        this.size = region.size();
        this.hugePages = region.hugePages();
        this.host = host;
        this.frames = new long[Math.toIntExact(size / HostMemory.PAGE_SIZE)];
        Arrays.fill(frames, NOT_PRESENT);
    }

    /**
     * What a VMM asks for.
     *
     * @param ipa the first intermediate physical address, in bytes, a multiple of 4096
     * @param size in bytes, a multiple of 4096
     * @param hugePages whether to back it with 2 MiB host pages where alignment allows
     */
    public record MemoryRegion(long ipa, long size, boolean hugePages) {}

    public int id() {
        return id;
    }

    public long ipa() {
        return ipa;
    }

    public long size() {
        return size;
    }

    public boolean contains(long address) {
        return address - ipa >= 0 && address - ipa < size;
    }

    boolean overlaps(MemoryRegion region) {
        return ipa < region.ipa() + region.size() && region.ipa() < ipa + size;
    }

    /** Whether the 2 MiB around an address can be mapped as one block. */
    public boolean isBlock(long address) {
        long start = address & -HostMemory.BLOCK_SIZE;
        if (!hugePages || start < ipa || start + HostMemory.BLOCK_SIZE > ipa + size) {
            return false;
        }
        long first = page(start);
        if ((first & HostMemory.BLOCK_SIZE - 1) != 0) {
            return false;
        }
        for (int i = 1; i < HostMemory.PAGES_PER_BLOCK; i++) {
            if (frames[index(start) + i] != first + i * HostMemory.PAGE_SIZE) {
                return false;
            }
        }
        return true;
    }

    /** The physical address of the host page that backs an address; found now if need be. */
    public long page(long address) {
        int index = index(address);
        if (frames[index] == NOT_PRESENT) {
            populate(address);
        }
        return frames[index];
    }

    /** Gives another host page to an address, with the same contents, and frees the old one; it must be unmapped. */
    public void migrate(long address) {
        int index = index(address);
        long old = page(address);
        frames[index] = host.allocatePage();
        host.copyPage(old, frames[index]);
        host.freePage(old);
    }

    /** Frees every host page. */
    void release() {
        for (int i = 0; i < frames.length; i++) {
            if (frames[i] != NOT_PRESENT) {
                host.freePage(frames[i]);
                frames[i] = NOT_PRESENT;
            }
        }
    }

    private void populate(long address) {
        long start = address & -HostMemory.BLOCK_SIZE;
        boolean whole = hugePages && start >= ipa && start + HostMemory.BLOCK_SIZE <= ipa + size;
        if (whole && frames[index(start)] == NOT_PRESENT) {
            long block = host.allocateBlock();
            for (int i = 0; i < HostMemory.PAGES_PER_BLOCK; i++) {
                frames[index(start) + i] = block + i * HostMemory.PAGE_SIZE;
            }
        } else {
            frames[index(address)] = host.allocatePage();
        }
    }

    private int index(long address) {
        return (int) ((address - ipa) / HostMemory.PAGE_SIZE);
    }
}
