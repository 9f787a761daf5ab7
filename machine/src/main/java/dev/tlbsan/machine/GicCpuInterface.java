package dev.tlbsan.machine;

/**
 * One CPU interface of a GICv2 (IHI 0048B, 4.4): acknowledges interrupts, keeps the running priority, and signals. There
 * are 32 levels of priority, and no bypass signals.
 */
final class GicCpuInterface {
    private static final int CTLR = 0x00;
    private static final int PMR = 0x04;
    private static final int BPR = 0x08;
    private static final int IAR = 0x0c;
    private static final int EOIR = 0x10;
    private static final int RPR = 0x14;
    private static final int HPPIR = 0x18;
    private static final int ABPR = 0x1c;
    private static final int AIAR = 0x20;
    private static final int AEOIR = 0x24;
    private static final int AHPPIR = 0x28;
    private static final int APR0 = 0xd0;
    private static final int IIDR = 0xfc;
    private static final int DIR = 0x1000;

    private static final int ACK_CTL = 1 << 2;
    private static final int FIQ_EN = 1 << 3;
    private static final int CBPR = 1 << 4;
    private static final int EOI_MODE = 1 << 9;
    private static final int CTLR_KEPT = 3 | ACK_CTL | FIQ_EN | CBPR | EOI_MODE;

    private static final int ARCHITECTURE_2 = 2 << 16;
    private static final int PRIORITY = 0xf8;
    private static final int PRIORITY_SHIFT = 3;
    private static final int IDLE_PRIORITY = 0xff;
    private static final int MINIMUM_BINARY_POINT = 2;
    private static final int BINARY_POINT = 7;
    private static final int ID = 0x3ff;
    private static final int SOURCE_SHIFT = 10;
    /** What a read for either group gives if the interrupt is in Group 1 and AckCtl forbids to acknowledge it so. */
    private static final int GROUP_1_PENDING = 1022;

    private final GicState state;
    private final int cpu;
    private int control;
    private int mask;
    private int binaryPoint = MINIMUM_BINARY_POINT;
    private int aliasedBinaryPoint = MINIMUM_BINARY_POINT + 1;
    private int activePriorities;
    private int highest = Gic.SPURIOUS;

    GicCpuInterface(GicState state, int cpu) {
        this.state = state;
        this.cpu = cpu;
    }

    /** Takes the pending interrupt of the highest priority that the distributor forwards. */
    void forward(int id) {
        highest = id;
    }

    /** Whether it signals an IRQ. */
    boolean irq() {
        return signals() && !isFiq();
    }

    /** Whether it signals a FIQ. */
    boolean fiq() {
        return signals() && isFiq();
    }

    private boolean isFiq() {
        return group(highest) == 0 && (control & FIQ_EN) != 0;
    }

    private boolean signals() {
        return isEnabled(highest) && state.priority(cpu, highest) < mask && preempts(highest);
    }

    /** Whether its group priority is higher than that of what runs, both by the binary point of its group. */
    private boolean preempts(int id) {
        int bits = groupPriorityBits(id);
        return activePriorities == 0 || (state.priority(cpu, id) & bits) < (runningPriority() & bits);
    }

    private boolean isEnabled(int id) {
        return id != Gic.SPURIOUS && (control & (1 << group(id))) != 0;
    }

    private int group(int id) {
        return state.group1.has(cpu, id) ? 1 : 0;
    }

    private int groupPriorityBits(int id) {
        boolean aliased = group(id) == 1 && (control & CBPR) == 0;
        int point = aliased ? aliasedBinaryPoint - 1 : binaryPoint;
        return -1 << (point + 1);
    }

    private int runningPriority() {
        return activePriorities == 0
                ? IDLE_PRIORITY
                : Integer.numberOfTrailingZeros(activePriorities) << PRIORITY_SHIFT;
    }

    /** Reads the register at an offset that is a multiple of four. */
    int read(int offset) {
        return switch (offset) {
            case CTLR -> control;
            case PMR -> mask;
            case BPR -> binaryPoint;
            case ABPR -> aliasedBinaryPoint;
            case IAR -> acknowledge(false);
            case AIAR -> acknowledge(true);
            case RPR -> runningPriority();
            case HPPIR -> pending(false);
            case AHPPIR -> pending(true);
            case APR0 -> activePriorities;
            case IIDR -> ARCHITECTURE_2;
            default -> 0;
        };
    }

    /** Writes the register at an offset that is a multiple of four. */
    void write(int offset, int value) {
        switch (offset) {
            case CTLR -> control = value & CTLR_KEPT;
            case PMR -> mask = value & PRIORITY;
            case BPR -> binaryPoint = Math.max(value & BINARY_POINT, MINIMUM_BINARY_POINT);
            case ABPR -> aliasedBinaryPoint = Math.max(value & BINARY_POINT, MINIMUM_BINARY_POINT + 1);
            case EOIR -> endOfInterrupt(value & ID, false);
            case AEOIR -> endOfInterrupt(value & ID, true);
            case APR0 -> activePriorities = value;
            case DIR -> deactivate(value & ID);
            default -> {
                // Read-only, or not implemented.
            }
        }
    }

    /** The highest pending interrupt as the two views show it, whether or not it is signalled. */
    private int pending(boolean group1View) {
        if (!isEnabled(highest)) {
            return Gic.SPURIOUS;
        }
        int special = special(group1View);
        return special == 0 ? highest | (source(highest) << SOURCE_SHIFT) : special;
    }

    private int source(int id) {
        return id < GicState.SGIS ? Integer.numberOfTrailingZeros(state.sources(cpu, id)) : 0;
    }

    /** What is read instead of an interrupt of the other group; zero if nothing. */
    private int special(boolean group1View) {
        if (group1View) {
            return group(highest) == 0 ? Gic.SPURIOUS : 0;
        }
        return group(highest) == 1 && (control & ACK_CTL) == 0 ? GROUP_1_PENDING : 0;
    }

    private int acknowledge(boolean group1View) {
        if (!signals()) {
            return Gic.SPURIOUS;
        }
        int special = special(group1View);
        if (special != 0) {
            return special;
        }
        int priority = state.priority(cpu, highest) & groupPriorityBits(highest);
        activePriorities |= 1 << (priority >> PRIORITY_SHIFT);
        return highest | (state.activate(cpu, highest) << SOURCE_SHIFT);
    }

    /** Drops the running priority, and where EOImode does not say otherwise, deactivates. */
    private void endOfInterrupt(int id, boolean group1View) {
        if (id >= Gic.INTERRUPTS || activePriorities == 0 || (group1View && group(id) == 0)) {
            return;
        }
        activePriorities &= activePriorities - 1;
        if ((control & EOI_MODE) == 0) {
            state.active.put(cpu, id, false);
        }
    }

    private void deactivate(int id) {
        if (id < Gic.INTERRUPTS && (control & EOI_MODE) != 0) {
            state.active.put(cpu, id, false);
        }
    }
}
