package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.isa.PcRelativeOperand.Distance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The kinds of operand that the {@link AssemblySyntax} of an A32 or T32 instruction may name. */
final class Aarch32OperandKinds {
    private static final List<String> BARRIERS = List.of(
            "#0x00/#0/#0x0",
            "#0x01/#1/#0x1",
            "oshst",
            "osh",
            "#0x04/#4/#0x4",
            "#0x05/#5/#0x5",
            "nshst/unst",
            "nsh/un",
            "#0x08/#8/#0x8",
            "#0x09/#9/#0x9",
            "ishst/shst",
            "ish/sh",
            "#0x0c/#12/#0xc",
            "#0x0d/#13/#0xd",
            "st",
            "sy");
    private static final List<String> INTERRUPT_MASKS = List.of("none", "f", "i", "if", "a", "af", "ai", "aif");

    private static final Map<String, Function<OperandSpec, Operand>> KINDS = new TreeMap<>();

    static {
        registers();
        numbers();
        addresses();
        memory();
        system();
    }

    private Aarch32OperandKinds() {}

    /** Registers, the register after another, and lists; the top bit of a list may stand for LR or PC. Base and list of a short LDM. */
    private static void registers() {
        KINDS.put("r", CoreRegisterOperand::of);
        KINDS.put("rflags", spec -> new CoreRegisterOperand(spec, true));
        KINDS.put("twice", RepeatedRegisterOperand::of);
        KINDS.put("next", spec -> new NextRegisterOperand(spec.slot(0)));
        KINDS.put("list", spec -> new RegisterListOperand(spec, -1));
        KINDS.put("listlr", spec -> new RegisterListOperand(spec, 14));
        KINDS.put("listpc", spec -> new RegisterListOperand(spec, 15));
        KINDS.put("loaded", LoadedListOperand::of);
    }

    /** Numbers; those of plusone are one larger than their bits say, plain ones have no # in front, braced ones are in braces. */
    private static void numbers() {
        KINDS.put("cond", spec -> new NamedOperand(spec.withRole(Slot.Role.CONDITION), ConditionNames.suffixes()));
        KINDS.put("longcond", spec -> new NamedOperand(spec, ConditionNames.longSuffixes()));
        KINDS.put("imm", spec -> new NumberOperand(spec, false, false));
        KINDS.put("hex", spec -> new NumberOperand(spec, false, true));
        KINDS.put("plusone", BiasedNumberOperand::new);
        KINDS.put("plain", spec -> new PrefixedOperand(spec, "", ""));
        KINDS.put("braced", spec -> new PrefixedOperand(spec, "{", "}"));
        KINDS.put("modified", spec -> new ModifiedImmediateOperand(spec, false));
        KINDS.put("modifiedt", spec -> new ModifiedImmediateOperand(spec, true));
        KINDS.put("shift", ImmediateShiftOperand::new);
        KINDS.put("lsl", spec -> new DefaultedOperand(new NumberOperand(spec, false, false), ", lsl ", 0));
        KINDS.put(
                "rotation",
                spec -> new DefaultedOperand(new NumberOperand(spec.withScale(8), false, false), ", ror ", 0));
        KINDS.put("amount", AmountOperand::new);
        KINDS.put("lsbwidth", BitFieldOperand::new);
    }

    /**
     * Addresses relative to the PC: of branches of A32 (label; labelx in halfwords) and T32 (labelt in halfwords, forward
     * labelcb; labelbl and labelblx with J bits), and of literals, whose first slot is the U bit, or which lie ahead
     * (literalplus) or behind (literalminus).
     */
    private static void addresses() {
        KINDS.put("label", spec -> PcRelativeOperand.a32(spec.withScale(4), Distance.SIGNED));
        KINDS.put("labelx", spec -> PcRelativeOperand.a32(spec.withScale(2), Distance.SIGNED));
        KINDS.put("labelt", spec -> PcRelativeOperand.t32(spec.withScale(2), false, Distance.SIGNED));
        KINDS.put("labelcb", spec -> PcRelativeOperand.t32(spec.withScale(2), false, Distance.UNSIGNED));
        KINDS.put("labelbl", spec -> PcRelativeOperand.t32(spec.withScale(2), false, Distance.SIGNED_WITH_J_BITS));
        KINDS.put("labelblx", spec -> PcRelativeOperand.t32(spec.withScale(4), true, Distance.SIGNED_WITH_J_BITS));
        KINDS.put("literal", spec -> PcRelativeOperand.t32(spec, true, Distance.SIGN_AND_MAGNITUDE));
        KINDS.put("literalplus", spec -> PcRelativeOperand.t32(spec, true, Distance.UNSIGNED));
        KINDS.put("literalminus", spec -> PcRelativeOperand.t32(spec, true, Distance.NEGATED));
        KINDS.put("literala", spec -> PcRelativeOperand.a32(spec, Distance.SIGN_AND_MAGNITUDE));
    }

    /**
     * Offsets with the U bit first, or unsigned: left out if zero (offset, offset8), or never (simm); negative ones
     * (minus); and the sign before an index register.
     */
    private static void memory() {
        KINDS.put("offset", spec -> new SignedOffsetOperand(spec, true, false));
        KINDS.put("offset8", spec -> new SignedOffsetOperand(spec, true, false));
        KINDS.put("simm", spec -> new SignedOffsetOperand(spec, false, false));
        KINDS.put("minus", spec -> new SignedOffsetOperand(spec, true, true));
        KINDS.put("sign", spec -> new NamedOperand(spec, List.of("-", "/+")));
    }

    private static List<String> isbOptions() {
        return IntStream.range(0, 16)
                .mapToObj(n -> n == 15 ? "sy" : "#%d/#0x%x".formatted(n, n))
                .toList();
    }

    private static void system() {
        KINDS.put("it", ItOperand::new);
        KINDS.put("barrier", spec -> new NamedOperand(spec, BARRIERS));
        KINDS.put("isboption", spec -> new NamedOperand(spec, isbOptions()));
        KINDS.put("option", spec -> new DefaultedOperand(new NumberOperand(spec, false, true), " ", 15));
        KINDS.put("psr", spec -> new NamedOperand(spec, StatusRegisterNames.masked()));
        KINDS.put("banked", spec -> new NamedOperand(spec, StatusRegisterNames.banked()));
        KINDS.put("mode", spec -> new NumberOperand(spec, false, false));
        KINDS.put("iflags", spec -> new NamedOperand(spec, INTERRUPT_MASKS));
        KINDS.put("coproc", spec -> new PrefixedOperand(spec, "p", ""));
        KINDS.put("crn", spec -> new PrefixedOperand(spec, "c", ""));
    }

    /**
     * Makes an operand.
     *
     * @throws IllegalArgumentException if there is no such kind, or the fields do not suit it
     */
    static Operand operand(String kind, OperandSpec spec) {
        @Nullable Function<OperandSpec, Operand> factory = KINDS.get(kind);
        if (factory == null) {
            throw new IllegalArgumentException("no operand kind " + kind + "; there are " + KINDS.keySet());
        }
        return factory.apply(spec);
    }
}
