package dev.tlbsan.machine;

import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.pe.CacheOperation;
import dev.tlbsan.arm.pe.EmulatorBug;
import dev.tlbsan.arm.pe.GuestException;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.engine.Engine;
import java.util.Locale;

/** EL2 in AArch64. */
public final class Aarch64El2 extends El2 {
    private static final int EC_HVC64 = 0x16;
    private static final long EL1H_MASKED = 0x3c5;
    private static final int IRQ_VECTOR = 0x80;
    private static final int VECTOR_KIND = 0x180;
    private static final int GENERAL = 31;

    Aarch64El2(ProcessingElement pe, Engine engine) {
        super(pe, engine);
    }

    private void tellAccess(String mnemonic, SystemRegister register) {
        if (isTraced()) {
            tell(mnemonic + " " + register.assemblyName());
        }
    }

    /** MRS. */
    public long mrs(SystemRegister register) {
        tellAccess("mrs", register);
        try {
            return pe().read(register);
        } catch (GuestException e) {
            throw new EmulatorBug("EL2 may not read " + register, e);
        }
    }

    /** MSR (register). */
    public void msr(SystemRegister register, long value) {
        tellAccess("msr", register);
        try {
            pe().write(register, value);
        } catch (GuestException e) {
            throw new EmulatorBug("EL2 may not write " + register, e);
        }
    }

    /** A TLBI that takes no operand. */
    public void tlbi(TlbiOperation operation) {
        tlbi(operation, 0);
    }

    /** A TLBI with its operand register. */
    public void tlbi(TlbiOperation operation, long operand) {
        sys("tlbi", operation, operation.encoding(), operand);
    }

    /** IC. */
    public void ic(CacheOperation operation) {
        sys("ic", operation, operation.encoding(), 0);
    }

    /** AT; the outcome is in PAR_EL1. */
    public void at(AtOperation operation, long va) {
        sys("at", operation, operation.encoding(), va);
    }

    private void sys(String mnemonic, Enum<?> operation, int encoding, long operand) {
        if (isTraced()) {
            tell(mnemonic + " " + operation.name().toLowerCase(Locale.ROOT).replace("ic_", ""));
        }
        try {
            pe().system(encoding, operand);
        } catch (GuestException e) {
            throw new EmulatorBug("EL2 may not execute " + mnemonic + " " + operation, e);
        }
    }

    /** Copies X0 to X30 out. */
    public void saveGeneral(long[] to) {
        System.arraycopy(pe().registers(), 0, to, 0, GENERAL);
    }

    /** Loads X0 to X30. */
    public void restoreGeneral(long[] from) {
        System.arraycopy(from, 0, pe().registers(), 0, GENERAL);
    }

    @Override
    void describeHost(long pc) {
        msr(SystemRegister.ELR_EL2, pc);
        msr(SystemRegister.SPSR_EL2, EL1H_MASKED);
    }

    @Override
    int hypervisorCallClass() {
        return EC_HVC64;
    }

    @Override
    public boolean tookInterrupt() {
        return (pe().pc() & VECTOR_KIND) == IRQ_VECTOR;
    }
}
