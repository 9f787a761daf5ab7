package dev.tlbsan.arm.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends the micro-operations of one instruction after the other. Within an instruction every read sees the state
 * before it: register writes are held back to its end, after the last micro-operation that may fault, so an instruction
 * that faults has changed no register.
 *
 * <p>A value is a slot, or {@link #CONSTANT} plus the index of a constant that no slot holds yet.
 */
abstract class Emitter {
    private static final int CONSTANT = RegisterFile.SIZE;
    private static final int ALWAYS = 14;

    private final MicroCode code = new MicroCode();
    private final List<Long> constants = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final int[] producers = new int[RegisterFile.SIZE];
    private @Nullable Exit exit;
    private int index = -1;
    private int offset;
    private int position;
    private int start;
    private int nextTemporary;
    private boolean undefined;
    private int condition = ALWAYS;
    private boolean stackChecked;
    private @Nullable Transfer transfer;

    private record Write(int slot, int value, boolean wide) {}

    /** How the instruction leaves the block, and the micro-operation that does. */
    private record Exit(Op op, int d, int a, long immediate) {
        boolean reads(int slot) {
            return op.readsA() && a == slot;
        }
    }

    /** Begins the next instruction of the block, at the given distance in bytes from the block's start. */
    public void begin(int byteOffset) {
        index++;
        offset = byteOffset;
        position = MicroCode.position(index, byteOffset);
        start = code.size();
        nextTemporary = RegisterFile.FIRST_TEMPORARY;
        undefined = false;
        condition = ALWAYS;
        transfer = null;
        exit = null;
        constants.clear();
        writes.clear();
        Arrays.fill(producers, -1);
    }

    /**
     * The instruction being built has an effect only if the A64 condition code (0 to 15) holds; to be said before
     * anything else. It then does not end the block.
     */
    final void predicate(int conditionCode) {
        code.truncate(start);
        condition = conditionCode;
        skipUnlessHolds();
    }

    private void skipUnlessHolds() {
        if (condition < ALWAYS) {
            code.append(Op.SKIP_UNLESS, 0, condition, position);
        }
    }

    /** Ends the instruction: performs its register writes, then its branch. */
    public final void end() {
        if (undefined) {
            code.truncate(start);
            skipUnlessHolds();
            code.append(Op.EXCEPTION, 0, ExceptionCause.UNDEFINED.encode(0), position);
            return;
        }
        rescueOverwrittenOperands();
        for (Write write : writes) {
            performWrite(write);
        }
        Exit last = exit;
        if (last != null) {
            leave(last);
        }
    }

    /** An instruction that does nothing but branch if its condition holds is one micro-operation. */
    private void leave(Exit last) {
        if (last.op == Op.BRANCH && condition < ALWAYS && code.size() == start + 1) {
            code.truncate(start);
            code.append(Op.BRANCH_COND, MicroCode.slots(condition, 0, 0), last.immediate, position);
        } else {
            code.append(last.op, MicroCode.slots(last.d, last.a, 0), last.immediate, position);
        }
    }

    /** The instruction is UNDEFINED: whatever it built is dropped. */
    public final void undefined() {
        undefined = true;
    }

    /** Whether the instruction being built is UNDEFINED. */
    public final boolean isUndefined() {
        return undefined;
    }

    /** States what the instruction moves between memory and a register, for the syndrome of a fault it takes. */
    public final void transfer(Transfer moved) {
        transfer = moved;
    }

    /** What the instruction built last moves, if it is a load or store of one register that states it. */
    public final @Nullable Transfer transfer() {
        return transfer;
    }

    /** The micro-operations built so far. */
    public final MicroCode code() {
        return code;
    }

    /** Whether the instruction ended the block. */
    public final boolean endsBlock() {
        int last = code.size() - 1;
        return last >= start && condition >= ALWAYS && code.op(last).endsBlock();
    }

    /** How many instructions were begun. */
    public final int instructions() {
        return index + 1;
    }

    /** The distance from the block's start of an address given relative to this instruction, in bytes. */
    public final long fromBlock(long distance) {
        return offset + distance;
    }

    /** A value known now. */
    public final int constant(long value) {
        if (value == 0) {
            return RegisterFile.ZERO;
        }
        constants.add(value);
        return CONSTANT + constants.size() - 1;
    }

    final boolean isConstant(int value) {
        return value >= CONSTANT || value == RegisterFile.ZERO;
    }

    final long constantOf(int value) {
        return value == RegisterFile.ZERO ? 0 : constants.get(value - CONSTANT);
    }

    /** Appends a micro-operation whose result is a new temporary, if it has one. */
    final int emit(Op op, int a, int b, long immediate) {
        int slotA = op.readsA() ? slotOf(a) : 0;
        int slotB = op.readsB() ? slotOf(b) : 0;
        int d = op.writes() ? newTemporary() : 0;
        if (op.writes()) {
            producers[d] = code.size();
        }
        code.append(op, MicroCode.slots(d, slotA, slotB), immediate, position);
        return d;
    }

    /** A slot that holds the value. */
    final int slotOf(int value) {
        return value < CONSTANT ? value : emit(Op.CONST, 0, 0, constantOf(value));
    }

    /** Writes a register at the end of the instruction. A narrow value is zero-extended from 32 bits. */
    final void write(int slot, int value, boolean wide) {
        int source = slotOf(value);
        writes.add(new Write(slot, source, wide || (value >= CONSTANT && constantOf(value) >>> 32 == 0)));
    }

    /** Leaves the block at the end of the instruction. */
    final void exit(Op op, int d, int a, long immediate) {
        exit = new Exit(op, d, op.readsA() ? slotOf(a) : 0, immediate);
    }

    /**
     * Whether the block must check the stack pointer's alignment, since it has not, or not since the stack pointer changed
     * by anything but a multiple of 16. The caller then does.
     */
    final boolean claimStackCheck() {
        boolean needed = !stackChecked;
        stackChecked = true;
        return needed;
    }

    private boolean keepsStackAlignment(int producer) {
        return producer >= 0
                && code.op(producer) == Op.ADD_IMM
                && code.a(producer) == RegisterFile.SP
                && code.immediate(producer) % 16 == 0;
    }

    private int newTemporary() {
        if (nextTemporary == RegisterFile.SIZE) {
            throw new IllegalStateException("an instruction needs more than "
                    + (RegisterFile.SIZE - RegisterFile.FIRST_TEMPORARY) + " temporaries");
        }
        return nextTemporary++;
    }

    private void rescueOverwrittenOperands() {
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            if (isOverwrittenBefore(write.value, i)) {
                writes.set(i, new Write(write.slot, emit(Op.MOVE, write.value, 0, 0), write.wide));
            }
        }
        Exit last = exit;
        if (last != null && last.op.readsA() && isOverwrittenBefore(last.a, writes.size())) {
            exit = new Exit(last.op, last.d, emit(Op.MOVE, last.a, 0, 0), last.immediate);
        }
    }

    private boolean isOverwrittenBefore(int slot, int end) {
        for (int i = 0; i < end; i++) {
            if (writes.get(i).slot == slot) {
                return true;
            }
        }
        return false;
    }

    private void performWrite(Write write) {
        int producer = producers[write.value];
        boolean narrow = !write.wide;
        if (write.slot == RegisterFile.SP) {
            stackChecked &= keepsStackAlignment(producer);
        }
        if (producer >= 0 && (!narrow || isNarrow(producer)) && canRetarget(producer, write)) {
            retarget(producer, write);
        } else {
            code.append(narrow ? Op.MOVEW : Op.MOVE, MicroCode.slots(write.slot, write.value, 0), 0, position);
        }
    }

    private boolean isNarrow(int n) {
        return code.op(n).zeroesUpperHalf() || (code.op(n) == Op.UBFX && code.immediate(n) >>> 8 <= 32);
    }

    /** Makes the producer write the register itself, from which later micro-operations then read the value. */
    private void retarget(int producer, Write write) {
        int word = code.word(producer) & ~0xff00;
        code.replaceWord(producer, word | write.slot << 8);
        for (int n = producer + 1; n < code.size(); n++) {
            Op op = code.op(n);
            int a = op.readsA() && code.a(n) == write.value ? write.slot : code.a(n);
            int b = op.readsB() && code.b(n) == write.value ? write.slot : code.b(n);
            code.replaceWord(n, op.ordinal() | MicroCode.slots(code.d(n), a, b));
        }
    }

    /** Whether the producer may write the register itself: nothing later faults, or uses the register's old value. */
    private boolean canRetarget(int producer, Write write) {
        for (int n = producer + 1; n < code.size(); n++) {
            Op op = code.op(n);
            if (op.kind() != Op.Kind.PURE || reads(n, write.slot) || writesSlot(n, write.slot)) {
                return false;
            }
            if (op.readsImmediateSlot() && (code.immediate(n) & 0xff) == write.value) {
                return false;
            }
        }
        long uses = writes.stream().filter(w -> w.value == write.value).count();
        return uses == 1 && (exit == null || !exit.reads(write.value));
    }

    private boolean writesSlot(int n, int slot) {
        return code.op(n).writes() && code.d(n) == slot;
    }

    private boolean reads(int n, int slot) {
        Op op = code.op(n);
        return (op.readsA() && code.a(n) == slot)
                || (op.readsB() && code.b(n) == slot)
                || (op.readsImmediateSlot() && (code.immediate(n) & 0xff) == slot);
    }
}
