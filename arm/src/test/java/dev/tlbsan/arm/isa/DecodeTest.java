package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.InstructionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecodeTest {
    private static final int SLICES = 256;
    private static final int UNCONDITIONAL = 0xf000_0000;

    /** Some bits with the values they must have. */
    private record Bits(int mask, int value) {
        static Bits of(Definition definition) {
            return new Bits(definition.pattern().mask(), definition.pattern().value());
        }

        boolean overlaps(Bits other) {
            return ((value ^ other.value) & mask & other.mask) == 0;
        }

        Bits and(Bits other) {
            return new Bits(mask | other.mask, value | other.value);
        }

        /** How many words have these bits, and not all of those of any of the others. */
        long wordsWithout(List<Bits> others) {
            long words = 1L << (32 - Integer.bitCount(mask));
            for (int i = 0; i < others.size(); i++) {
                if (overlaps(others.get(i))) {
                    words -= and(others.get(i)).wordsWithout(others.subList(0, i));
                }
            }
            return words;
        }
    }

    /** What the definition's pattern matches all the same: the condition 1111, and definitions of higher priority. */
    private static List<Bits> exceptions(InstructionSet set, Definition definition) {
        List<Bits> exceptions = new ArrayList<>();
        if (definition.conditional()) {
            exceptions.add(new Bits(UNCONDITIONAL, UNCONDITIONAL));
        }
        for (Definition other : set.definitions()) {
            if (other.priority() > definition.priority() && other.conditional() == definition.conditional()) {
                exceptions.add(Bits.of(other));
            }
        }
        return exceptions;
    }

    @ParameterizedTest
    @EnumSource
    void theTreeFindsEveryWordOfEveryPattern(InstructionState state) {
        InstructionSet set = InstructionSet.of(state);
        List<Definition> definitions = set.definitions();
        long[] found = IntStream.range(0, SLICES)
                .parallel()
                .mapToObj(slice -> count(set, slice))
                .reduce(new long[definitions.size()], DecodeTest::sum);
        for (int i = 0; i < definitions.size(); i++) {
            // The tree checks what it finds against the pattern: so an equal number is equality.
            Definition definition = definitions.get(i);
            long expected = Bits.of(definition).wordsWithout(exceptions(set, definition));
            assertThat(found[i]).as("words of %s", definition).isEqualTo(expected);
        }
    }

    private static long[] count(InstructionSet set, int slice) {
        List<Definition> definitions = set.definitions();
        Map<Definition, Integer> indices = new HashMap<>();
        definitions.forEach(definition -> indices.put(definition, indices.size()));
        long[] found = new long[definitions.size()];
        int size = 1 << 24;
        int index = 0;
        for (int i = 0; i < size; i++) {
            Definition definition = set.find(slice * size + i);
            if (definition != null) {
                index = definition == definitions.get(index) ? index : Objects.requireNonNull(indices.get(definition));
                found[index]++;
            }
        }
        return found;
    }

    private static long[] sum(long[] a, long[] b) {
        return IntStream.range(0, a.length).mapToLong(i -> a[i] + b[i]).toArray();
    }

    @Test
    void noTwoPatternsOfA64Overlap() {
        List<Definition> definitions = InstructionSet.a64().definitions();
        for (Definition a : definitions) {
            assertThat(definitions)
                    .filteredOn(b -> b != a && a.pattern().overlaps(b.pattern()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTreeAgreesWithALinearSearch(InstructionState state) {
        InstructionSet set = InstructionSet.of(state);
        var random = new SplitMix64(3);
        for (int i = 0; i < 1_000_000; i++) {
            int word = (int) random.nextLong();
            int shortened = set.bytes(word) == 2 ? word & 0xffff_0000 : word;
            assertThat(set.find(shortened)).isSameAs(search(set, shortened));
        }
    }

    private static @Nullable Definition search(InstructionSet set, int word) {
        Definition found = null;
        for (Definition definition : set.definitions()) {
            boolean better = found == null || definition.priority() > found.priority();
            found = definition.matches(word) && better ? definition : found;
        }
        return found;
    }

    @Test
    void aWordWhoseFieldsAreReservedIsUndefined() {
        InstructionSet set = InstructionSet.a64();
        int reservedBitmask = 0x9200fc00;
        assertThat(set.find(reservedBitmask)).isNotNull();
        assertThat(set.decode(reservedBitmask)).isNull();
        assertThat(set.decode(0)).isNull();
    }
}
