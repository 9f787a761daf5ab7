package dev.tlbsan.engine;

import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.arm.pe.ProcessingElement;

/**
 * Makes the engines of the PEs that share a physical address space, and what they share: translated code. Whoever writes
 * RAM other than by {@link PhysicalMemory#write} after an engine has run must tell {@link PhysicalMemory#watches()}.
 */
public final class Engines {
    private final CodeCache codes;

    public Engines(PhysicalMemory memory) {
        this.codes = new CodeCache(memory);
    }

    /** An interpreter of a PE's instructions; a PE has one engine. */
    public Engine interpreter(ProcessingElement pe) {
        return new InterpreterEngine(pe, codes, true);
    }

    /** An interpreter that remembers no translation: it asks the MMU for each fetch of a block and each access. */
    Engine forgetful(ProcessingElement pe) {
        return new InterpreterEngine(pe, codes, false);
    }
}
