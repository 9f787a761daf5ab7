package dev.tlbsan.arm.isa;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An assembly statement that is being read. Blanks are normalised to those that the disassembler prints. */
final class Source {
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]+|[0-9]+");
    private static final Pattern PART = Pattern.compile(":lo12:|:(?:lower|upper)16:");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_.$][A-Za-z0-9_.$]*");

    private final String text;
    private final Map<String, Long> symbols;
    private final long va;
    private int position;
    private int furthest;

    /** A statement at a virtual address. */
    Source(String statement, Map<String, Long> symbols, long va) {
        this.text = normalise(statement);
        this.symbols = symbols;
        this.va = va;
    }

    private static String normalise(String statement) {
        return statement
                .strip()
                .replaceAll("\\s+", " ")
                .replaceAll(" ?, ?", ", ")
                .replaceAll("([\\[{]) ", "$1")
                .replaceAll(" (?=[]}!^])", "");
    }

    long va() {
        return va;
    }

    /** Another statement in the place of this one. */
    Source with(String statement) {
        return new Source(statement, symbols, va);
    }

    /** The statement taken apart. */
    Statement statement() {
        return Statement.of(text, symbols, va);
    }

    int position() {
        return position;
    }

    void position(int newPosition) {
        position = newPosition;
    }

    boolean atEnd() {
        return position == text.length();
    }

    /** What could not be read: the text from the furthest position that was reached. */
    String unread() {
        return text.substring(furthest);
    }

    /** Skips the given text, whatever its case; false if something else comes. */
    boolean skip(String expected) {
        boolean found = text.regionMatches(true, position, expected, 0, expected.length());
        return found && advance(position + expected.length());
    }

    /** Whether the given text comes next. */
    boolean comes(String expected) {
        return text.regionMatches(true, position, expected, 0, expected.length());
    }

    private boolean advance(int newPosition) {
        position = newPosition;
        furthest = Math.max(furthest, position);
        return true;
    }

    /** Reads a word such as a register name in lower case; empty if none comes. */
    String word() {
        return match(WORD).toLowerCase(Locale.ROOT);
    }

    private String match(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            return "";
        }
        position = matcher.end();
        return matcher.group();
    }

    /** Marks all that was read as understood. */
    boolean accept() {
        return advance(position);
    }

    /** Reads a sum of numbers, symbols and dots (this statement's address), with an optional # in front. */
    OptionalLong number() {
        if (text.startsWith("#", position)) {
            position++;
        }
        String part = match(PART);
        long sum = 0;
        long sign = skip("-") ? -1 : 1;
        while (sign != 0) {
            OptionalLong term = term();
            if (term.isEmpty()) {
                return term;
            }
            sum += sign * term.getAsLong();
            sign = skip("+") || skip(" + ") ? 1 : skip("-") || skip(" - ") ? -1 : 0;
        }
        return OptionalLong.of(
                switch (part) {
                    case ":lo12:" -> sum & 0xfff;
                    case ":lower16:" -> sum & 0xffff;
                    case ":upper16:" -> sum >>> 16 & 0xffff;
                    default -> sum;
                });
    }

    private OptionalLong term() {
        String digits = match(NUMBER);
        if (!digits.isEmpty()) {
            return parse(digits);
        }
        String name = match(WORD);
        if (name.equals(".")) {
            return OptionalLong.of(va);
        }
        Long value = symbols.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static OptionalLong parse(String digits) {
        try {
            boolean hexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
            return OptionalLong.of(
                    hexadecimal ? Long.parseUnsignedLong(digits.substring(2), 16) : Long.parseUnsignedLong(digits));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }
}
