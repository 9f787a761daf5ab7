package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.RefusedDescriptor;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.TranslationFault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One descriptor in a derivation of an address.
 *
 * @param level the level of the lookup; {@link #ANY_LEVEL} if it is the first of a walk and unknown
 * @param place the address of the descriptor before stage 2 has translated it
 * @param state what there is at that place
 * @param physical its physical address; meaningless if it is unreachable
 * @param value the descriptor; meaningless if it is unreachable
 * @param output where it leads: the next table, or the first address of the block or page; meaningless unless valid
 * @param sizeBits log2 of the bytes of input address that it describes; meaningless unless valid
 * @param table whether it is a table descriptor; meaningless unless valid
 * @param entry what the TLB keeps of it; null if it gave a fault
 * @param via the stage 2 translation that its address went through; null if none
 */
record Step(
        int level,
        long place,
        State state,
        long physical,
        long value,
        long output,
        int sizeBits,
        boolean table,
        @Nullable TlbEntry entry,
        @Nullable TlbEntry via) {
    static final int ANY_LEVEL = -1;

    private static final int LARGE_PAGE_BITS = 16;
    private static final int SUPERSECTION_BITS = 24;
    private static final int COPIES_BITS = 6;

    /** What there is at the place of a descriptor. */
    enum State {
        VALID,
        INVALID,
        /** Stage 2 gives no physical address. */
        UNREACHABLE
    }

    /** The descriptors that an entry of one descriptor comes from, the first table's first. */
    static List<Step> chain(@Nullable TlbEntry last) {
        List<Step> steps = new ArrayList<>();
        for (TlbEntry entry = last; entry != null; entry = entry.parent()) {
            steps.addFirst(of(entry));
        }
        return steps;
    }

    private static Step of(TlbEntry entry) {
        long physical = entry.descriptorAddress();
        TlbEntry via = entry.kind().stage2Only() ? null : entry.via();
        return new Step(
                entry.level(),
                place(physical, via),
                State.VALID,
                physical,
                entry.descriptor(),
                entry.output(),
                entry.sizeBits(),
                entry.kind().table(),
                entry,
                via);
    }

    static Step of(RefusedDescriptor refused) {
        boolean invalid = refused.fault() == TranslationFault.Kind.TRANSLATION;
        return new Step(
                refused.level(),
                place(refused.address(), refused.via()),
                invalid ? State.INVALID : State.VALID,
                refused.address(),
                refused.value(),
                refused.output(),
                refused.sizeBits(),
                refused.kind().table(),
                null,
                refused.via());
    }

    /** The stage 1 descriptor at an intermediate physical address that stage 2 does not translate. */
    static Step unreachable(int level, long place) {
        return new Step(level, place, State.UNREACHABLE, 0, 0, 0, 0, false, null, null);
    }

    private static long place(long physical, @Nullable TlbEntry via) {
        return via == null ? physical : via.input() + (physical - via.output());
    }

    boolean valid() {
        return state == State.VALID;
    }

    /** Whether both are the same descriptor of physical memory, at the same level. */
    boolean sameMemory(Step other) {
        boolean reachable = state != State.UNREACHABLE && other.state != State.UNREACHABLE;
        return reachable && level == other.level && together(other, physical, other.physical);
    }

    /** Whether both stand at the same address as the stage that reads them sees it, at the same level. */
    boolean samePlace(Step other) {
        return level == other.level && together(other, place, other.place);
    }

    private boolean together(Step other, long own, long others) {
        return (own ^ others) >>> Math.max(copiesBits(), other.copiesBits()) == 0;
    }

    /** log2 of the bytes of equal descriptors: large pages and supersections of AArch32 stand sixteen times in a table. */
    private int copiesBits() {
        boolean sixteen = (level == 1 && sizeBits == SUPERSECTION_BITS) || (level == 2 && sizeBits == LARGE_PAGE_BITS);
        return sixteen ? COPIES_BITS : 0;
    }

    /** Whether both, which are the first of their walks, stand at the same address; the level may be unknown. */
    boolean sameStart(Step other) {
        boolean unknown = level == ANY_LEVEL || other.level == ANY_LEVEL;
        return unknown && place == other.place;
    }

    /** Whether both lead to the same next table, or to the same addresses: pages of two sizes at one place do not. */
    boolean leadsWhere(Step other) {
        return table == other.table && output == other.output && sizeBits == other.sizeBits;
    }
}
