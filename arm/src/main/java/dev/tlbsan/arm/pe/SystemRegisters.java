package dev.tlbsan.arm.pe;

/** The stored values of the system registers. Those that are computed or banked elsewhere have no meaning here. */
final class SystemRegisters {
    private static final SystemRegister[] ALL = SystemRegister.values();

    private final long[] values = new long[ALL.length];

    long get(SystemRegister register) {
        return values[register.ordinal()];
    }

    void set(SystemRegister register, long value) {
        values[register.ordinal()] = value;
    }

    boolean has(SystemRegister register, long mask) {
        return (values[register.ordinal()] & mask) != 0;
    }

    void reset() {
        for (SystemRegister register : ALL) {
            values[register.ordinal()] = register.resetValue();
        }
    }
}
