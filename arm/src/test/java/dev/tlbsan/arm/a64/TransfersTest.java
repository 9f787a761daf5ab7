package dev.tlbsan.arm.a64;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Transfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransfersTest {
    @Test
    void aPlainTransferIsStatedInEveryAddressingModeWithoutWriteback() {
        assertThat(Built.transfer("strb w1, [x0]")).isEqualTo(Transfer.plain(1, 1));
        assertThat(Built.transfer("ldrh wzr, [x0]")).isEqualTo(Transfer.plain(2, 31));
        assertThat(Built.transfer("ldr w30, [x0, x1]")).isEqualTo(Transfer.plain(4, 30));
        assertThat(Built.transfer("str w30, [x0, w1, uxtw]")).isEqualTo(Transfer.plain(4, 30));
        assertThat(Built.transfer("stur x2, [x0, #-1]")).isEqualTo(Transfer.plain(8, 2));
        assertThat(Built.transfer("sttr x2, [x0, #-1]")).isEqualTo(Transfer.plain(8, 2));
        assertThat(Built.transfer("ldr x2, 0x8")).isEqualTo(Transfer.plain(8, 2));
    }

    @Test
    void signExtensionIsStatedWithTheWidthOfTheRegister() {
        assertThat(Built.transfer("ldrsw x2, 0x8")).isEqualTo(Transfer.signed(4, 2, true));
        assertThat(Built.transfer("ldursb w3, [x0, #-1]")).isEqualTo(Transfer.signed(1, 3, false));
        assertThat(Built.transfer("ldrsb x3, [x0, w1, sxtw]")).isEqualTo(Transfer.signed(1, 3, true));
        assertThat(Built.transfer("ldtrsh x4, [x0]")).isEqualTo(Transfer.signed(2, 4, true));
    }

    @Test
    void acquireAndReleaseAreStated() {
        assertThat(Built.transfer("ldarb w5, [x0]"))
                .isEqualTo(Transfer.plain(1, 5).inOrder());
        assertThat(Built.transfer("stlr x5, [x0]"))
                .isEqualTo(Transfer.plain(8, 5).inOrder());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldr x0, [x1], #8",
                "str x0, [x1, #8]!",
                "ldp x0, x2, [x1]",
                "stnp x0, x2, [x1]",
                "ldxr x0, [x1]",
                "stlxr w2, x0, [x1]",
                "ldaxp x0, x2, [x1]",
                "add x0, x1, #8"
            })
    void writebackPairsAndExclusivesStateNone(String instruction) {
        assertThat(Built.transfer(instruction)).isNull();
    }
}
