package dev.tlbsan.arm.pe;

import static dev.tlbsan.arm.pe.Aarch32Mode.ABORT;
import static dev.tlbsan.arm.pe.Aarch32Mode.FIQ;
import static dev.tlbsan.arm.pe.Aarch32Mode.HYP;
import static dev.tlbsan.arm.pe.Aarch32Mode.IRQ;
import static dev.tlbsan.arm.pe.Aarch32Mode.SUPERVISOR;
import static dev.tlbsan.arm.pe.Aarch32Mode.SYSTEM;
import static dev.tlbsan.arm.pe.Aarch32Mode.UNDEFINED;
import static dev.tlbsan.arm.pe.Aarch32Mode.USER;

import dev.tlbsan.arm.ir.Aarch32Operation;
import org.jspecify.annotations.Nullable;

/** The registers that MRS and MSR (banked register) access (DDI 0487, F1.2.3). The names are those of assemblers. */
public enum BankedRegister {
    R8_usr(0x00, USER, 8),
    R9_usr(0x01, USER, 9),
    R10_usr(0x02, USER, 10),
    R11_usr(0x03, USER, 11),
    R12_usr(0x04, USER, 12),
    SP_usr(0x05, USER, 13),
    LR_usr(0x06, USER, 14),
    R8_fiq(0x08, FIQ, 8),
    R9_fiq(0x09, FIQ, 9),
    R10_fiq(0x0a, FIQ, 10),
    R11_fiq(0x0b, FIQ, 11),
    R12_fiq(0x0c, FIQ, 12),
    SP_fiq(0x0d, FIQ, 13),
    LR_fiq(0x0e, FIQ, 14),
    SPSR_fiq(0x2e, FIQ, SystemRegister.SPSR_fiq),
    LR_irq(0x10, IRQ, 14),
    SP_irq(0x11, IRQ, 13),
    SPSR_irq(0x30, IRQ, SystemRegister.SPSR_irq),
    LR_svc(0x12, SUPERVISOR, 14),
    SP_svc(0x13, SUPERVISOR, 13),
    SPSR_svc(0x32, SUPERVISOR, SystemRegister.SPSR_EL1),
    LR_abt(0x14, ABORT, 14),
    SP_abt(0x15, ABORT, 13),
    SPSR_abt(0x34, ABORT, SystemRegister.SPSR_abt),
    LR_und(0x16, UNDEFINED, 14),
    SP_und(0x17, UNDEFINED, 13),
    SPSR_und(0x36, UNDEFINED, SystemRegister.SPSR_und),
    ELR_hyp(0x1e, HYP, SystemRegister.ELR_EL2),
    SP_hyp(0x1f, HYP, 13),
    SPSR_hyp(0x3e, HYP, SystemRegister.SPSR_EL2);

    private static final int FIELDS = 0x3f;
    private static final int FIRST_HIGH = 8;
    private static final int SP = 13;
    private static final int LR = 14;
    private static final @Nullable BankedRegister[] BY_FIELDS = new BankedRegister[FIELDS + 1];

    static {
        for (BankedRegister register : values()) {
            BY_FIELDS[register.fields] = register;
        }
    }

    private final int fields;
    private final Aarch32Mode mode;
    private final int number;
    private final @Nullable SystemRegister storage;

    BankedRegister(int fields, Aarch32Mode mode, int number) {
        this.fields = fields;
        this.mode = mode;
        this.number = number;
        this.storage = null;
    }

    BankedRegister(int fields, Aarch32Mode mode, SystemRegister storage) {
        this.fields = fields;
        this.mode = mode;
        this.number = 0;
        this.storage = storage;
    }

    /** The {@link Aarch32Operation} encoding. */
    public int encoding() {
        return Aarch32Operation.encode(Aarch32Operation.BANKED, fields);
    }

    /** The register that an encoding accesses; null if there is none. */
    static @Nullable BankedRegister of(int encoding) {
        return BY_FIELDS[encoding & FIELDS];
    }

    /** The mode that it belongs to. */
    Aarch32Mode mode() {
        return mode;
    }

    /** The number of a general-purpose register. */
    int number() {
        return number;
    }

    /** Where it is stored if it is no general-purpose register, else null. */
    @Nullable
    SystemRegister storage() {
        return storage;
    }

    /** Whether an access from a mode is predictable: not from one that has the register itself (DDI 0487, F1.2.3). */
    boolean isAccessibleFrom(Aarch32Mode current) {
        if (current == USER) {
            return false;
        }
        return switch (mode) {
            case USER -> isUserRegisterAccessibleFrom(current);
            case HYP -> this == ELR_hyp && current == HYP;
            default -> current != mode;
        };
    }

    private boolean isUserRegisterAccessibleFrom(Aarch32Mode current) {
        if (number >= FIRST_HIGH && number < SP) {
            return current == FIQ;
        }
        return current != SYSTEM && (number != LR || current != HYP);
    }
}
