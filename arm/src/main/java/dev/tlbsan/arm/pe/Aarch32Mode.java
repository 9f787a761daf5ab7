package dev.tlbsan.arm.pe;

import org.jspecify.annotations.Nullable;

/** The modes of AArch32 that exist without the Security Extensions (DDI 0487, G1.9). */
public enum Aarch32Mode {
    USER(0x10, 0, null),
    FIQ(0x11, 1, SystemRegister.SPSR_fiq),
    IRQ(0x12, 1, SystemRegister.SPSR_irq),
    SUPERVISOR(0x13, 1, SystemRegister.SPSR_EL1),
    ABORT(0x17, 1, SystemRegister.SPSR_abt),
    HYP(0x1a, 2, SystemRegister.SPSR_EL2),
    UNDEFINED(0x1b, 1, SystemRegister.SPSR_und),
    SYSTEM(0x1f, 1, null);

    private static final @Nullable Aarch32Mode[] BY_NUMBER = new Aarch32Mode[32];

    static {
        for (Aarch32Mode mode : values()) {
            BY_NUMBER[mode.number] = mode;
        }
    }

    private final int number;
    private final int el;
    private final @Nullable SystemRegister spsr;

    Aarch32Mode(int number, int el, @Nullable SystemRegister spsr) {
        this.number = number;
        this.el = el;
        this.spsr = spsr;
    }

    /** The mode with the number in bits 4:0 of a program status register; null if there is none. */
    public static @Nullable Aarch32Mode of(long status) {
        return BY_NUMBER[(int) status & 31];
    }

    /** CPSR.M. */
    public int number() {
        return number;
    }

    /** Its Exception level: 0, 1, or 2 for Hyp mode. */
    public int el() {
        return el;
    }

    /** Where its SPSR is stored; null in User and System mode, which have none. */
    @Nullable
    SystemRegister spsr() {
        return spsr;
    }

    /** The mode whose SP it uses. */
    Aarch32Mode stackBank() {
        return this == SYSTEM ? USER : this;
    }

    /** The mode whose LR it uses. */
    Aarch32Mode linkBank() {
        return this == SYSTEM || this == HYP ? USER : this;
    }
}
