package dev.tlbsan.kvm;

/** The kernel's error numbers that the hypervisor answers with. */
public enum Errno {
    ENOENT(2),
    EINTR(4),
    ENOMEM(12),
    EFAULT(14),
    EBUSY(16),
    EEXIST(17),
    EINVAL(22);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    /** The positive number, as in errno.h. */
    public int number() {
        return number;
    }
}
