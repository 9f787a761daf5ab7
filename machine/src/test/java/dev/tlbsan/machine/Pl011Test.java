package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Pl011Test {
    private static final int DR = 0;
    private static final int FR = 0x18;
    private static final int IBRD = 0x24;
    private static final int IMSC = 0x38;
    private static final int RIS = 0x3c;
    private static final int MIS = 0x40;
    private static final int ICR = 0x44;
    private static final int TRANSMIT = 0x20;

    private final StringBuilder sent = new StringBuilder();
    private final Pl011 uart = new Pl011(b -> sent.append((char) b));

    @Test
    void sendsTheLowByteOfWhateverIsWrittenToTheDataRegister() {
        uart.write(DR, 4, 0xffff_ff41L);
        uart.write(DR, 1, 'b');
        assertThat(sent).hasToString("Ab");
    }

    @Test
    void isAlwaysReadyToSendAndHasNothingReceived() {
        uart.write(DR, 1, 'x');
        assertThat(uart.read(FR, 4)).isEqualTo(0x90);
        assertThat(uart.read(DR, 4)).isZero();
    }

    @Test
    void keepsOtherRegisters() {
        uart.write(IBRD, 4, 0x1234_5678);
        assertThat(uart.read(IBRD, 4)).isEqualTo(0x1234_5678);
        assertThat(uart.read(IBRD + 1, 1) & 0xff).isEqualTo(0x56);
        assertThat(sent).isEmpty();
    }

    @Test
    void raisesTheTransmitInterruptWhenItHasSentUnlessThatIsMasked() {
        boolean[] line = new boolean[1];
        Pl011 wired = new Pl011(b -> sent.append((char) b), asserted -> line[0] = asserted);
        wired.write(DR, 1, 'x');
        assertThat(line[0]).isFalse();
        assertThat(wired.read(RIS, 4)).isEqualTo(TRANSMIT);
        assertThat(wired.read(MIS, 4)).isZero();
        wired.write(IMSC, 4, TRANSMIT);
        assertThat(line[0]).isTrue();
        assertThat(wired.read(MIS, 4)).isEqualTo(TRANSMIT);
        wired.write(ICR, 4, TRANSMIT);
        assertThat(line[0]).isFalse();
        assertThat(wired.read(RIS, 4)).isZero();
    }

    @Test
    void identifiesItselfAsAPl011() {
        long id = 0;
        for (int i = 0; i < 8; i++) {
            id |= uart.read(0xfe0 + 4 * i, 4) << (8 * i);
        }
        assertThat(id).isEqualTo(0xb105_f00d_0014_1011L);
        uart.write(0xfe0, 4, 7);
        assertThat(uart.read(0xfe0, 4)).isEqualTo(0x11);
    }

    @Test
    void takesAWindowOfOnePage() {
        assertThat(uart.size()).isEqualTo(4096);
    }
}
