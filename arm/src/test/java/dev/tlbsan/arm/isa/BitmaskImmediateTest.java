package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitmaskImmediateTest {
    private static final int ENCODINGS = 1 << 13;

    /** Every immediate, made bit by bit from its description. */
    private static Set<Long> immediates(int width) {
        Set<Long> immediates = new HashSet<>();
        for (int size = 2; size <= width; size *= 2) {
            for (int ones = 1; ones < size; ones++) {
                for (int rotation = 0; rotation < size; rotation++) {
                    long immediate = 0;
                    for (int bit = 0; bit < width; bit++) {
                        immediate |= (bit + rotation) % size < ones ? 1L << bit : 0;
                    }
                    immediates.add(immediate);
                }
            }
        }
        return immediates;
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void encodingsDecodeToExactlyTheRotatedRunsOfOnes(int width) {
        boolean wide = width == 64;
        Set<Long> decoded = new HashSet<>();
        for (int encoding = 0; encoding < ENCODINGS; encoding++) {
            if (!BitmaskImmediate.isReserved(encoding, wide)) {
                decoded.add(BitmaskImmediate.decode(encoding, wide));
            }
        }
        assertThat(decoded).isEqualTo(immediates(width));
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void everyImmediateHasAnEncodingThatDecodesToIt(int width) {
        boolean wide = width == 64;
        for (long immediate : immediates(width)) {
            int encoding = BitmaskImmediate.encode(immediate, wide).orElseThrow();
            assertThat(BitmaskImmediate.decode(encoding, wide)).isEqualTo(immediate);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 0xffff_ffffL, 0x5, 0x1234, 0xffff_ffff_0000_0000L})
    void otherNumbersHaveNoEncodingAsWords(long number) {
        assertThat(BitmaskImmediate.encode(number, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3f, 0x3d, 0x103f, 0x3e})
    void reservedEncodingsAreRefused(int encoding) {
        assertThatIllegalArgumentException().isThrownBy(() -> BitmaskImmediate.decode(encoding, true));
    }
}
