package dev.tlbsan.machine;

import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.pe.EmulatorBug;
import dev.tlbsan.arm.pe.GuestException;
import dev.tlbsan.arm.pe.Power;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.arm.pe.Syndrome;
import dev.tlbsan.engine.Engine;
import dev.tlbsan.engine.Exit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PE in the hands of Java code that acts as its software at EL2, and as a host kernel at EL1 that calls into EL2. It can
 * do what such software could, and nothing else: system registers, barriers, TLB maintenance, exception return. Each
 * method is the instruction of its name.
 */
public abstract sealed class El2 permits Aarch64El2, HypMode {
    /** Barrier option: non-shareable, loads and stores. */
    public static final int NSH = 0b0111;
    /** Barrier option: inner shareable, loads and stores. */
    public static final int ISH = 0b1011;
    /** Barrier option: inner shareable, stores only. */
    public static final int ISHST = 0b1010;

    /** Where the host kernel stands whenever it calls; it executes no instruction. */
    private static final long HOST_PC = 0;

    private static final int INSTRUCTION_BYTES = 4;

    private final ProcessingElement pe;
    private final Engine engine;
    private @Nullable Consumer<String> trace;
    private boolean inGuest;

    El2(ProcessingElement pe, Engine engine) {
        this.pe = pe;
        this.engine = engine;
    }

    /** EL2 of a PE, in the Execution state that the PE has. */
    static El2 of(ProcessingElement pe, Engine engine) {
        return pe.configuration().aarch32() ? new HypMode(pe, engine) : new Aarch64El2(pe, engine);
    }

    final ProcessingElement pe() {
        return pe;
    }

    /** Switches the PE on; from now on exceptions to EL2 come to the caller of {@link #run}. */
    public final void attach() {
        pe.power(Power.ON);
        pe.hypervisorAttached(true);
    }

    /** Tells a listener of each instruction, in assembly language, before it is executed. */
    public final void trace(Consumer<String> listener) {
        trace = listener;
    }

    final boolean isTraced() {
        return trace != null;
    }

    final void tell(String instruction) {
        if (trace != null) {
            trace.accept(instruction);
        }
    }

    public final void isb() {
        tell("isb");
        pe.barrier(new Barrier(Barrier.Kind.ISB, 0xf).encode());
    }

    /** DSB with one of the options above. */
    public final void dsb(int option) {
        tell(option == NSH ? "dsb nsh" : option == ISH ? "dsb ish" : "dsb ishst");
        pe.barrier(new Barrier(Barrier.Kind.DSB, option).encode());
    }

    /** ERET to the guest that the registers for it describe. */
    public final void returnToGuest() {
        inGuest = true;
        tell("eret");
        pe.exceptionReturn();
    }

    /** ERET to the host kernel at EL1. */
    public final void returnToHost() {
        describeHost(HOST_PC);
        inGuest = false;
        tell("eret");
        pe.exceptionReturn();
    }

    /** Makes the host kernel at EL1, everything masked, what the next ERET returns to. */
    abstract void describeHost(long pc);

    /**
     * HVC by the host kernel at EL1: the exception entry that brings the CPU to EL2.
     *
     * @throws IllegalStateException if the CPU is in a guest
     */
    public final void callFromHost() {
        if (inGuest) {
            throw new IllegalStateException("the host cannot call, its CPU is in " + pe.owner());
        }
        var call = Syndrome.call(hypervisorCallClass(), 0, Syndrome.Target.EL2);
        pe.take(new GuestException(call), HOST_PC, INSTRUCTION_BYTES);
    }

    /** The exception class of HVC. */
    abstract int hypervisorCallClass();

    /**
     * Executes what the CPU was set to until an exception is taken to EL2.
     *
     * @param maxInstructions the most instructions to execute
     * @return {@link Exit#EL2} if it left, {@link Exit#BUDGET} if the instructions ran out
     */
    public final Exit run(long maxInstructions) {
        Exit exit = engine.run(maxInstructions);
        if (exit != Exit.EL2 && exit != Exit.BUDGET) {
            throw new EmulatorBug("a guest stopped with " + exit + " instead of leaving for EL2");
        }
        return exit;
    }

    /** Whether the exception that led here was an IRQ: the vector says so. */
    public abstract boolean tookInterrupt();

    /** Names who runs from now on, for findings. */
    public final void owner(String label) {
        pe.owner(label);
    }

    /** Instructions that the PE has executed. */
    public final long instructions() {
        return pe.instructions();
    }
}
