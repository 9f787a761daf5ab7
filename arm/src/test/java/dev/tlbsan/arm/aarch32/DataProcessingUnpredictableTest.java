package dev.tlbsan.arm.aarch32;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.InstructionSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words for which there is no text that an assembler takes. */
class DataProcessingUnpredictableTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0xe08f_1312, // ADD (register-shifted register) with R15 as Rn
                0xe081_0f12, // ... with R15 as Rs
                0xe1a0_f211, // LSL (register) to R15
                0xe30f_f000, // MOVW to R15
                0xe00f_0291, // MUL to R15
                0xe081_1392, // UMULL with the same register twice
                0xe041_1392, // UMAAL with the same register twice
                0xe74f_0312, // SMLALD of R15
                0xe711_f21f, // SDIV of R15
                0xe10f_0051, // QADD of R15
                0xe6a0_f011, // SSAT to R15
                0xe61f_0f11, // SADD16 of R15
                0xe6af_f071, // SXTB to R15
                0xe6bf_0f3f, // REV of R15
                0xe7c2_021f, // BFC whose last bit is below the first
                0xe7bf_0fd1 // SBFX beyond bit 31
            })
    void a32(int word) {
        assertThat(Built.isUnpredictableA32(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xea0d_0001, // AND of R13
                0xea00_0f01, // AND to R15 without flags
                0xeb01_0d02, // ADD to R13 of something else
                0xeb0d_1d02, // ADD to R13 of R13 and a register shifted by 4
                0xeb0f_0001, // ADD of R15
                0xea5f_0f0d, // MOVS of R13
                0xea4f_0d0d, // MOV of R13 to R13
                0xf04f_1000, // MOV of zero repeated
                0xf1bf_0f01, // CMP of R15
                0xf201_0d04, // ADDW to R13 of something else
                0xf240_0d01, // MOVW to R13
                0xfb01_f00d, // MUL of R13
                0xfba1_0002, // UMULL with the same register twice
                0xfab1_f082, // CLZ that names two registers
                0xfa9d_f08d, // REV of R13
                0xf36f_1202, // BFC whose last bit is below the first
                0xf341_72dd, // SBFX beyond bit 31
                0x4500_0000, // the long CMP of two low registers
                0x44ff_0000 // ADD of R15 to R15
            })
    void t32(int word) {
        assertThat(Built.isUnpredictableT32(word, 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xe600_0f11, // parallel addition without a prefix
                0xe640_0f11,
                0xe610_0fb1, // parallel operations that there are none of
                0xe610_0fd1,
                0xe680_0ff1, // between SEL and SXTAB16
                0xe780_0031, // between USADA8 and the bit fields
                0xe050_0091 // multiplication with a reserved opcode
            })
    void otherWordsNearbyAreUndefined(int word) {
        assertThat(InstructionSet.a32().decode(word)).isNull();
        assertThat(Built.isUnpredictableA32(word)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xfa90_f030, 0xfab0_f040, 0xeac0_0010, 0xfb90_0000, 0xfbf0_00e0})
    void otherWordsOfT32NearbyAreUndefined(int word) {
        assertThat(InstructionSet.t32().decode(word)).isNull();
        assertThat(Built.isUnpredictableT32(word, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0008, 0x0001, 0x4000})
    void theMovOfLowRegistersWithFlagsIsNotForItBlocks(int halfword) {
        boolean move = halfword < 0x10;
        assertThat(Built.isUnpredictableT32(halfword << 16, 8)).isEqualTo(move);
        assertThat(Built.isUnpredictableT32(halfword << 16, 0)).isFalse();
    }
}
