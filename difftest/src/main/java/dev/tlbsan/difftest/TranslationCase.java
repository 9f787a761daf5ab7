package dev.tlbsan.difftest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Translation tables and registers, and addresses to translate with them.
 *
 * @param el2Tables whether probes of EL2 use the EL2 registers given here, and not the payload's own
 * @param registers in the order of {@link Register}
 * @param writes what the table area holds
 * @param probes the AT instructions
 */
record TranslationCase(long tag, boolean el2Tables, List<Long> registers, List<Write> writes, List<Probe> probes)
        implements TestCase {
    static final int KIND = 2;

    private static final int EL2_TABLES = 1;

    /** The registers that a case gives, in the order of the format. */
    enum Register {
        HCR_EL2,
        VTCR_EL2,
        VTTBR_EL2,
        SCTLR_EL1,
        TCR_EL1,
        TTBR0_EL1,
        TTBR1_EL1,
        MAIR_EL1,
        SCTLR_EL2,
        TCR_EL2,
        TTBR0_EL2,
        MAIR_EL2
    }

    /** The operations, in the order of the format. */
    enum Operation {
        S1E1R,
        S1E1W,
        S1E0R,
        S1E0W,
        S12E1R,
        S12E1W,
        S12E0R,
        S12E0W,
        S1E2R,
        S1E2W
    }

    /** A descriptor at a physical address in the table area. */
    record Write(long address, long value) {}

    /** An address to translate. */
    record Probe(Operation operation, long address) {}

    TranslationCase {
        registers = List.copyOf(registers);
        writes = List.copyOf(writes);
        probes = List.copyOf(probes);
    }

    long register(Register register) {
        return registers.get(register.ordinal());
    }

    TranslationCase withProbes(List<Probe> others) {
        return new TranslationCase(tag, el2Tables, registers, writes, others);
    }

    TranslationCase withWrites(List<Write> others) {
        return new TranslationCase(tag, el2Tables, registers, others, probes);
    }

    @Override
    public int kind() {
        return KIND;
    }

    @Override
    public void writeBody(ByteBuffer out) {
        out.putInt(el2Tables ? EL2_TABLES : 0)
                .putInt(writes.size())
                .putInt(probes.size())
                .putInt(0);
        for (long register : registers) {
            out.putLong(register);
        }
        writes.forEach(write -> out.putLong(write.address).putLong(write.value));
        probes.forEach(probe -> out.putLong(probe.operation.ordinal()).putLong(probe.address));
    }

    static TranslationCase readBody(long tag, ByteBuffer in) {
        boolean el2Tables = (in.getInt() & EL2_TABLES) != 0;
        int writeCount = in.getInt();
        int probeCount = in.getInt();
        in.getInt();
        List<Long> registers = new ArrayList<>();
        for (int i = 0; i < Register.values().length; i++) {
            registers.add(in.getLong());
        }
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < writeCount; i++) {
            writes.add(new Write(in.getLong(), in.getLong()));
        }
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < probeCount; i++) {
            probes.add(new Probe(Operation.values()[(int) in.getLong()], in.getLong()));
        }
        return new TranslationCase(tag, el2Tables, registers, writes, probes);
    }
}
