package dev.tlbsan.arm.isa;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Assembles what the {@link Disassembler} writes and the usual aliases. A program has one or more statements a line,
 * separated by semicolons; a comment starts with two slashes. Besides instructions there are labels ({@code name:}),
 * {@code .word} and {@code .quad} with numbers separated by commas, and {@code .equ name, number}. A number may be a sum
 * of numbers and names; {@code :lo12:name} is the offset of a label in its page.
 */
public final class Assembler {
    private final InstructionSet instructions;

    public Assembler(InstructionSet instructions) {
        this.instructions = instructions;
    }

    /**
     * Assembles one instruction as if at virtual address zero.
     *
     * @throws AssemblyException if it cannot
     */
    public int assemble(String instruction) {
        int[] words = assemble(instruction, 0);
        if (words.length != 1) {
            throw new AssemblyException(1, "one instruction expected: " + instruction);
        }
        return words[0];
    }

    /**
     * Assembles a program for a virtual address.
     *
     * @return its words, in order
     * @throws AssemblyException if it cannot
     */
    public int[] assemble(String program, long va) {
        Map<String, Long> symbols = new HashMap<>();
        new Pass(symbols, va, false).run(program);
        return new Pass(symbols, va, true).run(program);
    }

    /** The word of one instruction, if it can be assembled; the source is left at the end or where it stopped. */
    private OptionalInt encode(Source source) {
        for (Definition definition : instructions.definitions()) {
            var encoding = new Encoding(definition.base(), ~fieldBits(definition));
            source.position(0);
            if (definition.syntax().parse(source, encoding) && isCanonical(definition, encoding.word())) {
                return OptionalInt.of(encoding.word());
            }
        }
        return OptionalInt.empty();
    }

    private static int fieldBits(Definition definition) {
        return definition.fields().stream().mapToInt(Field::mask).reduce(0, (a, b) -> a | b);
    }

    private boolean isCanonical(Definition definition, int word) {
        Instruction decoded = instructions.decode(word);
        return decoded != null && decoded.definition() == definition;
    }

    /** One reading of the program; the first finds the labels, the second encodes. */
    private final class Pass {
        private final Map<String, Long> symbols;
        private final long start;
        private final boolean encoding;
        private int[] words = new int[16];
        private int size;
        private int line;

        Pass(Map<String, Long> symbols, long start, boolean encoding) {
            this.symbols = symbols;
            this.start = start;
            this.encoding = encoding;
        }

        int[] run(String program) {
            for (String text : program.split("\n", -1)) {
                line++;
                for (String statement : text.replaceFirst("//.*", "").split(";", -1)) {
                    statement(statement.strip());
                }
            }
            return Arrays.copyOf(words, size);
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
                append(encoding ? instruction(rest) : 0);
            }
        }

        private static int labelEnd(String statement) {
            int colon = statement.indexOf(':');
            return colon > 0 && statement.substring(0, colon).matches("[A-Za-z_.$][A-Za-z0-9_.$]*") ? colon : -1;
        }

        private void define(String name, long value) {
            Long old = symbols.put(name, value);
            if (old != null && (!encoding || old != value)) {
                throw new AssemblyException(line, "defined twice: " + name);
            }
        }

        private void directive(String directive) {
            String[] parts = directive.split("\\s+", 2);
            String[] operands = parts.length < 2 ? new String[0] : parts[1].split(",", -1);
            switch (parts[0]) {
                case ".word" -> numbers(operands, 1);
                case ".quad" -> numbers(operands, 2);
                case ".equ" -> equ(directive, operands);
                default -> throw new AssemblyException(line, "unknown directive: " + directive);
            }
        }

        private void numbers(String[] operands, int wordsEach) {
            for (String operand : operands) {
                long value = encoding ? number(operand) : 0;
                append((int) value);
                if (wordsEach == 2) {
                    append((int) (value >>> 32));
                }
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

        private int instruction(String statement) {
            var source = new Source(statement, symbols, here());
            OptionalInt word = encode(source);
            List<String> meanings =
                    word.isPresent() ? List.of() : Aliases.expand(Statement.of(statement, symbols, here()));
            for (String meaning : meanings) {
                if (word.isEmpty()) {
                    word = encode(new Source(meaning, symbols, here()));
                }
            }
            return word.orElseThrow(() -> new AssemblyException(
                    line, "cannot assemble " + statement + (source.atEnd() ? "" : ", from " + source.unread())));
        }

        private long here() {
            return start + size * 4L;
        }

        private void append(int word) {
            if (size == words.length) {
                words = Arrays.copyOf(words, size * 2);
            }
            words[size++] = word;
        }
    }
}
