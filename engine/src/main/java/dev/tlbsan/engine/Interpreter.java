package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.RegisterFile;
import org.jspecify.annotations.Nullable;

/** Executes programs, one after the other for as long as the next one is at hand. */
final class Interpreter {
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int CODES = 0xff;
    private static final int GROUPS = CODES >>> Code.GROUP_SHIFT;
    private static final int AGAIN = 0;
    private static final int LEFT = -1;

    private final long[] registers;
    private final Progress progress;
    private final GuestMemory memory;
    private final JumpCache jumps;
    private final Calls calls;

    Interpreter(Progress progress, GuestMemory memory, JumpCache jumps, Calls calls) {
        this.registers = calls.registers();
        this.progress = progress;
        this.memory = memory;
        this.jumps = jumps;
        this.calls = calls;
    }

    /** Executes the program, the virtual address of whose block is in the register file, and those that follow it. */
    void execute(Program first) {
        long[] r = registers;
        for (Program program = first; program != null; program = successor()) {
            int[] words = program.words;
            long[] immediates = program.immediates;
            int ip = 0;
            while (ip >= 0) {
                int w = words[ip];
                long i = immediates[ip];
                long a = r[(w >>> 16) & 0xff];
                long b = r[w >>> 24];
                int group = (w >>> Code.GROUP_SHIFT) & GROUPS;
                if (group == Code.BRANCH) {
                    ip = branch(w, a, b, i, ip);
                } else {
                    r[(w >>> 8) & 0xff] = switch (group) {
                        case Code.COMPUTE -> compute(w, a, b, i);
                        case Code.COMPUTE_MORE -> computeMore(w, a, b, i, ip);
                        case Code.MEMORY -> access(w, a + i, b, ip);
                        default -> rest(w, i, ip);
                    };
                    ip++;
                }
            }
        }
    }

    private static long compute(int w, long a, long b, long i) {
        return switch (w & CODES) {
            case Code.ADD -> a + b + i;
            case Code.ADDW -> (a + b + i) & LOW_32;
            case Code.SUB -> (a - b) & i;
            case Code.AND -> a & b & i;
            case Code.OR -> (a | b) & i;
            case Code.XOR -> (a ^ b) & i;
            case Code.EXTRACT -> (a << i) >>> (i >>> 8);
            default -> (a << i) >> (i >>> 8);
        };
    }

    private long computeMore(int w, long a, long b, long i, int ip) {
        return switch (w & CODES) {
            case Code.ADD_EXTRACTED -> a + ((b << i) >>> (i >>> 8));
            case Code.XOR_EXTRACTED -> a ^ ((b << i) >>> (i >>> 8));
            case Code.SUBS -> Flags.subs(registers, a, b + i);
            case Code.SUBSW -> Flags.subsw(registers, a, b + i);
            case Code.NZ -> Flags.nz(registers, a);
            case Code.SELECT_COND -> Flags.hold((int) i, registers[RegisterFile.NZCV]) ? a : b;
            case Code.CHECK_ALIGNED -> (a & i & 0xff) == 0 ? 0 : calls.misaligned(a, i, ip);
            default -> Arithmetic.bits(progress.program.ops[ip], a, b, i);
        };
    }

    private long access(int w, long va, long value, int ip) {
        return switch (w & CODES) {
            case Code.LOAD8 -> memory.load8(va, ip);
            case Code.LOAD16 -> memory.load16(va, ip);
            case Code.LOAD32 -> memory.load32(va, ip);
            case Code.LOAD64 -> memory.load64(va, ip);
            case Code.STORE8 -> memory.store8(va, value, ip);
            case Code.STORE16 -> memory.store16(va, value, ip);
            case Code.STORE32 -> memory.store32(va, value, ip);
            default -> memory.store64(va, value, ip);
        };
    }

    /** The operation to go on with, or {@link #LEFT}. */
    private int branch(int w, long a, long b, long i, int ip) {
        return switch (w & CODES) {
            case Code.BRANCH_IF -> a << i != 0 ? taken(i >> 8, ip) : ip + 1;
            case Code.BRANCH_IF_NOT -> a << i == 0 ? taken(i >> 8, ip) : ip + 1;
            case Code.BRANCH_IF_BIT -> ((a << i) ^ (i << 57)) < 0 ? taken(i >> 8, ip) : ip + 1;
            case Code.SKIP_UNLESS -> Flags.hold(w >>> 16, registers[RegisterFile.NZCV]) ? ip + 1 : (int) i;
            case Code.BRANCH_COND -> Flags.hold(w >>> 16, registers[RegisterFile.NZCV]) ? taken(i, ip) : ip + 1;
            case Code.SUBS_BRANCH -> compared(Flags.subs(registers, a, b + (int) i), i, ip);
            case Code.SUBSW_BRANCH -> compared(Flags.subsw(registers, a, b + (int) i), i, ip);
            default -> leave(progress.program.ops[ip], a, i, ip);
        };
    }

    private int compared(long difference, long i, int ip) {
        registers[(int) (i >>> 36) & 0xff] = difference;
        return Flags.hold((int) (i >>> 32), registers[RegisterFile.NZCV]) ? taken((i >> 44) << 1, ip) : ip + 1;
    }

    private int taken(long offset, int ip) {
        Progress p = progress;
        p.count += p.program.index(ip) + 1;
        if (offset == 0 && p.count + p.program.instructions <= p.limit) {
            return AGAIN;
        }
        registers[RegisterFile.PC] = registers[RegisterFile.BLOCK_PC] + offset;
        return LEFT;
    }

    private int leave(Op op, long a, long i, int ip) {
        if (op == Op.BRANCH_TO) {
            registers[RegisterFile.PC] = a >>> 55 == 0 ? a : calls.branchTarget(a);
        } else if (op == Op.BRANCH_EXCHANGE) {
            exchange(a);
        } else {
            calls.leave(op, a, i, ip);
        }
        progress.count += progress.program.index(ip) + 1;
        return LEFT;
    }

    private void exchange(long target) {
        long t32 = target & 1;
        if (t32 != registers[RegisterFile.T]) {
            registers[RegisterFile.T] = t32;
            progress.attention = true;
        }
        registers[RegisterFile.PC] = target & ~1L;
    }

    private long rest(int w, long i, int ip) {
        Op op = progress.program.ops[ip];
        long a = registers[(w >>> 16) & 0xff];
        long b = registers[w >>> 24];
        return switch (w & CODES) {
            case Code.ARITHMETIC -> Arithmetic.evaluate(op, a, b, i);
            case Code.FLAGS -> Flags.evaluate(op, registers, w, i);
            default -> calls.call(op, w, i, ip);
        };
    }

    /** The program at the PC, if it may run without a look around. */
    private @Nullable Program successor() {
        Progress p = progress;
        Program next = p.attention ? null : jumps.find(registers[RegisterFile.PC]);
        if (next == null || p.count + next.instructions > p.limit) {
            return null;
        }
        registers[RegisterFile.BLOCK_PC] = registers[RegisterFile.PC];
        p.program = next;
        return next;
    }
}
