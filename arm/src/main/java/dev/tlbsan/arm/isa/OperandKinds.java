package dev.tlbsan.arm.isa;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kinds of operand that an {@link AssemblySyntax} may name. */
final class OperandKinds {
    private static final List<String> CONDITIONS = List.of(
            "eq", "ne", "cs/hs", "cc/lo", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le", "al", "nv");
    private static final List<String> BARRIERS = List.of(
            "#0x00/#0/#0x0",
            "oshld",
            "oshst",
            "osh",
            "#0x04/#4/#0x4",
            "nshld",
            "nshst",
            "nsh", //
            "#0x08/#8/#0x8",
            "ishld",
            "ishst",
            "ish",
            "#0x0c/#12/#0xc",
            "ld",
            "st",
            "sy");

    private static final Map<String, Function<OperandSpec, Operand>> KINDS = new TreeMap<>();

    static {
        registers();
        numbers();
        dataProcessing();
        memory();
        system();
    }

    private OperandKinds() {}

    /** X or W by the second field or z, always X, always W; with sp, register 31 is the stack pointer. */
    private static void registers() {
        KINDS.put("r", spec -> RegisterOperand.byWidth(spec, false));
        KINDS.put("rsp", spec -> RegisterOperand.byWidth(spec, true));
        KINDS.put("x", spec -> RegisterOperand.fixed(spec, true, false));
        KINDS.put("xsp", spec -> RegisterOperand.fixed(spec, true, true));
        KINDS.put("w", spec -> RegisterOperand.fixed(spec, false, false));
        KINDS.put("wsp", spec -> RegisterOperand.fixed(spec, false, true));
    }

    /** Decimal and hexadecimal numbers, and addresses in words, bytes and pages from the instruction. */
    private static void numbers() {
        KINDS.put("imm", spec -> new NumberOperand(spec, false, false));
        KINDS.put("hex", spec -> new NumberOperand(spec, false, true));
        KINDS.put("label", spec -> new LabelOperand(spec.withScale(4)));
        KINDS.put("adr", spec -> new LabelOperand(spec.withScale(1)));
        KINDS.put("adrp", spec -> new LabelOperand(spec.withScale(4096)));
    }

    private static void dataProcessing() {
        KINDS.put("cond", spec -> new NamedOperand(spec, CONDITIONS));
        KINDS.put("bitmask", BitmaskOperand::new);
        KINDS.put("shift", ShiftOperand::new);
        KINDS.put("extended", spec -> ExtendedOperand.of(spec, false));
        KINDS.put("extendedflags", spec -> ExtendedOperand.of(spec, true));
    }

    private static void memory() {
        KINDS.put("offset", spec -> OffsetOperand.of(spec, false, true));
        KINDS.put("soffset", spec -> OffsetOperand.of(spec, true, true));
        KINDS.put("simm", spec -> OffsetOperand.of(spec, true, false));
        KINDS.put("index", IndexOperand::of);
        KINDS.put("prefetch", PrefetchOperand::new);
    }

    private static void system() {
        KINDS.put("barrier", spec -> new NamedOperand(spec, BARRIERS));
        KINDS.put("option", spec -> new DefaultedOperand(new NumberOperand(spec, false, true), " ", 15));
        KINDS.put("retreg", spec -> new DefaultedOperand(RegisterOperand.fixed(spec, true, false), " ", 30));
        KINDS.put("xoptional", spec -> new DefaultedOperand(RegisterOperand.fixed(spec, true, false), ", ", 31));
        KINDS.put("operation", OperationOperand::of);
        KINDS.put("sysreg", SystemRegisterOperand::of);
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
