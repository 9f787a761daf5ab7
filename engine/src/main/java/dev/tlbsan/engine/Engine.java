package dev.tlbsan.engine;

/** Executes the instructions of one PE. Not thread-safe: the engines of a machine take turns on one thread. */
public interface Engine {
    /**
     * Executes instructions until the given number has been executed or something else stops it. An instruction that
     * ends in an exception counts as executed, and so does a fetch that is refused; an interrupt does not count. How a
     * run is cut into calls changes nothing that the guest or a listener can see.
     *
     * @param maxInstructions at least zero; zero executes nothing
     * @return why it stopped; {@link Exit#BUDGET} only if exactly that many were executed
     * @throws IllegalArgumentException if the number is negative
     * @throws dev.tlbsan.arm.pe.EmulatorBug if this program, not the guest, did something impossible
     */
    Exit run(long maxInstructions);

    /**
     * Shortens the run in progress, for whoever is called from within it: it ends with {@link Exit#BUDGET} after at most
     * that many further instructions, that which runs now included.
     *
     * @param instructions at least one
     */
    void shorten(long instructions);
}
