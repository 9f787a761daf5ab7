package dev.tlbsan.machine;

import java.util.function.IntConsumer;

/**
 * A PL011 UART (DDI 0183) that is always ready to send and never receives: bytes written to UARTDR go to a sink, and the
 * transmit interrupt is raised at once. Other registers keep what was written, the identification registers read as the
 * real part's.
 */
public final class Pl011 implements Device {
    private static final int UARTDR = 0x000;
    private static final int UARTFR = 0x018;
    private static final int UARTIMSC = 0x038;
    private static final int UARTRIS = 0x03c;
    private static final int UARTMIS = 0x040;
    private static final int UARTICR = 0x044;
    private static final int UARTPERIPHID0 = 0xfe0;
    private static final int TRANSMIT_INTERRUPT = 1 << 5;
    private static final int TRANSMIT_EMPTY_RECEIVE_EMPTY = 0x90;
    private static final int SIZE = 0x1000;
    private static final int[] IDENTIFICATION = {0x11, 0x10, 0x14, 0x00, 0x0d, 0xf0, 0x05, 0xb1};

    private final IntConsumer sink;
    private final Wire interrupt;
    private final int[] registers = new int[UARTPERIPHID0 / 4];
    private int raised;

    /**
     * Makes a UART.
     *
     * @param sink takes each byte sent, 0 to 255
     * @param interrupt its interrupt output (UARTINTR)
     */
    public Pl011(IntConsumer sink, Wire interrupt) {
        this.sink = sink;
        this.interrupt = interrupt;
    }

    /** Makes a UART that interrupts nobody. */
    public Pl011(IntConsumer sink) {
        this(sink, Wire.UNCONNECTED);
    }

    @Override
    public long size() {
        return SIZE;
    }

    @Override
    public long read(long offset, int bytes) {
        int register = (int) offset & ~3;
        int value;
        if (register >= UARTPERIPHID0) {
            value = IDENTIFICATION[(register - UARTPERIPHID0) / 4];
        } else {
            value = switch (register) {
                case UARTDR -> 0;
                case UARTFR -> TRANSMIT_EMPTY_RECEIVE_EMPTY;
                case UARTRIS -> raised;
                case UARTMIS -> raised & registers[UARTIMSC / 4];
                default -> registers[register / 4];
            };
        }
        return Integer.toUnsignedLong(value) >>> ((offset & 3) * 8);
    }

    @Override
    public void write(long offset, int bytes, long value) {
        int register = (int) offset & ~3;
        if (register == UARTDR) {
            sink.accept((int) value & 0xff);
            raised = TRANSMIT_INTERRUPT;
        } else if (register == UARTICR) {
            raised &= ~(int) value;
        } else if (register < UARTPERIPHID0) {
            registers[register / 4] = (int) value;
        }
        interrupt.level((raised & registers[UARTIMSC / 4]) != 0);
    }
}
