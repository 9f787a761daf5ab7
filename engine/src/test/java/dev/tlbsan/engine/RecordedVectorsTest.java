package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.SystemRegister;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares with what QEMU 7.2 did on its cortex-a57, instruction by instruction: registers, memory, branches, and the
 * syndromes of what faulted. QEMU does not check the alignment of the stack pointer, so the vectors keep it aligned.
 */
class RecordedVectorsTest {
    private static final long EL0_MAY_ACCESS = 1 << 6;
    private static final long BRK = 0xd420_0020L;

    @ParameterizedTest
    @ValueSource(strings = {"loads-and-branches", "data-processing"})
    void instructionsDoWhatWasRecorded(String recording) throws IOException {
        TestMachine machine = machine();
        List<String> differences = new ArrayList<>();
        List<String> lines = lines(recording + ".vectors");
        for (int n = 0; n < lines.size(); n++) {
            String difference = new RecordedVector(n, lines.get(n)).run(machine);
            if (!difference.isEmpty()) {
                differences.add(difference);
            }
        }
        assertThat(lines).hasSizeGreaterThan(1000);
        assertThat(differences).isEmpty();
    }

    @Test
    void everyDefinitionIsRecordedExceptThoseThatOnlyTheSystemSees() throws IOException {
        Set<String> recorded = new TreeSet<>();
        for (String recording : List.of("loads-and-branches", "data-processing")) {
            for (String line : lines(recording + ".vectors")) {
                for (int word : new RecordedVector(0, line).words()) {
                    recorded.add(String.valueOf(InstructionSet.a64().find(word)));
                }
            }
        }
        Set<String> missing = new TreeSet<>();
        for (Definition definition : InstructionSet.a64().definitions()) {
            if (!recorded.contains(definition.toString())) {
                missing.add(definition.name());
            }
        }
        assertThat(missing)
                .containsExactly(
                        "brk",
                        "eret",
                        "hlt",
                        "hvc",
                        "mrs",
                        "msr",
                        "msrDaifClr",
                        "msrDaifSet",
                        "msrSpSel",
                        "smc",
                        "sys",
                        "sysl");
    }

    private static TestMachine machine() {
        var machine = new TestMachine().withMmu();
        machine.pe.write(SystemRegister.VBAR_EL1, TestMachine.VECTORS);
        for (long page = RecordedVector.BUFFER & -4096; page < RecordedVector.BUFFER + RecordedVector.BUFFER_SIZE; ) {
            long descriptor = TestMachine.descriptor(page);
            machine.write(descriptor, machine.read(descriptor) | EL0_MAY_ACCESS);
            page += 4096;
        }
        for (long pa = TestMemory.RAM_BASE + (2 << 20); pa < TestMemory.RAM_BASE + (4 << 20); pa += 4) {
            machine.memory.write(pa, 4, BRK);
        }
        return machine;
    }

    private static List<String> lines(String resource) throws IOException {
        var stream = Objects.requireNonNull(RecordedVectorsTest.class.getResourceAsStream(resource));
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        }
    }
}
