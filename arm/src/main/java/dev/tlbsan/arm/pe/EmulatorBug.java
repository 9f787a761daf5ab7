package dev.tlbsan.arm.pe;

/** A state of ours that should be impossible. The message says where the guest was. */
public final class EmulatorBug extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EmulatorBug(String message) {
        super(message);
    }

    public EmulatorBug(String message, Throwable cause) {
        super(message, cause);
    }
}
