package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Aarch32ImmediateTest {
    private static final int ENCODINGS = 1 << 12;

    private static int hex(String number) {
        return Integer.parseUnsignedInt(number, 16);
    }

    @ParameterizedTest
    @CsvSource({"0ff, ff", "1ff, c000003f", "2ff, f000000f", "4ff, ff000000", "fff, 3fc", "c01, 100"})
    void immediatesOfA32AreEightBitsRotatedRightByAnEvenAmount(String encoding, String number) {
        assertThat(Aarch32Immediate.a32(hex(encoding))).isEqualTo(hex(number));
    }

    @ParameterizedTest
    @CsvSource({
        "0ab, ab",
        "1ab, ab00ab",
        "2ab, ab00ab00",
        "3ab, abababab",
        "400, 80000000",
        "47f, ff000000",
        "480, 40000000",
        "fab, 156",
        "fff, 1fe"
    })
    void immediatesOfT32AreEightBitsRepeatedOrRotated(String encoding, String number) {
        assertThat(Aarch32Immediate.t32(hex(encoding))).isEqualTo(hex(number));
    }

    @Test
    void everyImmediateHasAnEncodingThatDecodesToIt() {
        for (int encoding = 0; encoding < ENCODINGS; encoding++) {
            int a32 = Aarch32Immediate.a32(encoding);
            assertThat(Aarch32Immediate.a32(Aarch32Immediate.encodeA32(a32).orElseThrow()))
                    .isEqualTo(a32);
            if (!Aarch32Immediate.isUnpredictable(encoding)) {
                assertThat(Aarch32Immediate.encodeT32(Aarch32Immediate.t32(encoding)))
                        .hasValue(encoding);
            }
        }
    }

    @Test
    void theLeastRotationIsChosen() {
        assertThat(Aarch32Immediate.encodeA32(4)).hasValue(4);
        assertThat(Aarch32Immediate.encodeA32(0x100)).hasValue(0xc01);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x101, 0x202, 0x1fe0001, 0x12345678, 0xff1})
    void otherNumbersHaveNone(int number) {
        assertThat(Aarch32Immediate.encodeA32(number)).isEmpty();
        assertThat(Aarch32Immediate.encodeT32(number)).isEmpty();
    }

    @Test
    void repeatingZeroIsUnpredictable() {
        assertThat(Aarch32Immediate.isUnpredictable(0x100)).isTrue();
        assertThat(Aarch32Immediate.isUnpredictable(0x300)).isTrue();
        assertThat(Aarch32Immediate.isUnpredictable(0x400)).isFalse();
        assertThat(Aarch32Immediate.isUnpredictable(0)).isFalse();
    }
}
