package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.pe.InstructionState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The assembly syntax of a definition: literal text and operands in braces. An operand is a list of fields separated by
 * commas, a colon, and either a kind of {@link OperandKinds} or {@link Aarch32OperandKinds} (with {@code *N} for a scale) or
 * texts separated by bars, one for each value. A field is a letter, or some of its bits: {@code m<8:4>}. The width
 * qualifiers {@code .n} and {@code .w} of T32 are printed, but not read: that is the assembler's business.
 */
final class AssemblySyntax {
    private static final Pattern OPERAND = Pattern.compile("\\{((?:[^:{}<]|<\\d+:\\d+>)+):([^}]*)}");
    private static final Pattern FIELD = Pattern.compile("([A-Za-z])(?:<(\\d+):(\\d+)>)?");
    private static final Pattern QUALIFIER = Pattern.compile("\\.[nw](?= |$)");
    private static final Pattern KIND = Pattern.compile("([a-z0-9]+)(?:\\*(\\d+))?");

    private final List<Part> parts;

    /** A piece of literal text, as it is printed and as it is read, followed by an operand; only the last piece has none. */
    private record Part(
            String literal, String read, @Nullable Operand operand) {
        static Part of(String literal, InstructionState state, @Nullable Operand operand) {
            boolean mayBeQualified = state == InstructionState.T32;
            return new Part(literal, mayBeQualified ? QUALIFIER.matcher(literal).replaceFirst("") : literal, operand);
        }
    }

    private AssemblySyntax(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a syntax.
     *
     * @throws IllegalArgumentException if it is malformed or names unknown fields or kinds
     */
    static AssemblySyntax parse(String syntax, InstructionState state, List<Field> fields) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = OPERAND.matcher(syntax);
        int end = 0;
        while (matcher.find()) {
            parts.add(Part.of(syntax.substring(end, matcher.start()), state, operand(matcher, state, fields)));
            end = matcher.end();
        }
        String rest = syntax.substring(end);
        if (rest.contains("{")) {
            throw new IllegalArgumentException("malformed operand: " + rest);
        }
        parts.add(Part.of(rest, state, null));
        return new AssemblySyntax(parts);
    }

    private static Operand operand(Matcher matcher, InstructionState state, List<Field> fields) {
        List<Slot> slots = new ArrayList<>();
        for (String name : matcher.group(1).split(",", -1)) {
            slots.add(slot(name, fields));
        }
        String kind = matcher.group(2);
        if (kind.contains("|")) {
            return new NamedOperand(new OperandSpec(slots, 1, fields), Arrays.asList(kind.split("\\|", -1)));
        }
        Matcher scaled = KIND.matcher(kind);
        if (!scaled.matches()) {
            throw new IllegalArgumentException("malformed operand kind: " + kind);
        }
        int scale = scaled.group(2) == null ? 1 : Integer.parseInt(scaled.group(2));
        var spec = new OperandSpec(slots, scale, fields);
        return state == InstructionState.A64
                ? OperandKinds.operand(scaled.group(1), spec)
                : Aarch32OperandKinds.operand(scaled.group(1), spec);
    }

    private static Slot slot(String name, List<Field> fields) {
        Matcher matcher = FIELD.matcher(name);
        if (matcher.matches()) {
            for (Field field : fields) {
                if (field.letter() == name.charAt(0)) {
                    return matcher.group(2) == null
                            ? Slot.of(field)
                            : Slot.of(field, Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
                }
            }
        }
        throw new IllegalArgumentException("an operand names no field: " + name);
    }

    /** The text of an instruction word at a virtual address. */
    String print(int word, long va) {
        var out = new StringBuilder();
        for (Part part : parts) {
            out.append(part.literal);
            if (part.operand != null) {
                part.operand.print(word, va, out);
            }
        }
        return out.toString();
    }

    /** Reads a whole statement; false if it has another form. */
    boolean parse(Source in, Encoding out) {
        for (Part part : parts) {
            boolean read = in.skip(part.read) && (part.operand == null || part.operand.parse(in, out));
            if (!read) {
                return false;
            }
        }
        return in.atEnd();
    }

    /** The bits that the operands show. */
    List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        for (Part part : parts) {
            if (part.operand != null) {
                slots.addAll(part.operand.slots());
            }
        }
        return slots;
    }

    /** The field of the operand after the first opening bracket: the base register of a memory access; 0 if there is none. */
    char baseField() {
        for (Part part : parts) {
            if (part.operand != null && part.literal.endsWith("[")) {
                return part.operand.slots().getFirst().letter();
            }
        }
        return 0;
    }
}
