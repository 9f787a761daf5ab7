package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.MemoryAccess;
import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.Translation;
import dev.tlbsan.arm.mmu.Translation.Mapped;
import dev.tlbsan.arm.mmu.TranslationFault;
import org.jspecify.annotations.Nullable;

/**
 * The memory accesses that a PE's instructions make: their alignment checks, translation, faults and effects (DDI 0487,
 * B2.5 and D8). Values are little-endian, of 1, 2, 4 or 8 bytes, zero-extended. Every method but those on the monitor
 * throws {@link GuestException} where the access is refused; a store that is refused has written nothing.
 */
public final class DataAccess {
    /** The bytes that DC ZVA clears. */
    public static final int ZERO_BLOCK = 64;

    private static final int PAGE_SIZE = 4096;
    private static final long AARCH32_ADDRESSES = 0xffff_ffffL;
    private static final long SCTLR_A = 1L << 1;
    private static final int MUST_ALIGN = MemoryAccess.EXCLUSIVE | MemoryAccess.ORDERED | MemoryAccess.ALIGNED;
    private static final Access READ = new Access(Access.Kind.READ, true);
    private static final Access READ_UNPRIVILEGED = new Access(Access.Kind.READ, false);
    private static final Access WRITE = new Access(Access.Kind.WRITE, true);
    private static final Access WRITE_UNPRIVILEGED = new Access(Access.Kind.WRITE, false);
    private static final Access FETCH = new Access(Access.Kind.FETCH, true);
    private static final Access FETCH_UNPRIVILEGED = new Access(Access.Kind.FETCH, false);

    private final ProcessingElement pe;
    private final PhysicalMemory memory;
    private final ExclusiveMonitors.Monitor monitor;
    private final long addresses;
    private @Nullable Mapped outcome;

    DataAccess(ProcessingElement pe, PhysicalMemory memory, ExclusiveMonitors.Monitor monitor) {
        this.pe = pe;
        this.memory = memory;
        this.monitor = monitor;
        this.addresses = pe.aarch32() ? AARCH32_ADDRESSES : -1;
    }

    /** The address within the range of virtual addresses: those of AArch32 have 32 bits. */
    long canonical(long va) {
        return va & addresses;
    }

    /** The physical address space. */
    public PhysicalMemory memory() {
        return memory;
    }

    /** The PE's exclusive monitor. */
    public ExclusiveMonitors.Monitor monitor() {
        return monitor;
    }

    /** The translation of the latest load or store; null if it was refused or crossed a page. */
    public @Nullable Mapped outcome() {
        return outcome;
    }

    /** Whether every access must be aligned (SCTLR_ELx.A). */
    public boolean checksAlignment() {
        SystemRegister sctlr = pe.currentEl() == 2 ? SystemRegister.SCTLR_EL2 : SystemRegister.SCTLR_EL1;
        return (pe.systemRegisters().get(sctlr) & SCTLR_A) != 0;
    }

    /** A plain load with the permissions of the current Exception level. */
    public long load(long va, int bytes) {
        return load(va, bytes, pe.currentEl() == 0 ? READ_UNPRIVILEGED : READ);
    }

    /** A load with special properties; an exclusive one marks the monitor. */
    public long load(long va, MemoryAccess access) {
        checkAlignment(va, access, 0);
        Access kind = unprivileged(access) ? READ_UNPRIVILEGED : READ;
        long value = load(va, access.bytes(), kind);
        Mapped mapped = outcome;
        if (access.has(MemoryAccess.EXCLUSIVE) && mapped != null) {
            monitor.mark(mapped.pa(), access.size());
        }
        return value;
    }

    /** A plain store with the permissions of the current Exception level. */
    public void store(long va, int bytes, long value) {
        store(va, bytes, value, plainWrite());
    }

    /** A store with special properties, except an exclusive one. */
    public void store(long va, MemoryAccess access, long value) {
        checkAlignment(va, access, Aborts.WRITE);
        Access kind = unprivileged(access) ? WRITE_UNPRIVILEGED : WRITE;
        store(va, access.bytes(), value, kind);
    }

    /**
     * An exclusive store. Where nothing is marked it fails without a translation.
     *
     * @param second the second value of a pair; ignored unless it is one
     * @return whether it was performed
     */
    public boolean storeExclusive(long va, MemoryAccess access, long first, long second) {
        checkAlignment(va, access, Aborts.WRITE);
        if (!monitor.isMarked()) {
            return false;
        }
        Mapped mapped = translate(va, plainWrite(), Aborts.WRITE);
        requirePresent(va, mapped.pa(), access.size(), Aborts.WRITE);
        outcome = mapped;
        if (!monitor.claim(mapped.pa(), access.size())) {
            return false;
        }
        memory.write(mapped.pa(), access.bytes(), first);
        if (access.has(MemoryAccess.PAIR)) {
            memory.write(mapped.pa() + access.bytes(), access.bytes(), second);
        }
        return true;
    }

    /** DC ZVA: clears the naturally aligned block that holds the address. */
    public void zeroBlock(long va) {
        Mapped mapped = translate(va, plainWrite(), Aborts.WRITE);
        long pa = mapped.pa() & -ZERO_BLOCK;
        if (mapped.attributes().device()) {
            throw Aborts.misaligned(va, mapped.attributes(), Aborts.WRITE);
        }
        requirePresent(va, pa, ZERO_BLOCK, Aborts.WRITE);
        for (int offset = 0; offset < ZERO_BLOCK; offset += Long.BYTES) {
            memory.write(pa + offset, Long.BYTES, 0);
        }
    }

    /** Raises an alignment fault if the address is not a multiple of a power of two, for a read or a write. */
    public void requireAligned(long va, int bytes, boolean write) {
        if ((va & (bytes - 1)) != 0) {
            throw Aborts.data(va, Aborts.ALIGNMENT, write ? Aborts.WRITE : 0);
        }
    }

    /** The translation of an instruction fetch; an Instruction Abort if it is refused. */
    public Mapped fetch(long va) {
        Translation translation = pe.mmu().translate(canonical(va), pe.currentEl() == 0 ? FETCH_UNPRIVILEGED : FETCH);
        return switch (translation) {
            case TranslationFault fault -> throw Aborts.instruction(va, fault);
            case Mapped mapped -> {
                if (!memory.isPresent(mapped.pa(), pe.instructionState().alignment())) {
                    throw Aborts.externalOnFetch(va);
                }
                yield mapped;
            }
        };
    }

    private boolean unprivileged(MemoryAccess access) {
        int el = pe.currentEl();
        return el == 0 || (el == 1 && access.has(MemoryAccess.UNPRIVILEGED));
    }

    private Access plainWrite() {
        return pe.currentEl() == 0 ? WRITE_UNPRIVILEGED : WRITE;
    }

    private long load(long va, int bytes, Access access) {
        Mapped mapped = translate(va, bytes, access, 0);
        if (!crosses(va, bytes)) {
            requirePresent(va, mapped.pa(), bytes, 0);
            long value = read(mapped.pa(), bytes);
            outcome = mapped;
            return value;
        }
        long second = secondPage(va);
        int low = (int) (second - va);
        long secondPa = translateSecond(second, access, 0).pa();
        requirePresent(va, mapped.pa(), low, 0);
        requirePresent(second, secondPa, bytes - low, 0);
        return read(mapped.pa(), low) | read(secondPa, bytes - low) << (8 * low);
    }

    private void store(long va, int bytes, long value, Access access) {
        Mapped mapped = translate(va, bytes, access, Aborts.WRITE);
        if (!crosses(va, bytes)) {
            requirePresent(va, mapped.pa(), bytes, Aborts.WRITE);
            write(mapped.pa(), bytes, value);
            outcome = mapped;
            return;
        }
        long second = secondPage(va);
        int low = (int) (second - va);
        long secondPa = translateSecond(second, access, Aborts.WRITE).pa();
        requirePresent(va, mapped.pa(), low, Aborts.WRITE);
        requirePresent(second, secondPa, bytes - low, Aborts.WRITE);
        write(mapped.pa(), low, value);
        write(secondPa, bytes - low, value >>> (8 * low));
    }

    /** Translates the first byte of an access, whose alignment is checked before and after. */
    private Mapped translate(long va, int bytes, Access access, int flags) {
        outcome = null;
        boolean unaligned = (va & (bytes - 1)) != 0;
        if (unaligned && checksAlignment()) {
            throw Aborts.data(va, Aborts.ALIGNMENT, flags);
        }
        Mapped mapped = translate(va, access, flags);
        if (unaligned && mapped.attributes().device()) {
            throw Aborts.misaligned(va, mapped.attributes(), flags);
        }
        return mapped;
    }

    /** Translates the first byte of the second page of an access that crosses into it. */
    private Mapped translateSecond(long va, Access access, int flags) {
        Mapped mapped = translate(va, access, flags);
        if (mapped.attributes().device()) {
            throw Aborts.misaligned(va, mapped.attributes(), flags);
        }
        return mapped;
    }

    private Mapped translate(long va, Access access, int flags) {
        return switch (pe.mmu().translate(canonical(va), access)) {
            case Mapped mapped -> mapped;
            case TranslationFault fault -> throw Aborts.data(va, fault, flags);
        };
    }

    private void requirePresent(long va, long pa, int bytes, int flags) {
        if (!memory.isPresent(pa, bytes)) {
            throw Aborts.data(va, Aborts.EXTERNAL, flags);
        }
    }

    private static void checkAlignment(long va, MemoryAccess access, int flags) {
        if ((access.flags() & MUST_ALIGN) != 0 && (va & (access.size() - 1)) != 0) {
            throw Aborts.data(va, Aborts.ALIGNMENT, flags);
        }
    }

    private static boolean crosses(long va, int bytes) {
        return (va & (PAGE_SIZE - 1)) + bytes > PAGE_SIZE;
    }

    private static long secondPage(long va) {
        return (va & -PAGE_SIZE) + PAGE_SIZE;
    }

    /** Reads any number of bytes up to 8. The memory is asked for no more than aligned accesses. */
    private long read(long pa, int bytes) {
        if (Integer.bitCount(bytes) == 1 && (pa & (bytes - 1)) == 0) {
            return memory.read(pa, bytes);
        }
        long value = 0;
        for (int n = 0; n < bytes; n++) {
            value |= memory.read(pa + n, 1) << (8 * n);
        }
        return value;
    }

    private void write(long pa, int bytes, long value) {
        if (Integer.bitCount(bytes) == 1 && (pa & (bytes - 1)) == 0) {
            memory.write(pa, bytes, value);
            return;
        }
        for (int n = 0; n < bytes; n++) {
            memory.write(pa + n, 1, value >>> (8 * n));
        }
    }
}
