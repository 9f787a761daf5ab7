package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.pe.InstructionState;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One instruction of an {@link InstructionSet}: its encoding, its assembly syntax and what it does. */
public final class Definition {
    private static final int UNCONDITIONAL = 15;

    private final Method method;
    private final Specification specification;
    private final Pattern pattern;
    private final boolean conditional;
    private final MethodHandles.Lookup lookup;
    private @Nullable AssemblySyntax syntax;
    private @Nullable MethodHandle builder;

    /**
     * Reads an annotated method.
     *
     * @throws IllegalArgumentException if annotation and method disagree
     */
    Definition(Method method, Specification specification, MethodHandles.Lookup lookup) {
        this.method = method;
        this.specification = specification;
        this.lookup = lookup;
        this.conditional = specification.conditionField() != ' ';
        try {
            this.pattern = specification.pattern();
            Binding.check(method, specification.semantics(), boundFields());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(this + ": " + e.getMessage(), e);
        }
    }

    /** The name of the defining method, with that of the encoding if it has several; unique within its {@link #group}. */
    public String name() {
        return specification.variant().isEmpty() ? method.getName() : method.getName() + "." + specification.variant();
    }

    /** The encoding group: the simple name of the defining class. */
    public String group() {
        return method.getDeclaringClass().getSimpleName();
    }

    /** The section of the manual. */
    public String manual() {
        return specification.manual();
    }

    /** The pattern as written, for tables and messages. */
    public String bits() {
        return specification.bits();
    }

    /** The assembly syntax as written, for tables and messages. */
    public String asm() {
        return specification.asm();
    }

    /** The instruction set it belongs to. */
    public InstructionState state() {
        return specification.state();
    }

    /** The size of the instruction: 2 or 4 bytes. */
    public int bytes() {
        return Specification.bytes(state(), pattern.value());
    }

    /** The fields of the encoding, in the order of their first bits. */
    public List<Field> fields() {
        return pattern.fields();
    }

    /**
     * The field with a letter.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Field field(char letter) {
        for (Field field : pattern.fields()) {
            if (field.letter() == letter) {
                return field;
            }
        }
        throw new IllegalArgumentException(this + " has no field " + letter);
    }

    /** The field of the base register of a memory access: that of the operand after the bracket; null if there is none. */
    public @Nullable Field baseField() {
        char letter = syntax().baseField();
        return letter == 0 ? null : field(letter);
    }

    /** The bits of the word that the decoder ignores. */
    public int ignoredBits() {
        return pattern.ignored();
    }

    /** The word with all fields zero and the ignored bits as they should be. */
    public int base() {
        return pattern.base();
    }

    /** Whether the word has this pattern. It may still be UNDEFINED, or another definition of higher priority. */
    public boolean matches(int word) {
        return pattern.matches(word) && !(conditional && word >>> 28 == UNCONDITIONAL);
    }

    /** Builds the micro-operations of a word that {@linkplain #matches matches}. */
    public void build(int word, Semantics semantics) {
        Specification.begin(state(), word, semantics);
        MethodHandle handle = builder;
        if (handle == null) {
            handle = Binding.bind(lookup, method, boundFields());
            builder = handle;
        }
        try {
            handle.invokeExact(semantics, word);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(this + " throws a checked exception", e);
        }
    }

    /** The fields that the method is told. */
    private List<Field> boundFields() {
        return pattern.fields().stream()
                .filter(field -> field.letter() != specification.conditionField())
                .toList();
    }

    Pattern pattern() {
        return pattern;
    }

    /** Whether the encoding has a condition field, which then is not 1111. */
    boolean conditional() {
        return conditional;
    }

    /**
     * The assembly syntax. Engines do without it, so it is read when it is first asked for.
     *
     * @throws IllegalArgumentException if it is malformed, or does not show all bits of all fields
     */
    AssemblySyntax syntax() {
        AssemblySyntax result = syntax;
        if (result == null) {
            try {
                result = AssemblySyntax.parse(specification.asm(), state(), pattern.fields());
                rejectHiddenFields(result);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(this + ": " + e.getMessage(), e);
            }
            syntax = result;
        }
        return result;
    }

    private void rejectHiddenFields(AssemblySyntax shownBy) {
        int shown = 0;
        for (Slot slot : shownBy.slots()) {
            shown |= slot.mask();
        }
        for (Field field : pattern.fields()) {
            if ((field.mask() & ~shown) != 0) {
                throw new IllegalArgumentException("the syntax does not show all of field " + field.letter());
            }
        }
    }

    int priority() {
        return specification.priority();
    }

    @Override
    public String toString() {
        return group() + "." + name();
    }
}
