package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.pe.InstructionState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Assembles T32 statements: the shortest encoding, unless the mnemonic ends in {@code .n} or {@code .w}. In an IT block
 * mnemonics have the condition that IT says, and the short data-processing encodings are those that set no flags.
 */
final class T32Encoder implements InstructionEncoder {
    private static final int SHORT = 2;
    private static final int LONG = 4;
    private static final int IT = 0xbf;
    private static final Set<String> FLAGS_OUTSIDE_OF_IT = Set.of(
            "adcs", "adds", "ands", "asrs", "bics", "eors", "lsls", "lsrs", "movs", "muls", "mvns", "orrs", "rors",
            "rsbs", "sbcs", "subs");

    private final SyntaxMatcher matcher;
    private int itState;

    /** At the beginning of a program, which is in no IT block. */
    T32Encoder(SyntaxMatcher matcher) {
        this.matcher = matcher;
    }

    @Override
    public OptionalInt encode(Source source, int minimumBytes) {
        Statement statement = source.statement();
        String mnemonic = statement.mnemonic();
        boolean mayBeLong = !mnemonic.endsWith(".n");
        boolean mayBeShort = !mnemonic.endsWith(".w") && minimumBytes <= SHORT;
        String plain = unconditional(mnemonic.replaceFirst("\\.[nw]$", ""));
        List<String> texts = new ArrayList<>();
        texts.add(statement.withMnemonic(plain).whole());
        texts.addAll(Aarch32Aliases.expand(statement.withMnemonic(plain), InstructionState.T32));
        OptionalInt word = mayBeShort ? shortForm(source, texts) : OptionalInt.empty();
        if (word.isEmpty() && mayBeLong) {
            word = match(source, texts, LONG);
        }
        advance(word);
        return word;
    }

    private OptionalInt shortForm(Source source, List<String> texts) {
        if (itState == 0) {
            return match(source, texts, SHORT);
        }
        List<String> settingNone =
                texts.stream().filter(text -> !setsFlags(text)).toList();
        OptionalInt word = match(source, settingNone, SHORT);
        return word.isPresent()
                ? word
                : match(source, settingNone.stream().map(T32Encoder::withFlags).toList(), SHORT);
    }

    private static boolean setsFlags(String text) {
        return FLAGS_OUTSIDE_OF_IT.contains(text.split(" ", 2)[0]);
    }

    private static String withFlags(String text) {
        return text.replaceFirst(" ", "s ");
    }

    private OptionalInt match(Source source, List<String> texts, int bytes) {
        OptionalInt word = OptionalInt.empty();
        for (String text : texts) {
            if (word.isEmpty()) {
                word = matcher.match(source.with(text), bytes);
            }
        }
        return word;
    }

    /** A mnemonic without the condition of the IT block; one that lacks it is no mnemonic. */
    private String unconditional(String mnemonic) {
        if (itState == 0 || mnemonic.equals("bkpt")) {
            return mnemonic;
        }
        int length = mnemonic.length();
        int condition = length < 3 ? -1 : ConditionNames.number(mnemonic.substring(length - 2));
        boolean always = itState >>> 4 == ConditionNames.number("al");
        if (condition == itState >>> 4) {
            return mnemonic.substring(0, length - 2);
        }
        return always ? mnemonic : "no such condition: " + mnemonic;
    }

    private void advance(OptionalInt word) {
        itState = (itState & 7) == 0 ? 0 : (itState & 0xe0) | ((itState << 1) & 0x1f);
        int first = word.orElse(0) >>> 16;
        if (first >>> 8 == IT && (first & 0xf) != 0) {
            itState = first & 0xff;
        }
    }
}
