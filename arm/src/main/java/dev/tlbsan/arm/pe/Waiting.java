package dev.tlbsan.arm.pe;

/** Power states, the event register, and the hints about them (DDI 0487, D1.6). */
final class Waiting {
    private static final int WFE = 2;
    private static final int WFI = 3;
    private static final int SEV = 4;
    private static final int SEVL = 5;

    private final ProcessingElement pe;
    private final Traps traps;
    private final Cluster cluster;
    private Power power = Power.ON;
    private boolean event;

    Waiting(ProcessingElement pe, Traps traps, Cluster cluster) {
        this.pe = pe;
        this.traps = traps;
        this.cluster = cluster;
    }

    Power power() {
        return power;
    }

    void power(Power state) {
        power = state;
    }

    void hint(int number) {
        switch (number) {
            case WFE -> waitForEvent();
            case WFI -> waitForInterrupt();
            case SEV -> cluster.sendEvent();
            case SEVL -> event();
            default -> {
                // YIELD, and hints that this architecture level does nothing about.
            }
        }
    }

    private void waitForEvent() {
        if (event) {
            event = false;
        } else if (!pe.state().interrupts().wakesUp()) {
            traps.checkWait(true);
            power = Power.WFE;
        }
    }

    private void waitForInterrupt() {
        if (!pe.state().interrupts().wakesUp()) {
            traps.checkWait(false);
            power = Power.WFI;
        }
    }

    /** Sets the event register, or ends a WFE. */
    void event() {
        if (power == Power.WFE) {
            pe.power(Power.ON);
        } else {
            event = true;
        }
    }

    /** Ends a WFI or WFE if the interrupt is one that does. */
    void interruptAsserted() {
        if ((power == Power.WFI || power == Power.WFE)
                && pe.state().interrupts().wakesUp()) {
            power = Power.ON;
        }
    }
}
