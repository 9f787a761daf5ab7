package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a generated case must mind about an instruction. */
enum Kind {
    PROCESSING,
    MEMORY,
    EXCLUSIVE,
    BRANCH,
    EXCEPTION,
    SYSTEM;

    static Kind of(Definition definition) {
        return switch (definition.group()) {
            case "Branches" -> BRANCH;
            case "ExceptionGeneration" -> EXCEPTION;
            case "SystemInstructions" -> SYSTEM;
            case "LoadStoreExclusive" -> definition.name().contains("x") ? EXCLUSIVE : MEMORY;
            default -> definition.group().startsWith("Load") ? MEMORY : PROCESSING;
        };
    }

    static Map<Kind, List<Definition>> sort(List<Definition> definitions) {
        return definitions.stream()
                .collect(Collectors.groupingBy(Kind::of, () -> new EnumMap<>(Kind.class), Collectors.toList()));
    }
}
