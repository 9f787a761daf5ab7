package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.MemoryAccess;
import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.pe.ProcessingElement;

/** The operations that the PE or its memory performs. */
final class Calls {
    private final ProcessingElement pe;
    private final long[] registers;
    private final Progress progress;
    private final GuestMemory memory;

    Calls(ProcessingElement pe, Progress progress, GuestMemory memory) {
        this.pe = pe;
        this.registers = pe.registers();
        this.progress = progress;
        this.memory = memory;
    }

    long[] registers() {
        return registers;
    }

    /** Where a branch to an address leads. */
    long branchTarget(long va) {
        return pe.branchTarget(va);
    }

    /** An operation that ends its block; afterwards the PC is that of the next instruction. */
    void leave(Op op, long a, long i, int operation) {
        progress.callOut(operation);
        progress.attention = true;
        switch (op) {
            case WRITE_SYSREG -> pe.writeSystemRegister((int) i, a);
            case WRITE_PSTATE -> pe.writePstate((int) i);
            case SYS -> pe.system((int) i, a);
            case BARRIER -> pe.barrier(i);
            case HINT -> pe.hint((int) i);
            case EXCEPTION -> pe.raise(i);
            case BRANCH -> {
                // On to the next instruction, which is in an IT block.
            }
            case ERET -> {
                pe.exceptionReturn();
                return;
            }
            case RETURN_TO -> {
                pe.exceptionReturn(a, registers[(int) i & 0xff]);
                return;
            }
            default -> throw new IllegalStateException("does not end a block: " + op);
        }
        registers[RegisterFile.PC] = registers[RegisterFile.BLOCK_PC] + progress.program.nextOffset(operation);
        registers[RegisterFile.IT] = progress.program.nextItState(operation);
    }

    /** An operation that may be followed by others of its block; its value. */
    long call(Op op, int slots, long i, int operation) {
        long a = registers[(slots >>> 16) & 0xff];
        long b = registers[slots >>> 24];
        return switch (op) {
            case LOAD_SIGNED8 -> (byte) memory.load8(a + i, operation);
            case LOAD_SIGNED16 -> (short) memory.load16(a + i, operation);
            case LOAD_SIGNED32 -> (int) memory.load32(a + i, operation);
            case LOAD_SPECIAL -> memory.load(a, MemoryAccess.of(i), operation);
            case STORE_SPECIAL -> memory.store(a, MemoryAccess.of(i), b, operation);
            case STORE_EXCLUSIVE ->
                memory.storeExclusive(a, MemoryAccess.of(i), b, registers[(int) i & 0xff], operation);
            case CLEAR_EXCLUSIVE -> clearExclusive();
            case READ_SYSREG -> readSystemRegister((int) i, operation);
            case WRITE_USER_BANK -> writeUserBank((int) i, a, operation);
            default -> throw new IllegalStateException("calls nothing: " + op);
        };
    }

    /** Raises an alignment fault; of the stack pointer only where that matters. Gives nothing. */
    long misaligned(long va, long i, int operation) {
        progress.callOut(operation);
        if (progress.program.ops[operation] == Op.CHECK_SP_ALIGNMENT) {
            pe.checkStackAlignment();
        } else {
            pe.dataAccess().requireAligned(va, (int) (i & 0xff) + 1, i >>> 8 != 0);
        }
        return 0;
    }

    private long clearExclusive() {
        pe.dataAccess().monitor().clear();
        return 0;
    }

    private long readSystemRegister(int encoding, int operation) {
        progress.callOut(operation);
        long value = pe.readSystemRegister(encoding);
        progress.callBack();
        return value;
    }

    private long writeUserBank(int encoding, long value, int operation) {
        progress.callOut(operation);
        pe.writeSystemRegister(encoding, value);
        progress.callBack();
        return 0;
    }
}
