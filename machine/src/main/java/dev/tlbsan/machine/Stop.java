package dev.tlbsan.machine;

/** Why a machine stopped. */
public sealed interface Stop {
    /** Software asked PSCI to switch the machine off. */
    record PowerOff() implements Stop {}

    /** The instructions that were asked for have been executed. */
    record Budget() implements Stop {}

    /**
     * No PE can ever go on.
     *
     * @param message which PE waits where, and for what
     */
    record Deadlock(String message) implements Stop {}
}
