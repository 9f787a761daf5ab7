package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An assembly statement taken apart, for the {@link Aliases} and {@link Aarch32Aliases}.
 *
 * @param mnemonic in lower case
 * @param operands the texts between commas that are not in brackets or braces
 * @param symbols the values of names
 * @param va the statement's virtual address
 */
record Statement(String mnemonic, List<String> operands, Map<String, Long> symbols, long va) {
    private static final Pattern COMMA = Pattern.compile(",\\s*(?![^\\[]*])(?![^{]*})");

    static Statement of(String text, Map<String, Long> symbols, long va) {
        String[] parts = text.split("\\s+", 2);
        List<String> operands = parts.length < 2 ? List.of() : List.of(COMMA.split(parts[1], -1));
        return new Statement(parts[0].toLowerCase(Locale.ROOT), operands, symbols, va);
    }

    /** The same operands after another mnemonic. */
    Statement withMnemonic(String other) {
        return new Statement(other, operands, symbols, va);
    }

    /** The whole statement. */
    String whole() {
        return operands.isEmpty() ? mnemonic : mnemonic + " " + String.join(", ", operands);
    }

    /** The text of an operand. */
    String text(int index) {
        return index < operands.size() ? operands.get(index).strip() : "";
    }

    /** The operands from one on, with a comma before each. */
    String from(int index) {
        var text = new StringBuilder();
        for (int i = index; i < operands.size(); i++) {
            text.append(", ").append(text(i));
        }
        return text.toString();
    }

    boolean isWide() {
        return !text(0).toLowerCase(Locale.ROOT).startsWith("w");
    }

    /** The width in bits of the first register. */
    int width() {
        return isWide() ? 64 : 32;
    }

    /** The zero register as wide as the first register. */
    String zero() {
        return isWide() ? "xzr" : "wzr";
    }

    /** Whether an operand is a number. */
    boolean isNumber(int index) {
        String text = text(index);
        var source = new Source(text, symbols, va);
        return RegisterOperand.number(text, false) < 0 && source.number().isPresent() && source.atEnd();
    }

    /** The value of an operand that is a number, else zero. */
    long number(int index) {
        return new Source(text(index), symbols, va).number().orElse(0);
    }

    /** The W register of a number as an X register, if the first operand is one. */
    String widened(int index) {
        String text = text(index).toLowerCase(Locale.ROOT);
        return isWide() && text.startsWith("w") ? "x" + text.substring(1) : text;
    }
}
