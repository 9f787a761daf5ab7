package dev.tlbsan.arm.isa;

import java.util.ArrayList;
import java.util.List;

/** The names of condition codes in AArch32. */
final class ConditionNames {
    private static final List<String> NAMES =
            List.of("eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le", "al");

    private ConditionNames() {}

    /** The condition suffixes of mnemonics by number, with the texts that are read after slashes; that of 14 is empty. */
    static List<String> suffixes() {
        return NAMES.stream()
                .map(name -> switch (name) {
                    case "cs" -> "cs/hs";
                    case "cc" -> "cc/lo";
                    case "al" -> "/al";
                    default -> name;
                })
                .toList();
    }

    /** The condition suffixes as they are, then those after an L; both in the places of sixteen values. */
    static List<String> longSuffixes() {
        List<String> all = new ArrayList<>(suffixes());
        all.add(NamedOperand.NONE);
        suffixes().forEach(suffix -> all.add("l" + suffix.replace("/", "/l")));
        return all;
    }

    /** The name of a condition code, 0 to 14. */
    static String name(int number) {
        return number < NAMES.size() ? NAMES.get(number) : NamedOperand.NONE;
    }

    /** The number of the condition code with a name in lower case, or -1. */
    static int number(String name) {
        return switch (name) {
            case "hs" -> 2;
            case "lo" -> 3;
            default -> NAMES.indexOf(name);
        };
    }
}
