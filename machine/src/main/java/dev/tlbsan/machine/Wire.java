package dev.tlbsan.machine;

/** An interrupt signal, seen from who drives it. */
public interface Wire {
    /** A signal that nothing listens to. */
    Wire UNCONNECTED = asserted -> {};

    /** Drives the signal. */
    void level(boolean asserted);
}
