package dev.tlbsan.arm.isa;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** One reading of a program: the first finds labels, some may find how long instructions are, and the last encodes. */
final class AssemblyPass {
    /** What a reading is for. */
    enum Purpose {
        LABELS,
        SIZES,
        WORDS
    }

    private final Purpose purpose;
    private final InstructionSet instructions;
    private final InstructionEncoder encoder;
    private final int unit;
    private final Map<String, Long> symbols;
    private final long start;
    private final List<Integer> sizes;
    private final Set<String> defined = new HashSet<>();
    private int[] units = new int[16];
    private int size;
    private int line;
    private int instruction;

    /**
     * Prepares a reading.
     *
     * @param instructions what is assembled
     * @param symbols what names stand for, to be completed
     * @param start the virtual address of the program
     * @param sizes of instructions in bytes as known, to be completed
     */
    AssemblyPass(
            Purpose purpose, InstructionSet instructions, Map<String, Long> symbols, long start, List<Integer> sizes) {
        this.purpose = purpose;
        this.instructions = instructions;
        this.encoder = InstructionEncoder.of(instructions);
        this.unit = instructions.smallestInstruction();
        this.symbols = symbols;
        this.start = start;
        this.sizes = sizes;
    }

    /** The program in units of the smallest instruction. */
    int[] run(String program) {
        for (String text : program.split("\n", -1)) {
            line++;
            for (String statement : text.replaceFirst("//.*", "").split(";", -1)) {
                statement(statement.strip());
            }
        }
        return Arrays.copyOf(units, size);
    }

    private void statement(String statement) {
        String rest = statement;
        for (int colon = labelEnd(rest); colon > 0; colon = labelEnd(rest)) {
            define(rest.substring(0, colon), here());
            rest = rest.substring(colon + 1).strip();
        }
        if (rest.startsWith(".")) {
            directive(rest);
        } else if (!rest.isEmpty()) {
            instruction(rest);
        }
    }

    private static int labelEnd(String statement) {
        int colon = statement.indexOf(':');
        return colon > 0 && statement.substring(0, colon).matches("[A-Za-z_.$][A-Za-z0-9_.$]*") ? colon : -1;
    }

    private void define(String name, long value) {
        if (!defined.add(name)) {
            throw new AssemblyException(line, "defined twice: " + name);
        }
        symbols.put(name, value);
    }

    private void directive(String directive) {
        String[] parts = directive.split("\\s+", 2);
        String[] operands = parts.length < 2 ? new String[0] : parts[1].split(",", -1);
        switch (parts[0]) {
            case ".word", ".inst" -> numbers(operands, 4);
            case ".quad" -> numbers(operands, 8);
            case ".hword", ".short", ".inst.n" -> halfwords(directive, operands);
            case ".inst.w" -> longInstructions(operands);
            case ".balign" -> align(directive, operands);
            case ".equ" -> equ(directive, operands);
            default -> throw new AssemblyException(line, "unknown directive: " + directive);
        }
    }

    private void numbers(String[] operands, int bytesEach) {
        for (String operand : operands) {
            long value = purpose == Purpose.WORDS ? number(operand) : 0;
            for (int bytes = 0; bytes < bytesEach; bytes += unit) {
                append((int) (value >>> (8 * bytes)));
            }
        }
    }

    private void halfwords(String directive, String[] operands) {
        if (unit != 2) {
            throw new AssemblyException(line, "halfwords are for T32: " + directive);
        }
        numbers(operands, 2);
    }

    private void longInstructions(String[] operands) {
        for (String operand : operands) {
            word((int) (purpose == Purpose.WORDS ? number(operand) : 0), 4);
        }
    }

    private void align(String directive, String[] operands) {
        long alignment = operands.length == 1 ? number(operands[0]) : 0;
        if (alignment <= 0 || (alignment & (alignment - 1)) != 0) {
            throw new AssemblyException(line, "a power of two expected: " + directive);
        }
        while ((here() & (alignment - 1)) != 0) {
            append(0);
        }
    }

    private void equ(String directive, String[] operands) {
        if (operands.length != 2) {
            throw new AssemblyException(line, "a name and a number expected: " + directive);
        }
        define(operands[0].strip(), number(operands[1]));
    }

    private long number(String text) {
        var source = new Source(text, symbols, here());
        OptionalLong number = source.number();
        if (number.isEmpty() || !source.atEnd()) {
            throw new AssemblyException(line, "not a number: " + text.strip());
        }
        return number.getAsLong();
    }

    private void instruction(String statement) {
        if (purpose == Purpose.LABELS) {
            sizes.add(unit);
        }
        int bytes = sizes.get(instruction);
        OptionalInt word = purpose == Purpose.LABELS ? OptionalInt.empty() : encode(statement, bytes);
        if (word.isPresent()) {
            bytes = Math.max(bytes, instructions.bytes(word.getAsInt()));
            sizes.set(instruction, bytes);
        }
        word(word.orElse(0), bytes);
        instruction++;
    }

    private OptionalInt encode(String statement, int bytes) {
        var source = new Source(statement, symbols, here());
        OptionalInt word = encoder.encode(source, bytes);
        if (word.isEmpty() && purpose == Purpose.WORDS) {
            String from = source.atEnd() ? "" : ", from " + source.unread();
            throw new AssemblyException(line, "cannot assemble " + statement + from);
        }
        return word;
    }

    /** Appends an instruction; a short one is in the word's upper half, and so is the first half of a long one of T32. */
    private void word(int word, int bytes) {
        if (unit == 4) {
            append(word);
            return;
        }
        append(word >>> 16);
        if (bytes > unit) {
            append(word);
        }
    }

    private long here() {
        return start + (long) size * unit;
    }

    private void append(int value) {
        if (size == units.length) {
            units = Arrays.copyOf(units, size * 2);
        }
        units[size++] = unit == 4 ? value : value & 0xffff;
    }
}
