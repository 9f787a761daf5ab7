package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The table of alias mnemonics: each gives the texts that it may stand for, the preferred first. */
final class Aliases {
    private static final List<String> CONDITIONS =
            List.of("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le");
    private static final List<String> HINTS = List.of("nop", "yield", "wfe", "wfi", "sev", "sevl");

    private static final Map<String, Function<Statement, List<String>>> TABLE = new TreeMap<>();

    static {
        zeroRegister();
        moves();
        shifts();
        bitfields();
        multiplication();
        conditions();
        immediates();
        memory();
        system();
    }

    private Aliases() {}

    /** What a statement may stand for; empty if its mnemonic is no alias. */
    static List<String> expand(Statement statement) {
        Function<Statement, List<String>> row = TABLE.get(statement.mnemonic());
        return row == null ? List.of() : row.apply(statement);
    }

    private static void row(String mnemonic, Function<Statement, String> meaning) {
        rows(mnemonic, statement -> List.of(meaning.apply(statement)));
    }

    private static void rows(String mnemonic, Function<Statement, List<String>> meanings) {
        TABLE.put(mnemonic, meanings);
    }

    private static void zeroRegister() {
        rows("cmp", s -> List.of("subs " + s.zero() + s.from(0), "adds " + s.zero() + negated(s, 1)));
        rows("cmn", s -> List.of("adds " + s.zero() + s.from(0), "subs " + s.zero() + negated(s, 1)));
        row("tst", s -> "ands " + s.zero() + s.from(0));
        row("neg", s -> "sub " + s.text(0) + ", " + s.zero() + s.from(1));
        row("negs", s -> "subs " + s.text(0) + ", " + s.zero() + s.from(1));
        row("ngc", s -> "sbc " + s.text(0) + ", " + s.zero() + s.from(1));
        row("ngcs", s -> "sbcs " + s.text(0) + ", " + s.zero() + s.from(1));
        row("mvn", s -> "orn " + s.text(0) + ", " + s.zero() + s.from(1));
    }

    private static void moves() {
        rows("mov", s -> s.isNumber(1) ? constant(s) : register(s));
        row("rev64", s -> "rev " + s.text(0) + s.from(1));
    }

    private static List<String> register(Statement s) {
        return List.of("orr " + s.text(0) + ", " + s.zero() + s.from(1), "add " + s.text(0) + s.from(1) + ", #0");
    }

    private static List<String> constant(Statement s) {
        long value = s.isWide() ? s.number(1) : s.number(1) & 0xffff_ffffL;
        long inverse = s.isWide() ? ~value : ~value & 0xffff_ffffL;
        return List.of(
                "movz " + s.text(0) + halfword(value),
                "movn " + s.text(0) + halfword(inverse),
                "orr " + s.text(0) + ", " + s.zero() + ", #" + value);
    }

    /** A number as operands of MOVZ, if it has only one halfword that is not zero. */
    private static String halfword(long value) {
        int shift = value == 0 ? 0 : Long.numberOfTrailingZeros(value) / 16 * 16;
        return ", #" + Long.toUnsignedString(value >>> shift) + (shift == 0 ? "" : ", lsl #" + shift);
    }

    private static void shifts() {
        row("lsl", s -> s.isNumber(2) ? bits("ubfm", s, s.width() - s.number(2), s.width() - 1 - s.number(2)) : by(s));
        row("lsr", s -> s.isNumber(2) ? bits("ubfm", s, s.number(2), s.width() - 1) : by(s));
        row("asr", s -> s.isNumber(2) ? bits("sbfm", s, s.number(2), s.width() - 1) : by(s));
        row("ror", s -> s.isNumber(2) ? "extr " + s.text(0) + ", " + s.text(1) + s.from(1) : by(s));
    }

    private static String by(Statement s) {
        return s.mnemonic() + "v " + s.text(0) + s.from(1);
    }

    private static void bitfields() {
        for (String sign : List.of("u", "s")) {
            String move = sign + "bfm";
            row(sign + "bfx", s -> bits(move, s, s.number(2), s.number(2) + s.number(3) - 1));
            row(sign + "bfiz", s -> bits(move, s, s.width() - s.number(2), s.number(3) - 1));
            row(sign + "xtb", s -> bits(move, s, 0, 7));
            row(sign + "xth", s -> bits(move, s, 0, 15));
        }
        row("sxtw", s -> bits("sbfm", s, 0, 31));
        row("uxtw", s -> "orr w" + s.text(0).substring(1) + ", wzr" + s.from(1));
        row("bfi", s -> bits("bfm", s, s.width() - s.number(2), s.number(3) - 1));
        row("bfxil", s -> bits("bfm", s, s.number(2), s.number(2) + s.number(3) - 1));
    }

    private static String bits(String move, Statement s, long immr, long imms) {
        long rotation = immr == s.width() ? 0 : immr;
        return move + " " + s.text(0) + ", " + s.widened(1) + ", #" + rotation + ", #" + imms;
    }

    private static void multiplication() {
        row("mul", s -> "madd " + s.text(0) + s.from(1) + ", " + s.zero());
        row("mneg", s -> "msub " + s.text(0) + s.from(1) + ", " + s.zero());
        for (String sign : List.of("u", "s")) {
            row(sign + "mull", s -> sign + "maddl " + s.text(0) + s.from(1) + ", xzr");
            row(sign + "mnegl", s -> sign + "msubl " + s.text(0) + s.from(1) + ", xzr");
        }
    }

    private static void conditions() {
        row("cset", s -> "csinc " + s.text(0) + ", " + s.zero() + ", " + s.zero() + ", " + inverse(s.text(1)));
        row("csetm", s -> "csinv " + s.text(0) + ", " + s.zero() + ", " + s.zero() + ", " + inverse(s.text(1)));
        row("cinc", s -> "csinc " + ifNot(s));
        row("cinv", s -> "csinv " + ifNot(s));
        row("cneg", s -> "csneg " + ifNot(s));
    }

    private static String ifNot(Statement s) {
        return s.text(0) + ", " + s.text(1) + ", " + s.text(1) + ", " + inverse(s.text(2));
    }

    /** The opposite condition; AL and NV have none. */
    private static String inverse(String condition) {
        String name = condition.toLowerCase(Locale.ROOT).replace("hs", "cs").replace("lo", "cc");
        int index = CONDITIONS.indexOf(name);
        return index < 0 ? "no condition " + name : CONDITIONS.get(index ^ 1);
    }

    private static void immediates() {
        row("add", s -> "sub " + s.text(0) + ", " + s.text(1) + negated(s, 2));
        row("sub", s -> "add " + s.text(0) + ", " + s.text(1) + negated(s, 2));
        row("adds", s -> "subs " + s.text(0) + ", " + s.text(1) + negated(s, 2));
        row("subs", s -> "adds " + s.text(0) + ", " + s.text(1) + negated(s, 2));
        row("bic", s -> "and " + s.text(0) + ", " + s.text(1) + ", #" + ~s.number(2));
        row("bics", s -> "ands " + s.text(0) + ", " + s.text(1) + ", #" + ~s.number(2));
    }

    /** The operands before a number that may be negated, and the negated number. */
    private static String negated(Statement s, int index) {
        String before = index == 1 ? ", " + s.text(0) : "";
        return before + (s.isNumber(index) ? ", #" + -s.number(index) : ", not a number");
    }

    private static void memory() {
        for (String access : List.of("ldr", "ldrb", "ldrh", "ldrsb", "ldrsh", "ldrsw", "str", "strb", "strh")) {
            row(access, s -> access.substring(0, 2) + "u" + access.substring(2) + " " + s.text(0) + s.from(1));
        }
        row("prfm", s -> "prfum " + s.text(0) + s.from(1));
        row("tbz", s -> "tbz w" + s.text(0).substring(1) + s.from(1));
        row("tbnz", s -> "tbnz w" + s.text(0).substring(1) + s.from(1));
    }

    private static void system() {
        for (String hint : HINTS) {
            row(hint, s -> "hint #" + HINTS.indexOf(hint));
        }
        row("isb", s -> s.text(0).equalsIgnoreCase("sy") ? "isb #15" : "isb");
        for (String operation : List.of("ic", "dc", "at", "tlbi")) {
            row(operation, s -> "sys " + SystemNames.operands(s.mnemonic(), s.text(0)) + s.from(1));
        }
    }
}
