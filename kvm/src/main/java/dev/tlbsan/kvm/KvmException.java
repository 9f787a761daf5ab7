package dev.tlbsan.kvm;

/** A request that the hypervisor refuses, as an ioctl would: with an errno, and a message naming value and limit. */
public final class KvmException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Errno errno;

    public KvmException(Errno errno, String message) {
        super(errno + ": " + message);
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}
