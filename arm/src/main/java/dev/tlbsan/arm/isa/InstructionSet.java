package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.a64.Groups;
import dev.tlbsan.arm.ir.Semantics;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The instructions that a set of annotated classes defines, and the decoder derived from them. Immutable. */
public final class InstructionSet {
    private final List<Definition> definitions;
    private final DecodeTree tree;

    private static final class Holder {
        static final InstructionSet A64 = new InstructionSet(Groups.classes(), Groups.lookup());
    }

    /**
     * Collects the definitions of some classes.
     *
     * @param groups classes with {@link A64} methods
     * @param lookup may access them
     * @throws IllegalArgumentException if a definition contradicts itself, or two of the same priority match one word
     */
    InstructionSet(List<Class<?>> groups, MethodHandles.Lookup lookup) {
        List<Definition> found = new ArrayList<>();
        for (Class<?> group : groups) {
            List<Definition> members = new ArrayList<>();
            for (Method method : group.getDeclaredMethods()) {
                A64 annotation = method.getAnnotation(A64.class);
                if (annotation != null) {
                    members.add(new Definition(method, annotation, lookup));
                }
            }
            // Reflection gives the methods in no particular order.
            members.sort(Comparator.comparing(Definition::name).thenComparing(Definition::bits));
            found.addAll(members);
        }
        definitions = List.copyOf(found);
        rejectOverlaps();
        found.sort(Comparator.comparingInt(Definition::priority).reversed());
        tree = new DecodeTree(found);
    }

    /** The A64 instruction set. */
    public static InstructionSet a64() {
        return Holder.A64;
    }

    private void rejectOverlaps() {
        for (int i = 0; i < definitions.size(); i++) {
            Definition a = definitions.get(i);
            for (Definition b : definitions.subList(0, i)) {
                if (a.priority() == b.priority() && a.pattern().overlaps(b.pattern())) {
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
        return tree.find(word);
    }

    /** The instruction that a word encodes, or null if it is UNDEFINED. */
    public @Nullable Instruction decode(int word) {
        Definition definition = tree.find(word);
        if (definition == null) {
            return null;
        }
        var semantics = new Semantics();
        semantics.begin(0);
        definition.build(word, semantics);
        return semantics.isUndefined() ? null : new Instruction(definition, word);
    }

    /** Builds the micro-operations of a word; those of an UNDEFINED one raise that exception. */
    public void build(int word, Semantics semantics) {
        Definition definition = tree.find(word);
        if (definition == null) {
            semantics.undefined();
        } else {
            definition.build(word, semantics);
        }
    }
}
