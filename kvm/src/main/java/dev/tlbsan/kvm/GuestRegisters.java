package dev.tlbsan.kvm;

/** The registers of a vCPU that is not in the guest, as far as the architectures have them in common. */
public interface GuestRegisters {
    /** A general-purpose register by its number, as the guest sees it where it stands: X0 to X30, or R0 to R14. */
    long register(int n);

    void register(int n, long value);

    /** The virtual address of the next instruction. */
    long pc();

    void pc(long address);

    /** The process state in the format of SPSR_EL2, which in AArch32 is that of the CPSR. */
    long pstate();

    void pstate(long value);

    /** CNTV_CTL. */
    long virtualTimerControl();

    /** CNTV_CVAL. */
    long virtualTimerCompare();

    /**
     * Sets a vCPU that has been reset to go on at an entry point; in AArch32 bit 0 asks for T32.
     *
     * @param starterPstate the state of who starts it, whose endianness it is given
     */
    void start(long entry, long starterPstate);

    /** Goes on after the current instruction, about which there is a syndrome (kvm_skip_instr). */
    void skipInstruction(long syndrome);

    /** What the store that a syndrome describes writes to a device, zero-extended. */
    long storedValue(long syndrome);

    /** Remembers where the value of the emulated load goes that a syndrome describes. */
    void expectLoad(long syndrome);

    /** Writes the value of an emulated load of 1, 2, 4 or 8 bytes. */
    void completeLoad(int bytes, long value);
}
