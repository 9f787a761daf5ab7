package dev.tlbsan.arm.ir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "4, 2", "8, 3"})
    void accessSizeIsInBits23To22(int bytes, int sas) {
        assertThat(Transfer.plain(bytes, 0).syndrome() >>> 22 & 3).isEqualTo(sas);
    }

    @Test
    void everySyndromeIsValid() {
        assertThat(Transfer.plain(1, 0).syndrome()).isEqualTo(1 << 24);
    }

    @Test
    void registerIsInBits20To16() {
        assertThat(Transfer.plain(1, 31).syndrome()).isEqualTo(1 << 24 | 31 << 16);
        assertThat(Transfer.plain(1, 16).syndrome()).isEqualTo(1 << 24 | 16 << 16);
    }

    @Test
    void onlyEightBytesMakeAnXRegisterOfAPlainTransfer() {
        assertThat(Transfer.plain(4, 0).syndrome() >>> 15 & 1).isZero();
        assertThat(Transfer.plain(8, 0).syndrome() >>> 15 & 1).isOne();
    }

    @Test
    void signExtensionSetsBit21AndItsWidthBit15() {
        assertThat(Transfer.signed(1, 0, false).syndrome()).isEqualTo(1 << 24 | 1 << 21);
        assertThat(Transfer.signed(1, 0, true).syndrome()).isEqualTo(1 << 24 | 1 << 21 | 1 << 15);
    }

    @Test
    void acquireAndReleaseSetBit14() {
        assertThat(Transfer.plain(2, 3).inOrder().syndrome()).isEqualTo(1 << 24 | 1 << 22 | 3 << 16 | 1 << 14);
    }
}
