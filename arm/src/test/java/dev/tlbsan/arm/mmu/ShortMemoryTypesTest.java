package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TEX, C, B and S of the short format, with and without remapping, as bytes of MAIR and as SH. */
class ShortMemoryTypesTest {
    private static final long REMAP = 1 << 28;
    private static final int OUTER = 2;
    private static final int INNER = 3;

    private static Stage1Registers remap(long prrr, long nmrr) {
        return new Stage1Registers(REMAP, 0, 0, 0, prrr | nmrr << 32);
    }

    /** TEX, C and B as bits; the byte of MAIR. */
    @ParameterizedTest
    @CsvSource({
        "00000, 00",
        "00001, 04",
        "00010, aa",
        "00011, ee",
        "00100, 44",
        "00111, ff",
        "01000, 04",
        "10000, 44",
        "10001, 4f",
        "10010, 4a",
        "10011, 4e",
        "10100, f4",
        "10101, ff",
        "10110, fa",
        "10111, fe",
        "11000, a4",
        "11001, af",
        "11010, aa",
        "11011, ae",
        "11100, e4",
        "11101, ef",
        "11110, ea",
        "11111, ee"
    })
    void typesAreWrittenInTheDescriptor(String type, String expected) {
        int attribute = ShortMemoryTypes.attribute(Stage1Registers.OFF, Integer.parseInt(type, 2));
        assertThat("%02x".formatted(attribute)).isEqualTo(expected);
    }

    @Test
    void withoutRemappingShareableMemoryIsOuterShareable() {
        for (int type = 0; type < 32; type++) {
            assertThat(ShortMemoryTypes.shareability(Stage1Registers.OFF, type, true))
                    .isEqualTo(OUTER);
            assertThat(ShortMemoryTypes.shareability(Stage1Registers.OFF, type, false))
                    .isZero();
        }
    }

    /** Each index has two bits of PRRR of its own, and two for each of the cacheabilities in NMRR. */
    @Test
    void remappedTypesComeFromTheirOwnFields() {
        String[] nibbles = {"4", "f", "a", "e"};
        for (int index = 0; index < 8; index++) {
            for (int outer = 0; outer < 4; outer++) {
                for (int inner = 0; inner < 4; inner++) {
                    long others = 0x5555_5555L;
                    long nmrr = (others & ~((3L << (2 * index)) | (3L << (2 * index + 16))))
                            | ((long) inner << (2 * index))
                            | ((long) outer << (2 * index + 16));
                    Stage1Registers normal = remap(2L << (2 * index), nmrr);
                    String text = Integer.toHexString(ShortMemoryTypes.attribute(normal, index));
                    assertThat(text).isEqualTo(nibbles[outer] + nibbles[inner]);
                    assertThat(ShortMemoryTypes.attribute(remap(1L << (2 * index), nmrr), index))
                            .as("Device")
                            .isEqualTo(4);
                    assertThat(ShortMemoryTypes.attribute(remap(0xffff & ~(3L << (2 * index)), nmrr), index))
                            .as("Strongly-ordered")
                            .isZero();
                }
            }
        }
    }

    @Test
    void remappingLooksAtTheLowestBitOfTexOnly() {
        Stage1Registers registers = remap(2L << (2 * 5), 1L << (2 * 5));
        for (int high = 0; high < 4; high++) {
            assertThat(ShortMemoryTypes.attribute(registers, (high << 3) | 5)).isEqualTo(0x4f);
        }
    }

    /** PRRR.NS0 and NS1 say what the S bit means, PRRR.NOSn for each index whether that is Inner Shareable. */
    @Test
    void remappedShareabilityComesFromItsOwnBits() {
        long nonShareable = 1 << 18;
        long shareable = 1 << 19;
        for (int index = 0; index < 8; index++) {
            long inner = 1L << (24 + index);
            assertThat(ShortMemoryTypes.shareability(remap(shareable | inner, 0), index, true))
                    .isEqualTo(INNER);
            assertThat(ShortMemoryTypes.shareability(remap(shareable | (0xffL << 24 & ~inner), 0), index, true))
                    .isEqualTo(OUTER);
            assertThat(ShortMemoryTypes.shareability(remap(shareable | inner, 0), index, false))
                    .isZero();
            assertThat(ShortMemoryTypes.shareability(remap(nonShareable | inner, 0), index, false))
                    .isEqualTo(INNER);
            assertThat(ShortMemoryTypes.shareability(remap(nonShareable | inner, 0), index, true))
                    .isZero();
        }
    }
}
