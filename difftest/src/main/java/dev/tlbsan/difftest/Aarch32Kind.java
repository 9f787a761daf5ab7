package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a generated case must mind about an A32 or T32 instruction. */
enum Aarch32Kind {
    PROCESSING,
    MEMORY,
    EXCLUSIVE,
    BRANCH,
    EXCEPTION,
    HINT,
    STATUS,
    REGISTER;

    static Aarch32Kind of(Definition definition) {
        return switch (definition.group()) {
            case "LoadStoreExclusive" -> EXCLUSIVE;
            case "Branches", "ThumbControl" -> BRANCH;
            case "ExceptionGeneration", "Coprocessors", "UnconditionalCoprocessors", "AdvancedSimd" -> EXCEPTION;
            case "Hints", "Barriers" -> HINT;
            case "StatusRegisters", "ChangeState", "ReturnState", "ExceptionReturn" -> STATUS;
            case "SystemRegisters" -> REGISTER;
            default ->
                definition.group().contains("LoadStore") || definition.group().equals("Preload") ? MEMORY : PROCESSING;
        };
    }

    static Map<Aarch32Kind, List<Definition>> sort(List<Definition> definitions) {
        return definitions.stream()
                .collect(Collectors.groupingBy(
                        Aarch32Kind::of, () -> new EnumMap<>(Aarch32Kind.class), Collectors.toList()));
    }
}
