package dev.tlbsan.engine;

import dev.tlbsan.arm.memory.PageWatches;
import dev.tlbsan.arm.memory.PhysicalMemory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The blocks made of the instructions in a physical address space. Instruction fetches are coherent with stores: a write
 * to an instruction that is part of a block drops the blocks of its page at once, so IC has nothing left to do.
 */
final class CodeCache implements PageWatches.Listener {
    /** The most instructions in a block. */
    static final int MAX_INSTRUCTIONS = 64;

    private static final int PAGE_BITS = 12;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    /** The smallest instruction is what addresses in a page are counted in. */
    private static final int UNIT_BITS = 1;

    private static final int FORMS = CodeForm.values().length;
    private static final int MAX_SINGLES = 4096;

    private final PhysicalMemory memory;
    private final Map<Long, Page> pages = new HashMap<>();
    private final Map<Long, Block> singles = new HashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();

    /** The blocks of a page, by form and the unit that they begin at, and which units are part of any. */
    private static final class Page {
        final @Nullable Starts[] forms = new Starts[FORMS];
        final BitSet translated = new BitSet();

        /** The blocks of one form. */
        private static final class Starts {
            final @Nullable Block[] blocks = new Block[PAGE_SIZE >>> UNIT_BITS];
        }

        @Nullable
        Block find(CodeForm form, int unit) {
            Starts known = forms[form.ordinal()];
            return known == null ? null : known.blocks[unit];
        }

        void put(int unit, Block block) {
            int form = block.form().ordinal();
            Starts known = forms[form];
            if (known == null) {
                known = new Starts();
                forms[form] = known;
            }
            known.blocks[unit] = block;
            translated.set(unit, unit + (block.offset(block.instructions()) >>> UNIT_BITS));
        }
    }

    CodeCache(PhysicalMemory memory) {
        this.memory = memory;
        memory.watches().addListener(this);
    }

    /** Hears whenever blocks have been dropped. */
    void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * The block whose first instruction is at the physical address, which is present and aligned, outside of any IT
     * block; null if that instruction goes on in the next page.
     */
    @Nullable
    Block block(long pa, CodeForm form) {
        if (!memory.isRam(pa, form.alignment())) {
            return translate(pa, form, 1);
        }
        Page page = pages.computeIfAbsent(pa >>> PAGE_BITS, number -> new Page());
        int unit = (int) (pa & (PAGE_SIZE - 1)) >>> UNIT_BITS;
        Block known = page.find(form, unit);
        if (known != null) {
            return known;
        }
        Block block = translate(pa, form, MAX_INSTRUCTIONS);
        if (block != null) {
            page.put(unit, block);
            memory.watches().watch(pa, PageWatches.CODE);
        }
        return block;
    }

    /** The block of one instruction, wherever it is, with PSTATE.IT before it. */
    Block single(int word, CodeForm form, int itState) {
        if (singles.size() == MAX_SINGLES) {
            singles.clear();
        }
        long key = (word & 0xffff_ffffL) | ((long) itState << 32) | ((long) form.ordinal() << 40);
        return singles.computeIfAbsent(key, k -> {
            var builder = new Block.Builder(form, 1, itState);
            builder.append(word);
            return builder.build();
        });
    }

    /** The first bytes of the instruction at a physical address, as {@link CodeForm#word} has them. */
    int firstWord(long pa, CodeForm form) {
        return form.word(memory.read(pa, form.alignment()));
    }

    @Override
    public void watched(long pagePa) {}

    @Override
    public void written(long pa, int bytes, int reasons) {
        if ((reasons & PageWatches.CODE) == 0) {
            return;
        }
        for (long page = pa >>> PAGE_BITS; page <= (pa + bytes - 1) >>> PAGE_BITS; page++) {
            int first = (int) Math.max(0, pa - (page << PAGE_BITS)) >>> UNIT_BITS;
            int last = (int) Math.min(PAGE_SIZE, pa + bytes - (page << PAGE_BITS)) - 1;
            drop(page, first, last >>> UNIT_BITS);
        }
    }

    private void drop(long number, int first, int last) {
        Page page = pages.get(number);
        int hit = page == null ? -1 : page.translated.nextSetBit(first);
        if (hit >= 0 && hit <= last) {
            pages.remove(number);
            memory.watches().unwatch(number << PAGE_BITS, PageWatches.CODE);
            listeners.forEach(Runnable::run);
        }
    }

    private @Nullable Block translate(long pa, CodeForm form, int limit) {
        int left = PAGE_SIZE - (int) (pa & (PAGE_SIZE - 1));
        var builder = new Block.Builder(form, limit, 0);
        do {
            int offset = builder.offset();
            int word = offset < left ? firstWord(pa + offset, form) : 0;
            int bytes = form.bytes(word);
            if (offset + bytes > left) {
                break;
            }
            builder.append(bytes > form.alignment() ? word | secondHalf(pa + offset) : word);
        } while (!builder.isFull());
        return builder.isEmpty() ? null : builder.build();
    }

    private int secondHalf(long pa) {
        return (int) memory.read(pa + 2, 2);
    }
}
