package dev.tlbsan.cli.demo;

import java.util.List;
import java.util.Set;

/**
 * One row of the demonstration: guests, how the host drives them, and under which policies a stale entry is used.
 *
 * @param name its name in the table
 * @param guest the guest program
 * @param vms how many VMs
 * @param vcpus how many vCPUs each of them has
 * @param cpus how many physical CPUs
 * @param driver how the host's threads are run
 * @param stale the policies under which reads go wrong; under the others they do not
 * @param story what happens, in one sentence
 */
record Scenario(
        String name, String guest, int vms, int vcpus, int cpus, Driver driver, Set<String> stale, String story) {
    private static final String NONE = "none";
    private static final String SCHED_IN = "sched-in";

    /** Every scenario, in the order of the table. */
    static final List<Scenario> ALL = List.of(
            siblings(
                    "siblings", "siblings", "two vCPUs of one VM take turns on one CPU: same VA and ASID, other pages"),
            siblings("global", "global", "the same with global entries and different ASIDs"),
            siblings("fetch", "fetch", "the same, but it is code that differs at the same VA"),
            new Scenario(
                    "two-vms",
                    "siblings",
                    2,
                    1,
                    1,
                    Drivers::preempted,
                    Set.of(),
                    "two VMs of one vCPU on one CPU: the VMID keeps them apart"),
            new Scenario(
                    "pinned",
                    "siblings",
                    1,
                    2,
                    2,
                    Drivers::pinned,
                    Set.of(),
                    "two vCPUs on two CPUs, never moved: nothing is shared"),
            hole(
                    "ioctl",
                    "yielding",
                    1,
                    Drivers::takingTurns,
                    "a VMM calls KVM_RUN on each vCPU in turn: no preemption"),
            hole(
                    "bookkeeping",
                    "siblings-yielding",
                    1,
                    Drivers::bookkeeping,
                    "a sibling runs by KVM_RUN, unrecorded, while a preempted vCPU owns the slot"),
            hole("first-switch", "first-switch", 1, Drivers::longSlices, "the slot is empty, the TLB is not"),
            hole(
                    "migration",
                    "siblings",
                    2,
                    Drivers::migration,
                    "the debt moves away with the vCPU and is paid on another CPU"));

    private static Scenario siblings(String name, String guest, String story) {
        return new Scenario(name, guest, 1, 2, 1, Drivers::preempted, Set.of(NONE), story);
    }

    private static Scenario hole(String name, String guest, int cpus, Driver driver, String story) {
        return new Scenario(name, guest, 1, 2, cpus, driver, Set.of(NONE, SCHED_IN), story);
    }

    /** Whether a stale entry is expected to be used under a policy. */
    boolean expectsStale(String policy) {
        return stale.contains(policy);
    }

    /** How the host runs the vCPUs of a scenario. */
    @FunctionalInterface
    interface Driver {
        /** Runs every vCPU until it is off; false if they never came to rest. */
        boolean run(Stage stage);
    }
}
