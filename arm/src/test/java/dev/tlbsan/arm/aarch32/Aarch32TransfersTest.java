package dev.tlbsan.arm.aarch32;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Transfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Aarch32TransfersTest {
    @Test
    void aTransferIsStatedInEveryAddressingModeWithoutWriteback() {
        assertThat(Built.transferA32("strb r1, [r0]")).isEqualTo(Transfer.plain(1, 1));
        assertThat(Built.transferA32("ldr lr, [r0, r1, lsl #2]")).isEqualTo(Transfer.plain(4, 14));
        assertThat(Built.transferA32("ldrh r3, [r0, #-2]")).isEqualTo(Transfer.plain(2, 3));
        assertThat(Built.transferA32("ldrsh sp, [r0, r1]")).isEqualTo(Transfer.signed(2, 13, false));
        assertThat(Built.transferA32("ldr r2, [pc, #8]")).isEqualTo(Transfer.plain(4, 2));
        assertThat(Built.transferT32("str r2, [r0]")).isEqualTo(Transfer.plain(4, 2));
        assertThat(Built.transferT32("ldrsb r2, [r0, r1]")).isEqualTo(Transfer.signed(1, 2, false));
        assertThat(Built.transferT32("ldrb.w r2, [r0, #-1]")).isEqualTo(Transfer.plain(1, 2));
        assertThat(Built.transferT32("strht r2, [r0, #1]")).isEqualTo(Transfer.plain(2, 2));
        assertThat(Built.transferT32("ldrsh.w r2, [pc, #8]")).isEqualTo(Transfer.signed(2, 2, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldr r0, [r1], #4",
                "str r0, [r1, #4]!",
                "ldrt r0, [r1], #4",
                "strh r0, [r1], r2",
                "ldrd r0, r1, [r2]",
                "ldm r1, {r0}",
                "ldrex r0, [r1]",
                "strex r2, r0, [r1]",
                "ldr pc, [r1]",
                "add r0, r1, #8"
            })
    void writebackPairsListsExclusivesAndThePcStateNone(String instruction) {
        assertThat(Built.transferA32(instruction)).isNull();
    }
}
