package dev.tlbsan.arm.pe;

/**
 * The stackless signal by which one instruction ends in a synchronous exception. Engines catch it and hand it to
 * {@link ProcessingElement#take}; it never leaves an engine.
 */
public final class GuestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Syndrome syndrome;

    public GuestException(Syndrome syndrome) {
        super(null, null, false, false);
        this.syndrome = syndrome;
    }

    public Syndrome syndrome() {
        return syndrome;
    }
}
