package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares with what objdump of GNU binutils 2.40 says about the same words, as {@link Objdump} recorded it. */
class ObjdumpTest {
    private static final InstructionSet SET = InstructionSet.a64();

    private static final Pattern LDPSW = Pattern.compile("ldpsw (\\w+), (\\w+), \\[.*");

    private record Line(int word, String text) {
        static Line of(String line) {
            return new Line(Integer.parseUnsignedInt(line.substring(0, 8), 16), line.substring(9));
        }

        String mnemonic() {
            return text.split(" ", 2)[0];
        }
    }

    private static List<Line> lines(String name) {
        try (InputStream in = Objects.requireNonNull(ObjdumpTest.class.getResourceAsStream(name))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(Line::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void disassemblyIsThatOfObjdump() {
        var disassembler = new Disassembler(SET);
        List<String> different = new ArrayList<>();
        long va = 0;
        for (Line line : lines("objdump-defined.txt")) {
            String text = disassembler.disassemble(line.word, va);
            if (!text.equals(line.text) && !isKnownDifference(text)) {
                different.add("%08x: %s, objdump says %s".formatted(line.word, text, line.text));
            }
            va += 4;
        }
        assertThat(different).isEmpty();
    }

    /**
     * CONSTRAINED UNPREDICTABLE words that objdump shows none of: LDPSW of one register twice or of the base register that
     * it writes. And MSR SPSel with an immediate above 1, of which only bit 0 counts.
     */
    private static boolean isKnownDifference(String text) {
        if (text.startsWith("ldpsw")) {
            Matcher registers = LDPSW.matcher(text);
            assertThat(registers.matches()).isTrue();
            boolean writesBase = !text.endsWith("]") && text.matches("ldpsw .*(x\\d+|sp).*\\[\\1[],].*");
            return registers.group(1).equals(registers.group(2)) || writesBase;
        }
        return text.matches("msr spsel, #0x([2-9a-f])");
    }

    @Test
    void theSampleCoversEveryDefinition() {
        Set<@Nullable Definition> covered = new HashSet<>();
        for (Line line : lines("objdump-defined.txt")) {
            covered.add(SET.find(line.word));
        }
        assertThat(covered).containsExactlyInAnyOrderElementsOf(SET.definitions());
    }

    @Test
    void wordsThatAreUndefinedToObjdumpAreUndefined() {
        List<String> defined = new ArrayList<>();
        int undefined = 0;
        for (Line line : lines("objdump-random.txt")) {
            if (line.mnemonic().equals(".inst")) {
                undefined++;
                Instruction instruction = SET.decode(line.word);
                if (instruction != null && !isUnpredictable(instruction)) {
                    defined.add("%08x: %s".formatted(line.word, instruction.definition()));
                }
            }
        }
        assertThat(defined).isEmpty();
        assertThat(undefined).isGreaterThan(5_000);
    }

    /** CONSTRAINED UNPREDICTABLE words, which execute here: ignored bits that are not as they should be, and LDPSW. */
    private static boolean isUnpredictable(Instruction instruction) {
        Definition definition = instruction.definition();
        boolean asTheyShouldBe = ((instruction.word() ^ definition.base()) & definition.ignoredBits()) == 0;
        return !asTheyShouldBe || definition.name().startsWith("ldpsw");
    }

    @Test
    void wordsThatAreUndefinedHereBelongToLaterArchitecturesOrFloatingPoint() {
        Set<String> base = new TreeSet<>();
        lines("objdump-defined.txt").forEach(line -> base.add(line.mnemonic()));
        base.remove(".inst");
        List<String> missing = new ArrayList<>();
        for (Line line : lines("objdump-random.txt")) {
            if (SET.decode(line.word) == null && base.contains(line.mnemonic()) && !isOutside(line)) {
                missing.add("%08x: %s".formatted(line.word, line.text));
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Loads and stores of SIMD and floating-point registers, and MRS and MSR with an op0 of zero, of which PSTATE fields are left. */
    private static boolean isOutside(Line line) {
        boolean loadOrStore = (line.word >>> 25 & 5) == 4;
        boolean vector = (line.word >>> 26 & 1) != 0;
        return (loadOrStore && vector) || line.text.contains(" s0_") || line.text.contains(", s0_");
    }
}
