package dev.tlbsan.arm.isa;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision tree over instruction words. An inner node selects a child by some bits of the word; a leaf holds the
 * definitions that are still possible, the highest priority first.
 */
final class DecodeTree {
    private static final int MAX_BITS = 11;
    private static final int LEAF_SIZE = 2;
    private static final Definition[] NONE = {};

    private final int mask;
    private final DecodeTree[] children;
    private final Definition[] candidates;

    /** Makes a tree for definitions ordered by descending priority. */
    DecodeTree(List<Definition> definitions) {
        this(definitions, 0);
    }

    private DecodeTree(List<Definition> definitions, int decided) {
        mask = definitions.size() <= LEAF_SIZE ? 0 : selector(definitions, decided);
        candidates = mask == 0 ? definitions.toArray(NONE) : NONE;
        children = new DecodeTree[mask == 0 ? 0 : 1 << Integer.bitCount(mask)];
        DecodeTree empty = children.length == 0 ? this : new DecodeTree(List.of(), 0);
        for (int i = 0; i < children.length; i++) {
            List<Definition> rest = possible(definitions, Integer.expand(i, mask));
            children[i] = rest.isEmpty() ? empty : new DecodeTree(rest, decided | mask);
        }
    }

    /** The definition whose pattern the word has, or null. */
    @Nullable
    Definition find(int word) {
        DecodeTree node = this;
        while (node.mask != 0) {
            node = node.children[Integer.compress(word, node.mask)];
        }
        for (Definition candidate : node.candidates) {
            if (candidate.matches(word)) {
                return candidate;
            }
        }
        return null;
    }

    private List<Definition> possible(List<Definition> definitions, int bits) {
        List<Definition> result = new ArrayList<>();
        for (Definition definition : definitions) {
            Pattern pattern = definition.pattern();
            if (((bits ^ pattern.value()) & mask & pattern.mask()) == 0) {
                result.add(definition);
            }
        }
        return result;
    }

    /** The undecided bits that most definitions fix, at most {@link #MAX_BITS} of them. */
    private static int selector(List<Definition> definitions, int decided) {
        int most = 0;
        int[] fixedBy = new int[32];
        for (int bit = 0; bit < 32; bit++) {
            if ((decided >>> bit & 1) == 0) {
                for (Definition definition : definitions) {
                    fixedBy[bit] += definition.pattern().mask() >>> bit & 1;
                }
                most = Math.max(most, fixedBy[bit]);
            }
        }
        int selected = 0;
        for (int bit = 31; bit >= 0 && most > 0 && Integer.bitCount(selected) < MAX_BITS; bit--) {
            selected |= fixedBy[bit] == most ? 1 << bit : 0;
        }
        return selected;
    }
}
