package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.Barrier;
import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.mmu.Initiator;
import dev.tlbsan.arm.mmu.Mmu;
import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.ShareabilityDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * An Armv8.0-A or Armv7-A processing element with EL0, EL1 and perhaps EL2 (PL0, PL1 and Hyp mode): its registers and
 * Exception levels, and everything that instructions do beyond computing and accessing memory. An engine executes the
 * instructions and calls it; software at EL2 may also be Java code that calls the same methods
 * ({@link #hypervisorAttached}).
 *
 * <p>Methods that stand for an instruction throw {@link GuestException} where the instruction ends in a synchronous
 * exception, having changed nothing. Encodings are those of {@link dev.tlbsan.arm.ir.SystemOperation} and
 * {@link dev.tlbsan.arm.ir.Aarch32Operation}, Rt included.
 *
 * <p>Not thread-safe: the PEs of a machine take turns on one thread.
 */
public final class ProcessingElement implements Initiator {
    private static final long INSTRUCTIONS_A_TICK = 16;
    private static final int STACK_ALIGNMENT = 15;

    private final PeConfiguration configuration;
    private final PeState state;
    private final long[] file;
    private final Traps traps;
    private final GenericTimer timers;
    private final Mmu mmu;
    private final DataAccess dataAccess;
    private final RegisterAccess access;
    private final SystemInstructions systemInstructions;
    private final ExecutionState execution;
    private final Waiting waiting;
    private final Calls calls;
    private final List<PeListener> listeners = new ArrayList<>();
    private LongSupplier location;
    private long instructions;
    private String owner;
    private boolean hypervisorAttached;

    /** Makes a PE of the cluster that is on and about to execute at address zero. */
    public ProcessingElement(PeConfiguration configuration, Cluster cluster) {
        this.configuration = configuration;
        this.owner = "cpu" + configuration.index();
        this.state = new PeState(configuration);
        this.file = state.file();
        this.location = () -> file[RegisterFile.PC];
        this.traps = new Traps(state.registers(), state.pstate(), configuration.el2());
        this.timers = new GenericTimer(state.registers(), () -> instructions / INSTRUCTIONS_A_TICK);
        this.mmu = new Mmu(configuration.mmu(), this, cluster.domain(), state.controls()::values);
        this.dataAccess =
                new DataAccess(this, cluster.memory(), cluster.monitors().add(this::event));
        this.access = new RegisterAccess(this, traps);
        this.systemInstructions = new SystemInstructions(this, traps);
        this.execution = configuration.aarch32()
                ? new Aarch32Execution(this, access, systemInstructions)
                : new Aarch64Execution(access, new ExceptionModel(this));
        this.waiting = new Waiting(this, traps, cluster);
        this.calls = new Calls(state.registers(), state.pstate(), configuration);
        cluster.add(this);
        reset(0);
    }

    /** Cold reset: the highest Exception level, everything masked, MMU off, at the given virtual address. The TLB stays. */
    public void reset(long entry) {
        state.reset(entry);
        execution.reset();
        waiting.power(Power.ON);
        translationRegistersChanged();
        mmu.contextSynchronization();
        timers.changed();
    }

    /** The {@link RegisterFile}. SP is that of the current Exception level and PSTATE.SP. */
    public long[] registers() {
        return file;
    }

    public PeConfiguration configuration() {
        return configuration;
    }

    /** Whether all Exception levels use AArch32. */
    public boolean aarch32() {
        return configuration.aarch32();
    }

    @Override
    public int index() {
        return configuration.index();
    }

    public Mmu mmu() {
        return mmu;
    }

    public DataAccess dataAccess() {
        return dataAccess;
    }

    public GenericTimer timers() {
        return timers;
    }

    /** The current Exception level, 0 to 2. */
    public int currentEl() {
        return state.pstate().el();
    }

    /** The translation regime of the current Exception level. */
    @Override
    public Regime regime() {
        return state.pstate().el() == 2 ? Regime.EL2 : Regime.EL10;
    }

    /** The instructions executed so far: guest time. */
    @Override
    public long instructions() {
        return instructions;
    }

    /** Sets guest time; an engine does so before any call that may look at it. */
    public void instructions(long executed) {
        instructions = executed;
    }

    /** The virtual address of the instruction that runs, as {@link #location} says; else the PC. */
    @Override
    public long pc() {
        return location.getAsLong();
    }

    /** Says where to ask for the virtual address of the instruction that runs. */
    public void location(LongSupplier source) {
        location = source;
    }

    @Override
    public String owner() {
        return owner;
    }

    /** Names whose code runs, for reports. */
    public void owner(String name) {
        owner = name;
    }

    public void addListener(PeListener listener) {
        listeners.add(listener);
    }

    /** Whether Java code acts as EL2: exceptions taken to EL2 stop the engine instead of running the vector. */
    public void hypervisorAttached(boolean attached) {
        hypervisorAttached = attached;
    }

    /** Whether Java code acts as EL2 and it is its turn. */
    public boolean inHypervisor() {
        return hypervisorAttached && state.pstate().el() == 2;
    }

    /** Whether something below the machine answers SMC, and HVC where EL2 is not implemented. */
    public void firmwareAttached(boolean attached) {
        calls.firmwareAttached(attached);
    }

    /** MRS; in AArch32 MRC, MRRC, and what else reads by an encoding. */
    public long readSystemRegister(int instruction) {
        return execution.read(instruction);
    }

    /** MSR (register); in AArch32 MCR, MCRR, and what else writes by an encoding. */
    public void writeSystemRegister(int instruction, long value) {
        execution.write(instruction, value);
    }

    /** MRS by software at the current Exception level. */
    public long read(SystemRegister register) {
        return access.read(register, register.encoding());
    }

    /** MSR by software at the current Exception level. */
    public void write(SystemRegister register, long value) {
        access.write(register, register.encoding(), value);
    }

    /** MRC by software at the current Exception level, or MRRC of a register of 64 bits. */
    public long read(Aarch32Register register) {
        return execution.read(register.wideEncoding());
    }

    /** MCR by software at the current Exception level, or MCRR of a register of 64 bits. */
    public void write(Aarch32Register register, long value) {
        execution.write(register.wideEncoding(), value);
    }

    /** The value of a system register, for debuggers and reports: no checks, no side effects. */
    public long peek(SystemRegister register) {
        return access.valueOf(register);
    }

    /** MSR (immediate); the encoding has op1 in bits 13:11, the immediate in 6:3 and op2 in 2:0. */
    public void writePstate(int encoding) {
        access.writePstate(encoding);
    }

    /** SYS. */
    public void system(int instruction, long operand) {
        systemInstructions.execute(instruction, operand);
    }

    /** DSB, DMB or ISB, as a {@link Barrier} encoding. */
    public void barrier(long immediate) {
        Barrier barrier = Barrier.of(immediate);
        switch (barrier.kind()) {
            case ISB -> mmu.contextSynchronization();
            case DSB ->
                mmu.dsb(
                        state.controls().barrierDomain(barrier.crm()),
                        ShareabilityDomain.coversLoadsAndStores(barrier.crm()));
            case DMB -> {
                // Memory accesses are performed in program order.
            }
        }
    }

    /** YIELD, WFE, WFI, SEV, SEVL by hint number; all others do nothing. May change {@link #power}. */
    public void hint(int number) {
        waiting.hint(number);
    }

    /** ERET. */
    public void exceptionReturn() {
        execution.exceptionReturn();
    }

    /**
     * Exception return in AArch32, but for ERET.
     *
     * @param address the virtual address to go on at
     * @param psr the program status register that becomes the current one
     */
    public void exceptionReturn(long address, long psr) {
        execution.exceptionReturn(address, psr);
    }

    /** The instruction set state. */
    public InstructionState instructionState() {
        return execution.instructionState();
    }

    /** Whether data accesses are big-endian: PSTATE.E in AArch32. */
    public boolean bigEndian() {
        return execution.bigEndian();
    }

    /** The address of the next instruction; in AArch32 the PC may have left its 32 bits by a branch. */
    public long canonicalPc() {
        return dataAccess.canonical(file[RegisterFile.PC]);
    }

    /** Raises the exception of an {@link ExceptionCause} encoding. */
    public void raise(long causeImmediate) {
        ExceptionCause cause = ExceptionCause.of(causeImmediate);
        throw calls.exception(cause, ExceptionCause.imm16(causeImmediate));
    }

    /** Raises an SP alignment fault if the stack pointer is misaligned and the current level checks (D1.8.2). */
    public void checkStackAlignment() {
        if ((file[RegisterFile.SP] & STACK_ALIGNMENT) != 0 && state.controls().checksStackAlignment()) {
            throw Syndromes.spAlignment();
        }
    }

    /**
     * Raises what comes before the instruction at the address is looked at: a PC alignment fault; in AArch32 it is a
     * Prefetch Abort. To be checked before the fetch.
     */
    public void checkPcAlignment(long va) {
        if ((va & (instructionState().alignment() - 1)) != 0) {
            throw aarch32() ? Aborts.misalignedFetch(va) : Syndromes.pcAlignment(va);
        }
    }

    /** Whether PSTATE.IL is set; it changes by exception entry and return only. */
    public boolean illegalState() {
        return state.pstate().illegal();
    }

    /** Raises an Illegal Execution state exception if PSTATE.IL is set. To be checked after the fetch. */
    public void checkIllegalState() {
        if (state.pstate().illegal()) {
            throw Syndromes.illegalState();
        }
    }

    /** The address that a branch to the given one leads to: where tags are ignored, they are removed (D4.1.1). */
    public long branchTarget(long va) {
        return state.controls().branchTarget(va);
    }

    /**
     * Takes a synchronous exception.
     *
     * @param exception what the instruction raised
     * @param instructionVa the virtual address of the instruction
     * @param bytes the size of the instruction: 4, or 2 in T32 state
     */
    public Entry take(GuestException exception, long instructionVa, int bytes) {
        Syndrome syndrome = exception.syndrome();
        if (syndrome.target() == Syndrome.Target.FIRMWARE) {
            file[RegisterFile.PC] = instructionVa + bytes;
            return Entry.FIRMWARE;
        }
        execution.takeSynchronous(syndrome, instructionVa, bytes);
        return inHypervisor() ? Entry.HYPERVISOR : Entry.VECTOR;
    }

    /** Whether {@link #takePendingInterrupt} would take one. */
    public boolean interruptPending() {
        return state.interrupts().next() != null;
    }

    /** Takes the pending, unmasked interrupt or System error of the highest priority before the instruction at the PC. */
    public boolean takePendingInterrupt() {
        InterruptLine line = state.interrupts().next();
        if (line == null) {
            return false;
        }
        waiting.power(Power.ON);
        execution.takeAsynchronous(line);
        return true;
    }

    /** Sets the state of an interrupt input. */
    public void line(InterruptLine line, boolean asserted) {
        state.interrupts().set(line, asserted);
        if (asserted) {
            waiting.interruptAsserted();
            attention();
        }
    }

    /** Sets the state of the physical IRQ input. */
    public void irqLine(boolean asserted) {
        line(InterruptLine.IRQ, asserted);
    }

    public Power power() {
        return waiting.power();
    }

    /** Switches the PE on or off, or wakes it. */
    public void power(Power state) {
        waiting.power(state);
        attention();
    }

    /** An event for WFE, from another PE or from the exclusive monitor. */
    public void event() {
        waiting.event();
    }

    PeState state() {
        return state;
    }

    SystemRegisters systemRegisters() {
        return state.registers();
    }

    Traps traps() {
        return traps;
    }

    void translationRegistersChanged() {
        state.controls().update();
        mmu.registersChanged();
    }

    void instructionsChanged() {
        for (PeListener listener : listeners) {
            listener.instructionsChanged();
        }
    }

    void attention() {
        for (PeListener listener : listeners) {
            listener.attention();
        }
    }
}
