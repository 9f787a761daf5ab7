package dev.tlbsan.machine;

import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.pe.CacheOperation;
import dev.tlbsan.arm.pe.EmulatorBug;
import dev.tlbsan.arm.pe.GuestException;
import dev.tlbsan.arm.pe.Power;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.arm.pe.Syndrome;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.engine.Engine;
import dev.tlbsan.engine.Exit;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PE in the hands of Java code that acts as its software at EL2, and as a host kernel at EL1 that calls into EL2. It can
 * do what such software could, and nothing else: system registers, barriers, TLB maintenance, exception return. Each
 * method is the instruction of its name.
 */
public final class El2 {
    /** Barrier option: non-shareable, loads and stores. */
    public static final int NSH = 0b0111;
    /** Barrier option: inner shareable, loads and stores. */
    public static final int ISH = 0b1011;
    /** Barrier option: inner shareable, stores only. */
    public static final int ISHST = 0b1010;

    private static final int EC_HVC64 = 0x16;
    private static final long EL1H_MASKED = 0x3c5;
    private static final int IRQ_VECTOR = 0x80;
    private static final int VECTOR_KIND = 0x180;
    private static final int GENERAL = 31;
    /** Where the host kernel stands whenever it calls; it executes no instruction. */
    private static final long HOST_PC = 0;

    private final ProcessingElement pe;
    private final Engine engine;
    private @Nullable Consumer<String> trace;

    El2(ProcessingElement pe, Engine engine) {
        this.pe = pe;
        this.engine = engine;
    }

    /** Switches the PE on; from now on exceptions to EL2 come to the caller of {@link #run}. */
    public void attach() {
        pe.power(Power.ON);
        pe.hypervisorAttached(true);
    }

    /** Tells a listener of each instruction, in assembly language, before it is executed. */
    public void trace(Consumer<String> listener) {
        trace = listener;
    }

    private void tell(String mnemonic, String operands) {
        if (trace != null) {
            trace.accept(operands.isEmpty() ? mnemonic : mnemonic + " " + operands);
        }
    }

    private void tellAccess(String mnemonic, SystemRegister register) {
        if (trace != null) {
            tell(mnemonic, register.assemblyName());
        }
    }

    /** MRS. */
    public long mrs(SystemRegister register) {
        tellAccess("mrs", register);
        try {
            return pe.readSystemRegister(register.encoding());
        } catch (GuestException e) {
            throw new EmulatorBug("EL2 may not read " + register, e);
        }
    }

    /** MSR (register). */
    public void msr(SystemRegister register, long value) {
        tellAccess("msr", register);
        try {
            pe.writeSystemRegister(register.encoding(), value);
        } catch (GuestException e) {
            throw new EmulatorBug("EL2 may not write " + register, e);
        }
    }

    public void isb() {
        tell("isb", "");
        pe.barrier(new Barrier(Barrier.Kind.ISB, 0xf).encode());
    }

    /** DSB with one of the options above. */
    public void dsb(int option) {
        tell("dsb", option == NSH ? "nsh" : option == ISH ? "ish" : "ishst");
        pe.barrier(new Barrier(Barrier.Kind.DSB, option).encode());
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
        if (trace != null) {
            tell(mnemonic, operation.name().toLowerCase(Locale.ROOT).replace("ic_", ""));
        }
        try {
            pe.system(encoding, operand);
        } catch (GuestException e) {
            throw new EmulatorBug("EL2 may not execute " + mnemonic + " " + operation, e);
        }
    }

    /** Copies X0 to X30 out. */
    public void saveGeneral(long[] to) {
        System.arraycopy(pe.registers(), 0, to, 0, GENERAL);
    }

    /** Loads X0 to X30. */
    public void restoreGeneral(long[] from) {
        System.arraycopy(from, 0, pe.registers(), 0, GENERAL);
    }

    /** ERET to the guest that ELR_EL2 and SPSR_EL2 describe. */
    public void returnToGuest() {
        tell("eret", "");
        pe.exceptionReturn();
    }

    /** ERET to the host kernel at EL1. */
    public void returnToHost() {
        msr(SystemRegister.ELR_EL2, HOST_PC);
        msr(SystemRegister.SPSR_EL2, EL1H_MASKED);
        tell("eret", "");
        pe.exceptionReturn();
    }

    /** HVC by the host kernel at EL1: the exception entry that brings the CPU to EL2. */
    public void callFromHost() {
        pe.take(new GuestException(new Syndrome(EC_HVC64, 0, 0, 0, Syndrome.Target.EL2, true)), HOST_PC, 4);
    }

    /**
     * Executes what the CPU was set to until an exception is taken to EL2.
     *
     * @param maxInstructions the most instructions to execute
     * @return {@link Exit#EL2} if it left, {@link Exit#BUDGET} if the instructions ran out
     */
    public Exit run(long maxInstructions) {
        Exit exit = engine.run(maxInstructions);
        if (exit != Exit.EL2 && exit != Exit.BUDGET) {
            throw new EmulatorBug("a guest stopped with " + exit + " instead of leaving for EL2");
        }
        return exit;
    }

    /** Sets the level of the physical IRQ line of this CPU. */
    public void interrupt(boolean level) {
        pe.irqLine(level);
    }

    /** Whether the exception that led here was an IRQ: the vector says so. */
    public boolean tookInterrupt() {
        return (pe.pc() & VECTOR_KIND) == IRQ_VECTOR;
    }

    /** Names who runs from now on, for findings. */
    public void owner(String label) {
        pe.owner(label);
    }

    /** Instructions that the PE has executed. */
    public long instructions() {
        return pe.instructions();
    }
}
