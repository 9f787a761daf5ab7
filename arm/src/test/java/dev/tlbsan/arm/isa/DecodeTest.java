package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecodeTest {
    private static final InstructionSet SET = InstructionSet.a64();
    private static final int SLICES = 256;

    @Test
    void theTreeFindsEveryWordOfEveryPattern() {
        List<Definition> definitions = SET.definitions();
        long[] found = IntStream.range(0, SLICES)
                .parallel()
                .mapToObj(DecodeTest::count)
                .reduce(new long[definitions.size()], DecodeTest::sum);
        for (int i = 0; i < definitions.size(); i++) {
            // The tree checks what it finds against the pattern, and no patterns overlap: so an equal number is
            // equality.
            int freeBits = 32 - Integer.bitCount(definitions.get(i).pattern().mask());
            assertThat(found[i]).as("words of %s", definitions.get(i)).isEqualTo(1L << freeBits);
        }
    }

    private static long[] count(int slice) {
        List<Definition> definitions = SET.definitions();
        long[] found = new long[definitions.size()];
        int size = 1 << 24;
        int index = 0;
        for (int i = 0; i < size; i++) {
            Definition definition = SET.find(slice * size + i);
            if (definition != null) {
                index = definition == definitions.get(index) ? index : definitions.indexOf(definition);
                found[index]++;
            }
        }
        return found;
    }

    private static long[] sum(long[] a, long[] b) {
        return IntStream.range(0, a.length).mapToLong(i -> a[i] + b[i]).toArray();
    }

    @Test
    void noTwoPatternsOverlap() {
        List<Definition> definitions = SET.definitions();
        for (Definition a : definitions) {
            assertThat(definitions)
                    .filteredOn(b -> b != a && a.pattern().overlaps(b.pattern()))
                    .isEmpty();
        }
    }

    @Test
    void theTreeAgreesWithALinearSearch() {
        var random = new SplitMix64(3);
        for (int i = 0; i < 2_000_000; i++) {
            int word = (int) random.nextLong();
            Definition expected = null;
            for (Definition definition : SET.definitions()) {
                expected = definition.matches(word) ? definition : expected;
            }
            assertThat(SET.find(word)).isSameAs(expected);
        }
    }

    @Test
    void aWordWhoseFieldsAreReservedIsUndefined() {
        int reservedBitmask = 0x9200fc00;
        assertThat(SET.find(reservedBitmask)).isNotNull();
        assertThat(SET.decode(reservedBitmask)).isNull();
        assertThat(SET.decode(0)).isNull();
    }
}
