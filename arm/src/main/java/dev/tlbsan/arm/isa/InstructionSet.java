package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.pe.InstructionState;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The instructions that a set of annotated classes defines, and the decoder derived from them. Immutable. */
public final class InstructionSet {
    private static final int UNCONDITIONAL = 15;

    private final InstructionState state;
    private final List<Definition> definitions;
    private final DecodeTree tree;
    /** Of the A32 encodings without a condition; in other sets the same as the other tree. */
    private final DecodeTree unconditional;

    private static final class A64Holder {
        static final InstructionSet SET = new InstructionSet(
                InstructionState.A64, dev.tlbsan.arm.a64.Groups.classes(), dev.tlbsan.arm.a64.Groups.lookup());
    }

    private static final class A32Holder {
        static final InstructionSet SET = new InstructionSet(
                InstructionState.A32, dev.tlbsan.arm.aarch32.Groups.classes(), dev.tlbsan.arm.aarch32.Groups.lookup());
    }

    private static final class T32Holder {
        static final InstructionSet SET = new InstructionSet(
                InstructionState.T32, dev.tlbsan.arm.aarch32.Groups.classes(), dev.tlbsan.arm.aarch32.Groups.lookup());
    }

    /**
     * Collects the definitions of some classes.
     *
     * @param state which encodings of theirs
     * @param groups classes with {@link A64}, {@link A32} or {@link T32} methods
     * @param lookup may access them
     * @throws IllegalArgumentException if a definition contradicts itself, or two of the same priority match one word
     */
    InstructionSet(InstructionState state, List<Class<?>> groups, MethodHandles.Lookup lookup) {
        this.state = state;
        List<Definition> found = new ArrayList<>();
        for (Class<?> group : groups) {
            List<Definition> members = new ArrayList<>();
            for (Method method : group.getDeclaredMethods()) {
                for (Specification specification : Specification.of(method, state)) {
                    members.add(new Definition(method, specification, lookup));
                }
            }
            // Reflection gives the methods in no particular order.
            members.sort(Comparator.comparing(Definition::name).thenComparing(Definition::bits));
            found.addAll(members);
        }
        definitions = List.copyOf(found);
        rejectOverlaps();
        found.sort(Comparator.comparingInt(Definition::priority).reversed());
        if (state == InstructionState.A32) {
            tree = new DecodeTree(found.stream().filter(Definition::conditional).toList());
            unconditional =
                    new DecodeTree(found.stream().filter(d -> !d.conditional()).toList());
        } else {
            tree = new DecodeTree(found);
            unconditional = tree;
        }
    }

    /** The A64 instruction set. */
    public static InstructionSet a64() {
        return A64Holder.SET;
    }

    /** The A32 instruction set. */
    public static InstructionSet a32() {
        return A32Holder.SET;
    }

    /** The T32 instruction set. */
    public static InstructionSet t32() {
        return T32Holder.SET;
    }

    /** The instruction set of a state. */
    public static InstructionSet of(InstructionState state) {
        return switch (state) {
            case A64 -> a64();
            case A32 -> a32();
            case T32 -> t32();
        };
    }

    /** The state in which a processing element reads these instructions. */
    public InstructionState state() {
        return state;
    }

    /**
     * The size in bytes, 2 or 4, of the instruction that a word begins with.
     *
     * @param word the instruction; of T32 the first halfword is in bits 31:16
     */
    public int bytes(int word) {
        return Specification.bytes(state, word);
    }

    /** The size in bytes of the smallest instruction. */
    int smallestInstruction() {
        return state == InstructionState.T32 ? 2 : 4;
    }

    private void rejectOverlaps() {
        for (int i = 0; i < definitions.size(); i++) {
            Definition a = definitions.get(i);
            for (Definition b : definitions.subList(0, i)) {
                boolean alike = a.priority() == b.priority() && a.conditional() == b.conditional();
                if (alike && a.pattern().overlaps(b.pattern())) {
                    throw new IllegalArgumentException(a + " and " + b + " match one word with the same priority");
                }
            }
        }
    }

    /** All definitions, grouped by encoding group. */
    public List<Definition> definitions() {
        return definitions;
    }

    /**
     * The definition with a name such as {@code "clz"}, or {@code "DataProcessingOneSource.clz"} where groups share it.
     *
     * @throws IllegalArgumentException if there is none, or more than one
     */
    public Definition definition(String name) {
        List<Definition> named = definitions.stream()
                .filter(definition ->
                        definition.name().equals(name) || definition.toString().equals(name))
                .toList();
        if (named.size() != 1) {
            throw new IllegalArgumentException("not the name of one definition: " + name + " " + named);
        }
        return named.getFirst();
    }

    /** The definition whose pattern the word has, or null. The word may be UNDEFINED all the same; see {@link #decode}. */
    public @Nullable Definition find(int word) {
        return (word >>> 28 == UNCONDITIONAL ? unconditional : tree).find(word);
    }

    /** The instruction that a word encodes, or null if it is UNDEFINED. */
    public @Nullable Instruction decode(int word) {
        Definition definition = find(word);
        if (definition == null) {
            return null;
        }
        Semantics semantics = Specification.newBlock(state);
        semantics.begin(0);
        definition.build(word, semantics);
        return semantics.isUndefined() ? null : new Instruction(definition, word);
    }

    /** Builds the micro-operations of a word; those of an UNDEFINED one raise that exception. */
    public void build(int word, Semantics semantics) {
        Definition definition = find(word);
        if (definition == null) {
            Specification.begin(state, word, semantics);
            semantics.undefined();
        } else {
            definition.build(word, semantics);
        }
    }
}
