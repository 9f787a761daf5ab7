package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.InstructionSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Compares with what QEMU 7.2 did in User mode on its cortex-a15: all of data processing that does not write the PC. */
class Aarch32VectorsTest {
    private static final Set<String> GROUPS = Set.of(
            "BitFields",
            "DataProcessingImmediate",
            "DataProcessingModifiedImmediate",
            "DataProcessingRegisterShift",
            "DataProcessingShiftedRegister",
            "Extend",
            "Multiply",
            "MultiplyDual",
            "MultiplyHalfwords",
            "Packing",
            "Parallel",
            "PlainImmediate",
            "Reverse",
            "Saturation",
            "Shifts",
            "ShortDataProcessing",
            "ShortShiftAddMove",
            "ShortSpecialData");

    @Test
    void instructionsDoWhatWasRecorded() throws IOException {
        var machine = new MicroMachine();
        List<String> differences = new ArrayList<>();
        List<Aarch32Vector> vectors = vectors();
        for (Aarch32Vector vector : vectors) {
            String difference = vector.run(machine);
            if (!difference.isEmpty()) {
                differences.add(difference);
            }
        }
        assertThat(vectors).hasSizeGreaterThan(2000);
        assertThat(differences).isEmpty();
    }

    @Test
    void everyDefinitionIsRecorded() throws IOException {
        Set<String> recorded = new TreeSet<>();
        for (Aarch32Vector vector : vectors()) {
            InstructionSet set = vector.instructions();
            recorded.add(set.state() + " " + set.find(vector.word()));
        }
        Set<String> defined = new TreeSet<>();
        for (InstructionSet set : List.of(InstructionSet.a32(), InstructionSet.t32())) {
            for (Definition definition : set.definitions()) {
                if (GROUPS.contains(definition.group())) {
                    defined.add(set.state() + " " + definition);
                }
            }
        }
        assertThat(recorded).isEqualTo(defined);
    }

    private static List<Aarch32Vector> vectors() throws IOException {
        var stream =
                Objects.requireNonNull(Aarch32VectorsTest.class.getResourceAsStream("aarch32-data-processing.vectors"));
        List<Aarch32Vector> vectors = new ArrayList<>();
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            for (String line : reader.lines().toList()) {
                vectors.add(new Aarch32Vector(vectors.size(), line));
            }
        }
        return vectors;
    }
}
