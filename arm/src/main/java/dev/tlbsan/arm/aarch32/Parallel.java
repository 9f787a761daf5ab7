package dev.tlbsan.arm.aarch32;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.ParallelOperation;
import dev.tlbsan.arm.ir.ParallelOperation.Kind;
import dev.tlbsan.arm.ir.ParallelOperation.Prefix;
import dev.tlbsan.arm.isa.A32;
import dev.tlbsan.arm.isa.T32;
import org.jspecify.annotations.Nullable;

/** Parallel additions and subtractions of halfwords and bytes; the field p is the prefix. */
public final class Parallel {
    private record Registers(int d, int n, int m) {}

    private Parallel() {}

    /** SADD16, QADD16, SHADD16, UADD16, UQADD16, UHADD16. */
    @A32(
            bits = "cccc 01100 ppp nnnn dddd .... 0001 mmmm",
            asm = "{p:?|s|q|sh|?|u|uq|uh}add16{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 SADD16, QADD16, SHADD16, UADD16, UQADD16, UHADD16")
    @T32(
            bits = "11111 010 1001 nnnn 1111 dddd 0 ppp mmmm",
            asm = "{p:s|q|sh|?|u|uq|uh}add16 {d:r}, {n:r}, {m:r}",
            manual = "F5.1 SADD16, QADD16, SHADD16, UADD16, UQADD16, UHADD16")
    static void add16(Aarch32Semantics s, int p, int n, int d, int m) {
        parallel(s, Kind.ADD16, p, new Registers(d, n, m));
    }

    /** SASX, QASX, SHASX, UASX, UQASX, UHASX. */
    @A32(
            bits = "cccc 01100 ppp nnnn dddd .... 0011 mmmm",
            asm = "{p:?|s|q|sh|?|u|uq|uh}asx{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 SASX, QASX, SHASX, UASX, UQASX, UHASX")
    @T32(
            bits = "11111 010 1010 nnnn 1111 dddd 0 ppp mmmm",
            asm = "{p:s|q|sh|?|u|uq|uh}asx {d:r}, {n:r}, {m:r}",
            manual = "F5.1 SASX, QASX, SHASX, UASX, UQASX, UHASX")
    static void asx(Aarch32Semantics s, int p, int n, int d, int m) {
        parallel(s, Kind.ASX, p, new Registers(d, n, m));
    }

    /** SSAX, QSAX, SHSAX, USAX, UQSAX, UHSAX. */
    @A32(
            bits = "cccc 01100 ppp nnnn dddd .... 0101 mmmm",
            asm = "{p:?|s|q|sh|?|u|uq|uh}sax{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 SSAX, QSAX, SHSAX, USAX, UQSAX, UHSAX")
    @T32(
            bits = "11111 010 1110 nnnn 1111 dddd 0 ppp mmmm",
            asm = "{p:s|q|sh|?|u|uq|uh}sax {d:r}, {n:r}, {m:r}",
            manual = "F5.1 SSAX, QSAX, SHSAX, USAX, UQSAX, UHSAX")
    static void sax(Aarch32Semantics s, int p, int n, int d, int m) {
        parallel(s, Kind.SAX, p, new Registers(d, n, m));
    }

    /** SSUB16, QSUB16, SHSUB16, USUB16, UQSUB16, UHSUB16. */
    @A32(
            bits = "cccc 01100 ppp nnnn dddd .... 0111 mmmm",
            asm = "{p:?|s|q|sh|?|u|uq|uh}sub16{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 SSUB16, QSUB16, SHSUB16, USUB16, UQSUB16, UHSUB16")
    @T32(
            bits = "11111 010 1101 nnnn 1111 dddd 0 ppp mmmm",
            asm = "{p:s|q|sh|?|u|uq|uh}sub16 {d:r}, {n:r}, {m:r}",
            manual = "F5.1 SSUB16, QSUB16, SHSUB16, USUB16, UQSUB16, UHSUB16")
    static void sub16(Aarch32Semantics s, int p, int n, int d, int m) {
        parallel(s, Kind.SUB16, p, new Registers(d, n, m));
    }

    /** SADD8, QADD8, SHADD8, UADD8, UQADD8, UHADD8. */
    @A32(
            bits = "cccc 01100 ppp nnnn dddd .... 1001 mmmm",
            asm = "{p:?|s|q|sh|?|u|uq|uh}add8{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 SADD8, QADD8, SHADD8, UADD8, UQADD8, UHADD8")
    @T32(
            bits = "11111 010 1000 nnnn 1111 dddd 0 ppp mmmm",
            asm = "{p:s|q|sh|?|u|uq|uh}add8 {d:r}, {n:r}, {m:r}",
            manual = "F5.1 SADD8, QADD8, SHADD8, UADD8, UQADD8, UHADD8")
    static void add8(Aarch32Semantics s, int p, int n, int d, int m) {
        parallel(s, Kind.ADD8, p, new Registers(d, n, m));
    }

    /** SSUB8, QSUB8, SHSUB8, USUB8, UQSUB8, UHSUB8. */
    @A32(
            bits = "cccc 01100 ppp nnnn dddd .... 1111 mmmm",
            asm = "{p:?|s|q|sh|?|u|uq|uh}sub8{c:cond} {d:r}, {n:r}, {m:r}",
            shouldBe = "1111",
            manual = "F5.1 SSUB8, QSUB8, SHSUB8, USUB8, UQSUB8, UHSUB8")
    @T32(
            bits = "11111 010 1100 nnnn 1111 dddd 0 ppp mmmm",
            asm = "{p:s|q|sh|?|u|uq|uh}sub8 {d:r}, {n:r}, {m:r}",
            manual = "F5.1 SSUB8, QSUB8, SHSUB8, USUB8, UQSUB8, UHSUB8")
    static void sub8(Aarch32Semantics s, int p, int n, int d, int m) {
        parallel(s, Kind.SUB8, p, new Registers(d, n, m));
    }

    /** The prefix that a field names, or null if it names none. */
    private static @Nullable Prefix prefix(Aarch32Semantics s, int p) {
        return switch (s.t32() ? p + 1 : p) {
            case 1 -> Prefix.S;
            case 2 -> Prefix.Q;
            case 3 -> Prefix.SH;
            case 5 -> Prefix.U;
            case 6 -> Prefix.UQ;
            case 7 -> Prefix.UH;
            default -> null;
        };
    }

    private static void parallel(Aarch32Semantics s, Kind kind, int p, Registers registers) {
        Prefix prefix = prefix(s, p);
        if (prefix == null) {
            s.undefined();
            return;
        }
        if (Unpredictable.registers(s, registers.d, registers.n, registers.m)) {
            return;
        }
        int result = s.parallel(new ParallelOperation(prefix, kind), s.r(registers.n), s.r(registers.m));
        if (prefix == Prefix.S || prefix == Prefix.U) {
            s.ge(s.field(result, 32, 4));
        }
        s.r(registers.d, result);
    }
}
