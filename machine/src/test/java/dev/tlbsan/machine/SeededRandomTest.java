package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {
    @Test
    void isSplitMix64() {
        var random = new SeededRandom(1234567);
        assertThat(LongStream.generate(random::next).limit(5))
                .containsExactly(
                        6457827717110365317L,
                        3203168211198807973L,
                        Long.parseUnsignedLong("9817491932198370423"),
                        4593380528125082431L,
                        Long.parseUnsignedLong("16408922859458223821"));
    }

    @Test
    void staysWithinItsBoundsAndReachesThem() {
        var random = new SeededRandom(1);
        assertThat(LongStream.generate(() -> random.between(-3, 3))
                        .limit(1000)
                        .distinct()
                        .sorted())
                .containsExactly(-3L, -2L, -1L, 0L, 1L, 2L, 3L);
        assertThat(LongStream.generate(() -> random.below(3))
                        .limit(1000)
                        .distinct()
                        .sorted())
                .containsExactly(0L, 1L, 2L);
        assertThat(random.between(5, 5)).isEqualTo(5);
    }
}
