package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.pe.InstructionState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares with texts and words of A32 and T32 on which the GNU assembler 2.40 agreed when {@link Gas} recorded them. */
class GasTest {
    /** Hints that have no mnemonic. */
    private static final Set<String> WITHOUT_MNEMONIC = Set.of("Preload.unallocated", "Preload.unallocatedRegister");

    private record Line(int word, String text) {
        static Line of(String line) {
            return new Line(Integer.parseUnsignedInt(line.substring(0, 8), 16), line.substring(9));
        }
    }

    private static List<Line> lines(InstructionState state) {
        String name = "gas-" + state.name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream in = Objects.requireNonNull(GasTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Line::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = InstructionState.class,
            names = {"A32", "T32"})
    void wordsAreDisassembledToTextsThatMeanThemToTheGnuAssembler(InstructionState state) {
        var disassembler = new Disassembler(InstructionSet.of(state));
        List<String> different = new ArrayList<>();
        for (Line line : lines(state)) {
            String text = disassembler.disassemble(line.word, Gas.VA);
            if (!text.equals(line.text)) {
                different.add("%08x: %s, recorded as %s".formatted(line.word, text, line.text));
            }
        }
        assertThat(different).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = InstructionState.class,
            names = {"A32", "T32"})
    void theSampleCoversEveryDefinition(InstructionState state) {
        InstructionSet set = InstructionSet.of(state);
        Set<@Nullable Definition> covered = new HashSet<>();
        lines(state).forEach(line -> covered.add(set.find(line.word)));
        List<String> missing = set.definitions().stream()
                .filter(definition -> !covered.contains(definition))
                .filter(definition -> !definition.group().equals("AdvancedSimd"))
                .map(Definition::toString)
                .toList();
        assertThat(missing).isSubsetOf(WITHOUT_MNEMONIC);
    }
}
