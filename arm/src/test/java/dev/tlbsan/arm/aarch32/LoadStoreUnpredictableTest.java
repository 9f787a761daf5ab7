package dev.tlbsan.arm.aarch32;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.InstructionSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words for which there is no text that an assembler takes. */
class LoadStoreUnpredictableTest {
    private static final int IT_MORE = 0x04;
    private static final int IT_LAST = 0x08;

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xe491_1004, // LDR post-indexed of its base
                0xe4bf_0004, // LDRT by the PC
                0xe5d1_f000, // LDRB of the PC
                0xe52f_0004, // STR pre-indexed by the PC
                0xe59f_f001, // LDR of the PC by a literal that is not aligned
                0xe791_000f, // LDR with the PC as index
                0xe1d1_f0b0, // LDRH of the PC
                0xe1f1_10d4, // LDRSB pre-indexed of its base
                0xe191_00bf, // LDRH with the PC as index
                0xe1c1_10d0, // LDRD of an odd register
                0xe1c0_e0d0, // LDRD of LR and PC
                0xe1e0_00d8, // LDRD pre-indexed of its base
                0xe181_00d0, // LDRD with an index that it loads
                0xe181_0f90, // STREX with the status in a register that it stores
                0xe1a1_0f93, // STREXD of an odd register
                0xe891_0000, // LDM of nothing
                0xe89f_0001, // LDM by the PC
                0xe8b1_0003, // LDM with writeback of a base that it loads
                0xe8f1_8003, // LDM (exception return) with writeback of a base that it loads
                0xe8df_0001, // LDM (User registers) by the PC
                0xf51f_f000, // PLDW by the PC
                0xf7d1_f00f // PLD with the PC as index
            })
    void a32(int word) {
        assertThat(Built.isUnpredictableA32(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xc100_0000, // STMIA of nothing
                0xb400_0000, // PUSH of nothing
                0xe8b1_0001, // LDMIA.W of one register
                0xe8b1_2001, // LDMIA.W of SP
                0xe8b1_c001, // LDMIA.W of LR and PC
                0xe8a1_8001, // STMIA.W of the PC
                0xe8b1_0003, // LDMIA.W with writeback of a base that it loads
                0xe9d1_0000, // LDRD of one register twice
                0xe9d1_0d00, // LDRD of SP
                0xe9cf_0100, // STRD by the PC
                0xe841_0100, // STREX whose status is its base
                0xf881_d000, // STRB.W of SP
                0xf8c1_f000, // STR.W of the PC
                0xf851_000d, // LDR.W with SP as index
                0xf851_1b04, // LDR.W post-indexed of its base
                0xf811_fb01, // LDRB.W post-indexed of the PC
                0xf851_fe00 // LDRT of the PC
            })
    void t32(int word) {
        assertThat(Built.isUnpredictableT32(word, 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xbd00_0000, 0xe8b1_8001, 0xf8d1_f000, 0xf85f_f004, 0xf851_f002})
    void loadsOfThePcMustBeLastInAnItBlock(int word) {
        assertThat(Built.isUnpredictableT32(word, IT_MORE)).isTrue();
        assertThat(Built.isUnpredictableT32(word, IT_LAST)).isFalse();
        assertThat(Built.isUnpredictableT32(word, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xf84f_0c04, // STR.W by the PC
                0xf8e1_0000, // a store of the size that there is not
                0xf9d1_0000, // LDRS.W of a word
                0xf851_0800, // neither indexed nor with writeback
                0xf851_0040 // a register offset with other bits set
            })
    void undefinedOfT32(int word) {
        assertThat(InstructionSet.t32().decode(word)).isNull();
        assertThat(Built.isUnpredictableT32(word, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xe101_0092, 0xe141_0092})
    void swpIsUndefined(int word) {
        assertThat(InstructionSet.a32().decode(word)).isNull();
        assertThat(Built.isUnpredictableA32(word)).isFalse();
    }
}
