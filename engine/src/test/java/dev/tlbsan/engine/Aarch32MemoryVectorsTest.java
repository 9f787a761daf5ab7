package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.Aarch32Register;
import dev.tlbsan.arm.pe.PeConfiguration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Compares with what QEMU 7.2 did in User mode on its cortex-a15: loads and stores, in both orders of bytes. */
class Aarch32MemoryVectorsTest {
    private static final Set<String> GROUPS = Set.of(
            "ExtraLoadStoreImmediate",
            "ExtraLoadStoreRegister",
            "LoadStoreDual",
            "LoadStoreDualRegister",
            "LoadStoreExclusive",
            "LoadStoreImmediate",
            "LoadStoreMultiple",
            "LoadStoreRegister",
            "LoadStoreUnprivileged",
            "Preload",
            "ShortLoadStore",
            "WideLoadStore");
    /** What User mode does not have, and hints without a mnemonic. */
    private static final Set<String> NOT_RECORDED = Set.of(
            "A32 LoadStoreMultiple.ldmReturn",
            "A32 LoadStoreMultiple.ldmUser",
            "A32 LoadStoreMultiple.stmUser",
            "A32 Preload.unallocated",
            "A32 Preload.unallocatedRegister");

    private static final long SECTION_OF_NORMAL_MEMORY = 2 | (3 << 2) | (1 << 12) | (3 << 10);
    private static final int SECTION_BITS = 20;
    private static final int SECTIONS = 4;

    /** A PE whose RAM is Normal memory, so that accesses need no alignment. */
    private static TestMachine machine(EngineKind kind) {
        var machine = new TestMachine(kind, PeConfiguration.aarch32WithoutEl2(0));
        for (long n = 0; n < SECTIONS; n++) {
            long address = TestMemory.RAM_BASE + (n << SECTION_BITS);
            machine.memory.write(
                    TestMachine.TABLES + 4 * (address >>> SECTION_BITS), 4, address | SECTION_OF_NORMAL_MEMORY);
        }
        machine.pe.write(Aarch32Register.TTBR0, TestMachine.TABLES);
        machine.pe.write(Aarch32Register.DACR, 1);
        machine.pe.write(Aarch32Register.SCTLR, machine.pe.read(Aarch32Register.SCTLR) | 1);
        machine.pe.mmu().contextSynchronization();
        return machine;
    }

    @EveryEngine
    void instructionsDoWhatWasRecorded(EngineKind kind) throws IOException {
        TestMachine machine = machine(kind);
        List<Aarch32MemoryVector> vectors = vectors();
        List<String> differences = vectors.stream()
                .map(vector -> vector.run(machine))
                .filter(difference -> !difference.isEmpty())
                .toList();
        assertThat(vectors).hasSizeGreaterThan(500);
        assertThat(differences).isEmpty();
    }

    @Test
    void everyDefinitionIsRecorded() throws IOException {
        Set<String> recorded = new TreeSet<>(NOT_RECORDED);
        for (Aarch32MemoryVector vector : vectors()) {
            recorded.add(vector.set().state() + " " + vector.set().find(vector.word()));
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

    private static List<Aarch32MemoryVector> vectors() throws IOException {
        var stream = Objects.requireNonNull(
                Aarch32MemoryVectorsTest.class.getResourceAsStream("aarch32-loads-and-stores.vectors"));
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            return reader.lines().map(Aarch32MemoryVector::new).toList();
        }
    }
}
