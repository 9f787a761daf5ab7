package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.RegisterFile;
import java.util.Arrays;

/** The registers of a processing element, and what follows from them alone. */
final class PeState {
    private final PeConfiguration configuration;
    private final long[] file = new long[RegisterFile.SIZE];
    private final long[] stackPointers = new long[3];
    private final SystemRegisters registers = new SystemRegisters();
    private final Pstate pstate = new Pstate();
    private final TranslationControls controls;
    private final Interrupts interrupts;

    PeState(PeConfiguration configuration) {
        this.configuration = configuration;
        this.controls = new TranslationControls(registers, pstate, configuration.aarch32());
        this.interrupts = new Interrupts(registers, pstate, configuration);
    }

    /** The state after a cold reset, about to execute at the given virtual address. */
    void reset(long entry) {
        Arrays.fill(file, 0);
        Arrays.fill(stackPointers, 0);
        registers.reset();
        Identification.reset(registers, configuration, entry);
        pstate.illegal(false);
        pstate.daif(Pstate.DAIF);
        mode(configuration.highestEl(), true);
        file[RegisterFile.PC] = entry;
    }

    /** The {@link RegisterFile}. */
    long[] file() {
        return file;
    }

    SystemRegisters registers() {
        return registers;
    }

    Pstate pstate() {
        return pstate;
    }

    TranslationControls controls() {
        return controls;
    }

    Interrupts interrupts() {
        return interrupts;
    }

    /** Changes Exception level and PSTATE.SP, and with them the stack pointer in use. */
    void mode(int el, boolean spSel) {
        stackPointers[pstate.stackPointer()] = file[RegisterFile.SP];
        pstate.mode(el, spSel);
        file[RegisterFile.SP] = stackPointers[pstate.stackPointer()];
        controls.update();
        interrupts.update();
    }

    /** Changes the Exception level alone, as AArch32 does when its mode changes. */
    void level(int el) {
        pstate.mode(el, true);
        controls.update();
        interrupts.update();
    }

    /** Whether EL2 is implemented. */
    boolean hasEl2() {
        return configuration.el2();
    }

    /** SP_EL0, SP_EL1 or SP_EL2. */
    long stackPointer(int number) {
        return number == pstate.stackPointer() ? file[RegisterFile.SP] : stackPointers[number];
    }

    void stackPointer(int number, long value) {
        stackPointers[number] = value;
        if (number == pstate.stackPointer()) {
            file[RegisterFile.SP] = value;
        }
    }

    void interruptMasks(long daif) {
        pstate.daif(daif);
        interrupts.update();
    }
}
