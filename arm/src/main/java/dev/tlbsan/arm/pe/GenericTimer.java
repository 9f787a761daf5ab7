package dev.tlbsan.arm.pe;

import java.util.function.LongSupplier;

/**
 * The Generic Timer of one processing element: views of the system counter, and the three timers that compare with it
 * (DDI 0487, D11). All times are in ticks of the system counter, whose frequency is CNTFRQ_EL0.
 */
public final class GenericTimer {
    /** What {@link #nextDeadline} returns if no timer runs. */
    public static final long NEVER = -1;

    private static final int ENABLE = 1;
    private static final int IMASK = 2;
    private static final int ISTATUS = 4;

    private final SystemRegisters registers;
    private LongSupplier counter;
    private Runnable listener = () -> {};
    private boolean running;

    /** The timers that compare with the counter. */
    public enum Timer {
        EL1_PHYSICAL(SystemRegister.CNTP_CTL_EL0, SystemRegister.CNTP_CVAL_EL0),
        EL1_VIRTUAL(SystemRegister.CNTV_CTL_EL0, SystemRegister.CNTV_CVAL_EL0),
        EL2_PHYSICAL(SystemRegister.CNTHP_CTL_EL2, SystemRegister.CNTHP_CVAL_EL2);

        private static final Timer[] ALL = values();

        private final SystemRegister control;
        private final SystemRegister compare;

        Timer(SystemRegister control, SystemRegister compare) {
            this.control = control;
            this.compare = compare;
        }
    }

    GenericTimer(SystemRegisters registers, LongSupplier counter) {
        this.registers = registers;
        this.counter = counter;
    }

    /** Replaces the system counter: ticks since the machine started. */
    public void counter(LongSupplier ticks) {
        counter = ticks;
    }

    /** Says whom to tell when what timers will do may have changed by a write of software or a reset of the PE. */
    public void listener(Runnable toTell) {
        listener = toTell;
    }

    /** A register on which timers depend was written. */
    void changed() {
        boolean ran = running;
        running = anyEnabled();
        if (ran || running) {
            listener.run();
        }
    }

    private boolean anyEnabled() {
        return registers.has(SystemRegister.CNTP_CTL_EL0, ENABLE)
                || registers.has(SystemRegister.CNTV_CTL_EL0, ENABLE)
                || registers.has(SystemRegister.CNTHP_CTL_EL2, ENABLE);
    }

    /** CNTPCT_EL0. */
    public long physicalCount() {
        return counter.getAsLong();
    }

    /** CNTVCT_EL0. */
    public long virtualCount() {
        return physicalCount() - registers.get(SystemRegister.CNTVOFF_EL2);
    }

    /** Whether the timer asserts its interrupt: enabled, not masked, and its time has come. */
    public boolean asserted(Timer timer) {
        return (control(timer) & (ENABLE | IMASK | ISTATUS)) == (ENABLE | ISTATUS);
    }

    /**
     * The value of the system counter at which the first enabled and unmasked timer that does not assert its interrupt
     * yet will do so; {@link #NEVER} if there is none.
     */
    public long nextDeadline() {
        long soonest = NEVER;
        for (Timer timer : Timer.ALL) {
            if ((control(timer) & (ENABLE | IMASK | ISTATUS)) == ENABLE) {
                long wait = registers.get(timer.compare) - count(timer);
                soonest = Long.compareUnsigned(wait, soonest) < 0 ? wait : soonest;
            }
        }
        return soonest == NEVER ? NEVER : physicalCount() + soonest;
    }

    /** The CTL register, ISTATUS included; ISTATUS reads as zero while the timer is disabled. */
    long control(Timer timer) {
        long stored = registers.get(timer.control);
        boolean due = (stored & ENABLE) != 0 && Long.compareUnsigned(count(timer), registers.get(timer.compare)) >= 0;
        return stored | (due ? ISTATUS : 0);
    }

    /** The TVAL register: the ticks left, 32 bits. */
    long ticksLeft(Timer timer) {
        return registers.get(timer.compare) - count(timer) & 0xffff_ffffL;
    }

    /** Writes the TVAL register: sets the comparator relative to now. */
    void ticksLeft(Timer timer, long value) {
        registers.set(timer.compare, count(timer) + (int) value);
        changed();
    }

    /** Whether timers depend on the stored value of the register. */
    static boolean dependsOn(SystemRegister register) {
        return switch (register) {
            case CNTP_CTL_EL0, CNTP_CVAL_EL0, CNTV_CTL_EL0, CNTV_CVAL_EL0 -> true;
            case CNTHP_CTL_EL2, CNTHP_CVAL_EL2, CNTVOFF_EL2 -> true;
            default -> false;
        };
    }

    private long count(Timer timer) {
        return timer == Timer.EL1_VIRTUAL ? virtualCount() : physicalCount();
    }
}
