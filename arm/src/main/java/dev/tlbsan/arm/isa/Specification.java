package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.pe.InstructionState;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an annotation says about one encoding.
 *
 * @param state the instruction set it belongs to
 * @param variant the manual's name of the encoding, such as {@code T2}, where the method defines several; else empty
 * @param bits as {@link A64#bits}
 * @param asm as {@link A64#asm}
 * @param manual as {@link A64#manual}
 * @param shouldBe as {@link A64#shouldBe}
 * @param priority as {@link A64#priority}
 */
record Specification(
        InstructionState state, String variant, String bits, String asm, String manual, String shouldBe, int priority) {
    private static final int ALWAYS = 14;
    private static final int FIRST_WIDE = 0b11101;
    private static final int SHORT_BITS = 16;

    /** The encodings of an instruction set that a method defines. */
    static List<Specification> of(Method method, InstructionState state) {
        List<Specification> found = switch (state) {
            case A64 -> all(method, A64.class, Specification::of);
            case A32 -> all(method, A32.class, Specification::of);
            case T32 -> all(method, T32.class, Specification::of);
        };
        if (found.size() < 2) {
            return found;
        }
        return IntStream.range(0, found.size())
                .mapToObj(n -> found.get(n).named(state.name().charAt(0) + String.valueOf(n + 1)))
                .toList();
    }

    private static <A extends Annotation> List<Specification> all(
            Method method, Class<A> type, Function<A, Specification> reader) {
        return Stream.of(method.getAnnotationsByType(type)).map(reader).toList();
    }

    private static Specification of(A64 a) {
        return new Specification(InstructionState.A64, "", a.bits(), a.asm(), a.manual(), a.shouldBe(), a.priority());
    }

    private static Specification of(A32 a) {
        return new Specification(InstructionState.A32, "", a.bits(), a.asm(), a.manual(), a.shouldBe(), a.priority());
    }

    private static Specification of(T32 a) {
        return new Specification(InstructionState.T32, "", a.bits(), a.asm(), a.manual(), a.shouldBe(), a.priority());
    }

    private Specification named(String name) {
        return new Specification(state, name, bits, asm, manual, shouldBe, priority);
    }

    /** The pattern; the second halfword that a short encoding lacks is zero. */
    Pattern pattern() {
        boolean isShort = state == InstructionState.T32 && bits.replace(" ", "").length() == SHORT_BITS;
        return Pattern.parse(isShort ? bits + "0".repeat(SHORT_BITS) : bits, shouldBe);
    }

    /** The letter of the condition field, which no method sees; a blank if there is none. */
    char conditionField() {
        return state == InstructionState.A32 && bits.startsWith("cccc") ? 'c' : ' ';
    }

    /** The type of a definition's first parameter. */
    Class<? extends Semantics> semantics() {
        return state == InstructionState.A64 ? Semantics.class : Aarch32Semantics.class;
    }

    /** A block of instructions outside of everything: little-endian, and in no IT block. */
    static Semantics newBlock(InstructionState state) {
        return state == InstructionState.A64
                ? new Semantics()
                : new Aarch32Semantics(state == InstructionState.T32, false, 0);
    }

    /** The size in bytes of the instruction that a word begins with; a short one is in the word's upper half. */
    static int bytes(InstructionState state, int word) {
        return state == InstructionState.T32 && word >>> 27 < FIRST_WIDE ? 2 : 4;
    }

    /** Says what every instruction of the set says before anything else: its size and its condition. */
    static void begin(InstructionState state, int word, Semantics semantics) {
        if (semantics instanceof Aarch32Semantics s) {
            s.instruction(bytes(state, word), state == InstructionState.A32 ? word >>> 28 : ALWAYS);
        }
    }
}
