package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;

/**
 * Exception return, and the instructions that store and load a return address with an SPSR. In SRS and RFE the field a is P
 * and U: 0 decrement after, 1 increment after, 2 decrement before, 3 increment before.
 */
public final class ReturnState {
    private static final int INCREMENT = 1;
    private static final int DECREMENT_BEFORE = 2;
    private static final int WORD = 4;
    private static final int SPSR = Aarch32Operation.encode(Aarch32Operation.STATUS, 1 << 4);

    /** Not to be read where RFE is UNDEFINED: in Hyp mode and in User mode. */
    private static final int SUPERVISOR_STACK = Aarch32Operation.encode(Aarch32Operation.MODE_STACK, 0x13);

    private ReturnState() {}

    /** ERET. */
    @A32(
            bits = "cccc 00010 11 0 ............ 0110 ....",
            asm = "eret{c:cond}",
            manual = "F5.1 ERET",
            shouldBe = "0000000000001110")
    @T32(
            bits = "11110 0 1111 01 1110 10 . 0 .... 00000000",
            asm = "eret",
            manual = "F5.1 ERET",
            shouldBe = "01111",
            priority = 1)
    static void eret(Aarch32Semantics s) {
        if (!Unpredictable.when(s, Unpredictable.isEarlyInItBlock(s))) {
            s.exceptionReturn();
        }
    }

    /** SRS. */
    @A32(
            bits = "1111 100 aa 1 w 0 .... .... .... ... mmmmm",
            asm = "srs{a:da|ia|db|ib} sp{w:|!}, {m:mode}",
            manual = "F5.1 SRS, SRSDA, SRSDB, SRSIA, SRSIB",
            shouldBe = "110100000101000")
    static void srs(Aarch32Semantics s, int a, boolean w, int m) {
        storeReturnState(s, a, w, m);
    }

    /** SRSDB of T32. */
    @T32(
            bits = "11101 00 00 0 w 0 .... .. ......... mmmmm",
            asm = "srsdb sp{w:|!}, {m:mode}",
            manual = "F5.1 SRS, SRSDA, SRSDB, SRSIA, SRSIB",
            shouldBe = "110111000000000")
    static void srsdb(Aarch32Semantics s, boolean w, int m) {
        storeReturnState(s, DECREMENT_BEFORE, w, m);
    }

    /** SRSIA of T32. */
    @T32(
            bits = "11101 00 11 0 w 0 .... .. ......... mmmmm",
            asm = "srsia sp{w:|!}, {m:mode}",
            manual = "F5.1 SRS, SRSDA, SRSDB, SRSIA, SRSIB",
            shouldBe = "110111000000000")
    static void srsia(Aarch32Semantics s, boolean w, int m) {
        storeReturnState(s, INCREMENT, w, m);
    }

    private static void storeReturnState(Aarch32Semantics s, int direction, boolean writeBack, int mode) {
        int stack = Aarch32Operation.encode(Aarch32Operation.MODE_STACK, mode);
        int base = s.read(stack);
        int status = s.read(SPSR);
        int first = s.add(false, base, s.constant(lowest(direction)));
        s.checkAlignment(first, WORD, true);
        s.store(WORD, first, 0, LoadStore.inByteOrder(s, WORD, s.r(Aarch32Semantics.LR)));
        s.store(WORD, first, WORD, LoadStore.inByteOrder(s, WORD, status));
        if (writeBack) {
            s.write(stack, s.add(false, base, s.constant(change(direction))));
        }
    }

    /** RFE. */
    @A32(
            bits = "1111 100 aa 0 w 1 nnnn .... .... .... ....",
            asm = "rfe{a:da|ia|db|ib} {n:r}{w:|!}",
            manual = "F5.1 RFE, RFEDA, RFEDB, RFEIA, RFEIB",
            shouldBe = "0000101000000000")
    static void rfe(Aarch32Semantics s, int a, boolean w, int n) {
        loadReturnState(s, a, w, n);
    }

    /** RFEDB of T32. */
    @T32(
            bits = "11101 00 00 0 w 1 nnnn .. ..............",
            asm = "rfedb {n:r}{w:|!}",
            manual = "F5.1 RFE, RFEDA, RFEDB, RFEIA, RFEIB",
            shouldBe = "1100000000000000")
    static void rfedb(Aarch32Semantics s, boolean w, int n) {
        loadReturnState(s, DECREMENT_BEFORE, w, n);
    }

    /** RFEIA of T32. */
    @T32(
            bits = "11101 00 11 0 w 1 nnnn .. ..............",
            asm = "rfeia {n:r}{w:|!}",
            manual = "F5.1 RFE, RFEDA, RFEDB, RFEIA, RFEIB",
            shouldBe = "1100000000000000")
    static void rfeia(Aarch32Semantics s, boolean w, int n) {
        loadReturnState(s, INCREMENT, w, n);
    }

    private static void loadReturnState(Aarch32Semantics s, int direction, boolean writeBack, int n) {
        if (Unpredictable.when(s, n == Aarch32Semantics.PC || Unpredictable.isEarlyInItBlock(s))) {
            return;
        }
        s.read(SUPERVISOR_STACK);
        int first = LoadStore.address(s, n, lowest(direction));
        s.checkAlignment(first, WORD, false);
        int address = LoadStore.inByteOrder(s, WORD, s.load(WORD, first, 0));
        int status = LoadStore.inByteOrder(s, WORD, s.load(WORD, first, WORD));
        if (writeBack) {
            LoadStore.advance(s, n, change(direction));
        }
        s.returnTo(address, status);
    }

    /** The distance of the lower of two words from the base. */
    private static long lowest(int direction) {
        return switch (direction) {
            case 0 -> -WORD;
            case INCREMENT -> 0;
            case DECREMENT_BEFORE -> -2 * WORD;
            default -> WORD;
        };
    }

    private static long change(int direction) {
        return (direction & INCREMENT) != 0 ? 2 * WORD : -2 * WORD;
    }
}
