package dev.tlbsan.arm.mmu;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One translation: what was asked, which entries it used, and what came of it. */
public final class Walk {
    private final WalkContext context;
    private final long address;
    private final Access access;
    private final long serial;
    private @Nullable TlbEntry stage1;
    private @Nullable TlbEntry stage2;
    private @Nullable TlbEntry last;
    private @Nullable TlbEntry lastStage1;
    private @Nullable RefusedDescriptor refused;
    private @Nullable TranslationFault fault;
    private boolean remembered;
    private int descriptorReads;

    Walk(WalkContext context, long address, Access access, long serial) {
        this.context = context;
        this.address = context.canonical(address);
        this.access = access;
        this.serial = serial;
    }

    /** The registers in effect. */
    public TranslationRegisters registers() {
        return context.registers();
    }

    /** The tags in effect. */
    public Tags tags() {
        return context.tags();
    }

    /** The value of the TTBRn_ELx in effect for the address. */
    public long ttbr() {
        return context.ttbr(address);
    }

    /** Whether the second of two table roots, TTBR1, is for the address. */
    public boolean upper() {
        return context.upper(address);
    }

    /** The virtual address, an ignored top byte replaced by the sign. */
    public long address() {
        return address;
    }

    public Access access() {
        return access;
    }

    /** The stage 1 block or page; null if stage 1 is off or its walk gave a fault. */
    public @Nullable TlbEntry stage1() {
        return stage1;
    }

    /** The stage 2 block or page of the access itself; null if stage 2 is off, was not asked, or gave a fault. */
    public @Nullable TlbEntry stage2() {
        return stage2;
    }

    /**
     * The entry that decided: the combined one, else that of the last stage; after a fault, the last one before it. Null
     * if there was none.
     */
    public @Nullable TlbEntry last() {
        return last;
    }

    /** The deepest stage 1 entry that was used, table descriptors included; null if there was none. */
    public @Nullable TlbEntry lastStage1() {
        return stage1 == null ? lastStage1 : stage1;
    }

    /** The descriptor that gave the fault by itself; null if none did. */
    public @Nullable RefusedDescriptor refused() {
        return refused;
    }

    /** The position of the translation in the order of all fills and TLBIs: entries older than it have less. */
    public long serial() {
        return serial;
    }

    /** Whether entries took part that were older than this translation. */
    public boolean remembered() {
        return remembered;
    }

    /** The outcome, as an engine may not remember it. */
    public Translation outcome() {
        return outcome(false);
    }

    Translation outcome(boolean settled) {
        if (fault != null) {
            return fault;
        }
        long ipa = intermediate();
        long pa = stage2 == null ? ipa : stage2.translate(ipa);
        return new Translation.Mapped(pa, spanBits(), attributes(), settled);
    }

    /**
     * With an entry the span is that of the smallest page, since an older entry may cover the neighbours. Without, it is
     * what the smallest physical address space leaves to the identity.
     */
    private int spanBits() {
        return last == null ? 32 : 12;
    }

    /** The address that stage 1 gives, once there is no fault of stage 1. */
    long intermediate() {
        return stage1 == null ? address : stage1.translate(address);
    }

    private MemoryAttributes attributes() {
        MemoryAttributes first = stage1 == null
                ? MemoryTypes.stage1Off(context, access.kind())
                : MemoryTypes.stage1(stage1.attribute(), stage1.shareability());
        if (stage2 == null) {
            return first;
        }
        boolean forced = context.registers().stage2().forcesNonCacheable(access.kind());
        return MemoryTypes.combine(first, stage2.attribute(), stage2.shareability(), forced);
    }

    /** Gives the physical address of every descriptor that the outcome comes from; of some more than once. */
    public void forEachDescriptor(LongConsumer consumer) {
        for (TlbEntry entry = stage1; entry != null; entry = entry.parent()) {
            consumer.accept(entry.descriptorAddress());
            forChain(entry.via(), consumer);
        }
        forChain(stage2, consumer);
    }

    private static void forChain(@Nullable TlbEntry leaf, LongConsumer consumer) {
        for (TlbEntry entry = leaf; entry != null; entry = entry.parent()) {
            consumer.accept(entry.descriptorAddress());
        }
    }

    WalkContext context() {
        return context;
    }

    int descriptorReads() {
        return descriptorReads;
    }

    void countDescriptorRead() {
        descriptorReads++;
    }

    void remember(TlbEntry entry) {
        remembered = true;
        reached(entry);
    }

    void reached(TlbEntry entry) {
        last = entry;
        if (entry.kind() == TlbEntry.Kind.TABLE || entry.kind() == TlbEntry.Kind.STAGE1) {
            lastStage1 = entry;
        }
    }

    void refuse(RefusedDescriptor descriptor) {
        refused = descriptor;
    }

    void stage1(TlbEntry entry) {
        stage1 = entry;
    }

    void stage2(TlbEntry entry) {
        stage2 = entry;
    }

    void fail(TranslationFault value) {
        fault = value;
    }

    boolean failed() {
        return fault != null;
    }
}
