package dev.tlbsan.arm.isa;

/** An assembly program that cannot be assembled. The message names the line. */
public final class AssemblyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    AssemblyException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
