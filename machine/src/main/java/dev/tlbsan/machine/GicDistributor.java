package dev.tlbsan.machine;

/**
 * The distributor of a GICv2 (IHI 0048B, 4.3). SGIs are always enabled; of PPIs and SPIs the trigger is programmable.
 * Offsets are those of words; a mask says which bytes of a word are written.
 */
final class GicDistributor {
    private static final int CTLR = 0x000;
    private static final int TYPER = 0x004;
    private static final int SGIR = 0xf00;
    private static final int CPENDSGIR = 0xf10;
    private static final int SPENDSGIR = 0xf20;
    private static final int IDENTIFICATION = 0xfd0;
    private static final int END = 0x1000;

    private static final int SGI_BITS = 0xffff;
    private static final int PRIORITIES = 0x400;
    private static final int TARGETS = 0x800;
    private static final int CONFIGURATION = 0xc00;
    /** Peripheral and component identification, architecture 2 among it, from ICPIDR4 on. */
    private static final int[] IDENTIFICATION_VALUES = {4, 0, 0, 0, 0x90, 0xb4, 0x2b, 0, 0x0d, 0xf0, 0x05, 0xb1};

    private final GicState state;
    private int groups;

    GicDistributor(GicState state) {
        this.state = state;
    }

    /** The groups that it forwards, a bit each. */
    int groups() {
        return groups;
    }

    int read(int cpu, int offset) {
        int word = (offset & 0x7f) >> 2;
        return switch (offset >> 7) {
            case 0 -> offset == CTLR ? groups : offset == TYPER ? type() : 0;
            case 1 -> word(state.group1, cpu, word);
            case 2, 3 -> word(state.enabled, cpu, word);
            case 4, 5 -> word < GicState.WORDS ? state.pending(cpu, word) : 0;
            case 6, 7 -> word(state.active, cpu, word);
            default -> readBytes(cpu, offset);
        };
    }

    private static int word(GicState.Set set, int cpu, int word) {
        return word < GicState.WORDS ? set.word(cpu, word) : 0;
    }

    private int type() {
        return ((state.cpus() - 1) << 5) | (GicState.WORDS - 1);
    }

    private int readBytes(int cpu, int offset) {
        if (offset >= IDENTIFICATION && offset < END) {
            return IDENTIFICATION_VALUES[(offset - IDENTIFICATION) / 4];
        }
        if (offset >= CONFIGURATION && offset < CONFIGURATION + Gic.INTERRUPTS / 4) {
            return configuration(cpu, (offset - CONFIGURATION) * 4);
        }
        int value = 0;
        for (int i = 3; i >= 0; i--) {
            value = (value << 8) | readByte(cpu, offset + i);
        }
        return value;
    }

    private int readByte(int cpu, int offset) {
        if (isByteOf(PRIORITIES, Gic.INTERRUPTS, offset)) {
            return state.priority(cpu, offset - PRIORITIES);
        }
        if (isByteOf(TARGETS, Gic.INTERRUPTS, offset)) {
            return state.targets(cpu, offset - TARGETS);
        }
        return isByteOf(CPENDSGIR, 2 * GicState.SGIS, offset) ? state.sources(cpu, offset & 15) : 0;
    }

    private static boolean isByteOf(int register, int bytes, int offset) {
        return offset >= register && offset < register + bytes;
    }

    /** ICFGR: the upper one of two bits says that the interrupt is edge-triggered. */
    private int configuration(int cpu, int first) {
        int value = 0;
        for (int i = 0; i < 16; i++) {
            value |= state.edge.has(cpu, first + i) ? 2 << (2 * i) : 0;
        }
        return value;
    }

    void write(int cpu, int offset, int value, int mask) {
        int word = (offset & 0x7f) >> 2;
        int bits = value & mask;
        if (offset >= PRIORITIES) {
            writeBytes(cpu, offset, value, mask);
        } else if (offset == CTLR) {
            groups = ((groups & ~mask) | bits) & 3;
        } else if (word < GicState.WORDS) {
            writeBits(cpu, offset, bits, mask);
        }
    }

    private void writeBits(int cpu, int offset, int bits, int mask) {
        int word = (offset & 0x7f) >> 2;
        int notSgis = word == 0 ? ~SGI_BITS : -1;
        switch (offset >> 7) {
            case 1 -> state.group1.word(cpu, word, (state.group1.word(cpu, word) & ~mask) | bits);
            case 2 -> state.enabled.word(cpu, word, state.enabled.word(cpu, word) | bits);
            case 3 -> state.enabled.word(cpu, word, state.enabled.word(cpu, word) & ~(bits & notSgis));
            case 4 -> state.latched.word(cpu, word, state.latched.word(cpu, word) | (bits & notSgis));
            case 5 -> state.latched.word(cpu, word, state.latched.word(cpu, word) & ~(bits & notSgis));
            case 6 -> state.active.word(cpu, word, state.active.word(cpu, word) | bits);
            case 7 -> state.active.word(cpu, word, state.active.word(cpu, word) & ~bits);
            default -> {
                // TYPER, IIDR: read-only.
            }
        }
    }

    private void writeBytes(int cpu, int offset, int value, int mask) {
        if (offset == SGIR) {
            generate(cpu, value & mask);
        } else if (offset > CONFIGURATION && offset < CONFIGURATION + Gic.INTERRUPTS / 4) {
            configure(cpu, (offset - CONFIGURATION) * 4, value, mask);
        } else {
            for (int i = 0; i < 4; i++) {
                if (((mask >>> (8 * i)) & 0xff) != 0) {
                    writeByte(cpu, offset + i, (value >>> (8 * i)) & 0xff);
                }
            }
        }
    }

    private void writeByte(int cpu, int offset, int value) {
        if (isByteOf(PRIORITIES, Gic.INTERRUPTS, offset)) {
            state.priority(cpu, offset - PRIORITIES, value);
        } else if (isByteOf(TARGETS, Gic.INTERRUPTS, offset)) {
            state.retarget(offset - TARGETS, value);
        } else if (isByteOf(CPENDSGIR, GicState.SGIS, offset)) {
            state.sources(cpu, offset & 15, state.sources(cpu, offset & 15) & ~value);
        } else if (isByteOf(SPENDSGIR, GicState.SGIS, offset)) {
            state.sources(cpu, offset & 15, state.sources(cpu, offset & 15) | value);
        }
    }

    private void configure(int cpu, int first, int value, int mask) {
        for (int i = 0; i < 16; i++) {
            int bit = 2 << (2 * i);
            if ((mask & bit) != 0) {
                state.edge.put(cpu, first + i, (value & bit) != 0);
            }
        }
    }

    /** GICD_SGIR: by a list of CPUs, to all others, or to oneself. */
    private void generate(int cpu, int value) {
        int others = ((1 << state.cpus()) - 1) & ~(1 << cpu);
        int targets = switch ((value >>> 24) & 3) {
            case 0 -> (value >>> 16) & 0xff;
            case 1 -> others;
            case 2 -> 1 << cpu;
            default -> 0;
        };
        int sgi = value & 15;
        for (int target = 0; target < state.cpus(); target++) {
            if ((targets & (1 << target)) != 0) {
                state.sources(target, sgi, state.sources(target, sgi) | (1 << cpu));
            }
        }
    }
}
