package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.pe.InstructionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The alias mnemonics of AArch32, and the other texts that a mnemonic may stand for, the preferred first: each begins with
 * a mnemonic without the suffixes, which are for setting flags and for a condition.
 */
final class Aarch32Aliases {
    private static final Pattern SUFFIXES = Pattern.compile("s?(eq|ne|[ch]s|cc|lo|mi|pl|v[sc]|hi|ls|g[et]|l[te]|al)?");
    private static final List<String> TWO_OPERANDS = List.of(
            "adc", "add", "and", "asr", "bic", "eor", "lsl", "lsr", "mul", "orn", "orr", "ror", "rsb", "rsc", "sbc",
            "sub");
    private static final List<String> SHIFTS = List.of("lsl", "lsr", "asr", "ror", "rrx");
    private static final List<String> COMMUTATIVE = List.of("adc", "add", "and", "eor", "mul", "orr");

    private static final Map<String, Function<Alias, List<String>>> TABLE = new TreeMap<>();

    /**
     * A statement whose mnemonic is split.
     *
     * @param suffix what follows the mnemonic's first part
     * @param statement the whole
     * @param state the instruction set
     */
    private record Alias(String suffix, Statement statement, InstructionState state) {
        String text(int index) {
            return statement.text(index);
        }

        String from(int index) {
            return statement.from(index);
        }

        /** A mnemonic with this one's suffixes, and operands. */
        String as(String mnemonic, String operands) {
            return mnemonic + suffix + " " + operands;
        }

        boolean endsInNumber() {
            return !statement.operands().isEmpty() && statement.isNumber(last());
        }

        long number() {
            return statement.number(last());
        }

        int last() {
            return statement.operands().size() - 1;
        }

        /** The operands with another number in the place of the last. */
        String withNumber(long number) {
            List<String> operands = new ArrayList<>(statement.operands());
            operands.set(last(), "#" + number);
            return String.join(", ", operands);
        }
    }

    static {
        TWO_OPERANDS.forEach(mnemonic -> row(mnemonic, alias -> twoOperands(mnemonic, alias)));
        opposites();
        moves();
        unprivileged();
        stack();
        multiple();
        system();
    }

    private Aarch32Aliases() {}

    /** What a statement may stand for besides itself. */
    static List<String> expand(Statement statement, InstructionState state) {
        List<String> texts = new ArrayList<>();
        TABLE.forEach((mnemonic, row) -> {
            String whole = statement.mnemonic();
            if (whole.startsWith(mnemonic)
                    && SUFFIXES.matcher(whole.substring(mnemonic.length())).matches()) {
                texts.addAll(row.apply(new Alias(whole.substring(mnemonic.length()), statement, state)));
            }
        });
        return texts;
    }

    /** Adds a meaning to those that the mnemonic has already. */
    private static void row(String mnemonic, Function<Alias, List<String>> meanings) {
        TABLE.merge(mnemonic, meanings, (first, second) -> alias -> {
            List<String> all = new ArrayList<>(first.apply(alias));
            all.addAll(second.apply(alias));
            return all;
        });
    }

    /** The destination may stand for the first source, and the other way round. */
    private static List<String> twoOperands(String mnemonic, Alias alias) {
        List<String> texts = new ArrayList<>();
        String first = alias.text(0);
        if (alias.text(1).equalsIgnoreCase(first)) {
            texts.add(alias.as(mnemonic, first + alias.from(2)));
        }
        if (COMMUTATIVE.contains(mnemonic) && alias.last() == 2 && alias.text(2).equalsIgnoreCase(first)) {
            texts.add(alias.as(mnemonic, first + ", " + alias.text(1)));
        }
        texts.add(alias.as(mnemonic, first + ", " + first + alias.from(1)));
        return texts;
    }

    /** Instructions that do the same with a negated or inverted number, or, in T32, have a form for all numbers of 12 bits. */
    private static void opposites() {
        opposite("add", "sub", true);
        opposite("cmp", "cmn", true);
        opposite("and", "bic", false);
        opposite("adc", "sbc", false);
        opposite("orr", "orn", false);
        opposite("mov", "mvn", false);
        row("add", alias -> List.of(alias.as("addw", alias.statement.whole().substring(4))));
        row("sub", alias -> List.of(alias.as("subw", alias.statement.whole().substring(4))));
    }

    private static void opposite(String a, String b, boolean negated) {
        row(a, alias -> opposite(b, alias, negated));
        row(b, alias -> opposite(a, alias, negated));
    }

    private static List<String> opposite(String mnemonic, Alias alias, boolean negated) {
        if (!alias.endsInNumber()) {
            return List.of();
        }
        int number = (int) (negated ? -alias.number() : ~alias.number());
        String operands = alias.withNumber(number & 0xffff_ffffL);
        String twice = alias.text(0) + ", " + operands;
        return List.of(alias.as(mnemonic, operands), alias.as(mnemonic, twice));
    }

    private static void moves() {
        row(
                "mov",
                alias ->
                        alias.endsInNumber() ? List.of(alias.as("movw", alias.withNumber(alias.number()))) : List.of());
        row("mov", Aarch32Aliases::shiftedMove);
        row("neg", alias -> List.of(alias.as("rsb", alias.text(0) + ", " + alias.text(alias.last()) + ", #0")));
        row("adr", Aarch32Aliases::address);
    }

    /** A move of a shifted register is a shift. */
    private static List<String> shiftedMove(Alias alias) {
        String[] shift = alias.text(2).split(" ", 2);
        String operands = alias.text(0) + ", " + alias.text(1) + (shift.length == 1 ? "" : ", " + shift[1]);
        return SHIFTS.contains(shift[0].toLowerCase(Locale.ROOT)) ? List.of(alias.as(shift[0], operands)) : List.of();
    }

    /** In A32 the PC plus or minus a modified immediate. */
    private static List<String> address(Alias alias) {
        long distance = alias.number() - (alias.statement.va() + 8);
        return alias.state == InstructionState.A32 && alias.endsInNumber()
                ? List.of(
                        alias.as("add", alias.text(0) + ", pc, #" + distance),
                        alias.as("sub", alias.text(0) + ", pc, #" + -distance))
                : List.of();
    }

    /** In A32 these always write the base register back, moved by zero if nothing else is said. */
    private static void unprivileged() {
        for (String access : List.of("ldrt", "ldrbt", "ldrht", "ldrsbt", "ldrsht", "strt", "strbt", "strht")) {
            row(access, alias -> List.of(alias.as(access, alias.text(0) + ", " + alias.text(1) + ", #0")));
        }
    }

    /** A single register is stored and loaded like any other; the long forms of T32 are those of STMDB and LDMIA. */
    private static void stack() {
        row(
                "push",
                alias -> List.of(
                        alias.as("str", inner(alias.text(0)) + ", [sp, #-4]!"),
                        alias.as("stmdb", "sp!, " + alias.text(0))));
        row(
                "pop",
                alias -> List.of(
                        alias.as("ldr", inner(alias.text(0)) + ", [sp], #4"),
                        alias.as("ldmia", "sp!, " + alias.text(0)),
                        alias.as("ldm", "sp!, " + alias.text(0))));
    }

    private static String inner(String list) {
        return list.replaceAll("[{}]", "").strip();
    }

    /** The names by direction, and those by the kind of stack. */
    private static void multiple() {
        same("ldm", "ldmia", "ldmfd");
        same("ldmdb", "ldmea");
        same("ldmib", "ldmed");
        same("ldmda", "ldmfa");
        same("stm", "stmia", "stmea");
        same("stmdb", "stmfd");
        same("stmib", "stmfa");
        same("stmda", "stmed");
        same("rfeia", "rfe", "rfefd");
        same("rfedb", "rfeea");
        same("srsia", "srs", "srsea");
        same("srsdb", "srsfd");
    }

    private static void same(String... mnemonics) {
        for (String mnemonic : mnemonics) {
            for (String other : mnemonics) {
                if (!mnemonic.equals(other)) {
                    row(mnemonic, alias -> List.of(alias.as(other, String.join(", ", alias.statement.operands()))));
                }
            }
        }
    }

    private static void system() {
        for (String barrier : List.of("dsb", "dmb", "isb")) {
            row(barrier, alias -> List.of(alias.as(barrier, "sy")));
        }
        row("swi", alias -> List.of(alias.as("svc", alias.text(0))));
    }
}
