package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.memory.PageWatches;
import dev.tlbsan.arm.memory.PhysicalMemory;
import java.util.ArrayList;
import java.util.Arrays;
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

    private final PhysicalMemory memory;
    private final InstructionSet instructions;
    private final Map<Long, Page> pages = new HashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();

    /** The blocks of a page, by the index of their first instruction, and which instructions are part of any. */
    private static final class Page {
        final @Nullable Block[] blocks = new Block[PAGE_SIZE / Block.INSTRUCTION_BYTES];
        final BitSet translated = new BitSet();
    }

    CodeCache(PhysicalMemory memory, InstructionSet instructions) {
        this.memory = memory;
        this.instructions = instructions;
        memory.watches().addListener(this);
    }

    /** Hears whenever blocks have been dropped. */
    void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /** The block whose first instruction is at the physical address, which is present and aligned. */
    Block block(long pa) {
        if (!memory.isRam(pa, Block.INSTRUCTION_BYTES)) {
            return translate(pa, 1);
        }
        Page page = pages.computeIfAbsent(pa >>> PAGE_BITS, number -> new Page());
        int index = (int) (pa & (PAGE_SIZE - 1)) / Block.INSTRUCTION_BYTES;
        Block known = page.blocks[index];
        if (known != null) {
            return known;
        }
        Block block = translate(pa, Math.min(MAX_INSTRUCTIONS, page.blocks.length - index));
        page.blocks[index] = block;
        page.translated.set(index, index + block.instructions());
        memory.watches().watch(pa, PageWatches.CODE);
        return block;
    }

    @Override
    public void watched(long pagePa) {}

    @Override
    public void written(long pa, int bytes, int reasons) {
        if ((reasons & PageWatches.CODE) == 0) {
            return;
        }
        for (long page = pa >>> PAGE_BITS; page <= (pa + bytes - 1) >>> PAGE_BITS; page++) {
            int first = (int) Math.max(0, pa - (page << PAGE_BITS)) / Block.INSTRUCTION_BYTES;
            int last = (int) Math.min(PAGE_SIZE, pa + bytes - (page << PAGE_BITS)) - 1;
            drop(page, first, last / Block.INSTRUCTION_BYTES);
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

    private Block translate(long pa, int limit) {
        var semantics = new Semantics();
        int[] words = new int[limit];
        int count = 0;
        do {
            int offset = count * Block.INSTRUCTION_BYTES;
            int word = (int) memory.read(pa + offset, Block.INSTRUCTION_BYTES);
            semantics.begin(offset);
            instructions.build(word, semantics);
            semantics.end();
            words[count++] = word;
        } while (count < limit && !semantics.endsBlock());
        return new Block(pa, Arrays.copyOf(words, count), semantics.code());
    }
}
