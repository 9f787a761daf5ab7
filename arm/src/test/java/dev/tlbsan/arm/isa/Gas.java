package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.pe.InstructionState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records which of our texts the GNU assembler turns into the same words, one word and text a line; each is at address
 * {@link #VA}. {@code java ... Gas DIRECTORY [GROUP...]} writes the resources of {@link GasTest}, and tells about the others;
 * with groups it only tells.
 */
final class Gas {
    /** The virtual address that texts are made for. */
    static final long VA = 0x1000_0000;

    private static final int WORDS_PER_DEFINITION = 24;
    private static final int SLOT = 16;
    private static final int FILLER = 0xde01;
    private static final Pattern ADDRESS = Pattern.compile("(?<![#\\w])0x([0-9a-f]+)");
    private static final Pattern ERROR = Pattern.compile("[^:]*:(\\d+): Error: (.*)");
    private static final Pattern IT = Pattern.compile("it([te]*) (\\w+)");

    private record Line(int word, String text) {}

    private Gas() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Set<String> groups = Set.copyOf(List.of(arguments).subList(1, arguments.length));
        for (InstructionSet set : List.of(InstructionSet.a32(), InstructionSet.t32())) {
            List<String> agreed = check(set, d -> groups.isEmpty() || groups.contains(d.group()));
            if (groups.isEmpty()) {
                Files.write(directory.resolve("gas-" + set.state().name().toLowerCase(Locale.ROOT) + ".txt"), agreed);
            }
        }
    }

    private static List<String> check(InstructionSet set, Predicate<Definition> filter)
            throws IOException, InterruptedException {
        List<Line> lines = lines(set, filter);
        Set<Integer> refused = new TreeSet<>();
        List<Integer> words = assemble(set.state(), lines, refused);
        List<String> agreed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (words.get(i) == line.word && !refused.contains(i)) {
                agreed.add("%08x %s".formatted(line.word, line.text));
            } else if (!refused.contains(i)) {
                System.out.printf(
                        "%s %s: %08x %s, gas says %08x%n",
                        set.state(), set.find(line.word), line.word, line.text, words.get(i));
            }
        }
        System.out.println(set.state() + ": " + agreed.size() + " of " + lines.size());
        return agreed;
    }

    private static List<Line> lines(InstructionSet set, Predicate<Definition> filter) {
        var generator = new Generator(set, 1);
        var disassembler = new Disassembler(set);
        List<Line> lines = new ArrayList<>();
        for (Definition definition : set.definitions()) {
            for (int i = 0; i < WORDS_PER_DEFINITION && filter.test(definition); i++) {
                int word = generator.generate(definition, FieldChooser.ANY).word();
                lines.add(new Line(word, disassembler.disassemble(word, VA)));
            }
        }
        return lines;
    }

    private static List<Integer> assemble(InstructionState state, List<Line> lines, Set<Integer> refused)
            throws IOException, InterruptedException {
        boolean t32 = state == InstructionState.T32;
        Path source = Files.createTempFile("gas", ".s");
        Path object = Files.createTempFile("gas", ".o");
        boolean again = true;
        while (again) {
            List<String> text = new ArrayList<>();
            text.add(t32 ? ".syntax unified; .thumb" : ".syntax unified; .arm");
            for (int i = 0; i < lines.size(); i++) {
                String statement = refused.contains(i) ? "nop" : statement(lines.get(i).text);
                text.add(statement + "; .balignw " + SLOT + ", " + FILLER);
            }
            Files.write(source, text);
            again = !run(source, object, lines, refused);
        }
        Path binary = Files.createTempFile("gas", ".bin");
        new ProcessBuilder(
                        "arm-linux-gnueabihf-objcopy",
                        "-O",
                        "binary",
                        "-j",
                        ".text",
                        object.toString(),
                        binary.toString())
                .start()
                .waitFor();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(binary)).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            words.add(t32 ? halfwords(bytes, i * SLOT) : bytes.getInt(i * SLOT));
        }
        for (Path file : List.of(source, object, binary)) {
            Files.delete(file);
        }
        return words;
    }

    private static int halfwords(ByteBuffer bytes, int at) {
        int first = bytes.getShort(at) << 16;
        int second = bytes.getShort(at + 2) & 0xffff;
        return first >>> 27 < 0b11101 ? first : first | second;
    }

    /** Whether all lines were accepted; else those that were not are known now. */
    private static boolean run(Path source, Path object, List<Line> lines, Set<Integer> refused)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "arm-linux-gnueabihf-as", "-march=armv7ve", "-W", "-o", object.toString(), source.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (String message : output.split("\n", -1)) {
            Matcher matcher = ERROR.matcher(message);
            if (matcher.matches()) {
                int index = Integer.parseInt(matcher.group(1)) - 2;
                refused.add(index);
                Line line = lines.get(index);
                System.out.printf("%08x %s: %s%n", line.word, line.text, matcher.group(2));
            }
        }
        return process.waitFor() == 0;
    }

    /** As the GNU assembler wants it: addresses relative, and IT blocks complete. */
    private static String statement(String text) {
        Matcher it = IT.matcher(text);
        if (it.matches()) {
            String condition = it.group(2);
            var block = new StringBuilder(text + "; nop" + condition);
            for (char other : it.group(1).toCharArray()) {
                int number = ConditionNames.number(condition) ^ (other == 't' ? 0 : 1);
                block.append("; nop").append(ConditionNames.name(number));
            }
            return block.toString();
        }
        return ADDRESS.matcher(text).replaceAll(Gas::relative);
    }

    private static String relative(MatchResult address) {
        long distance = (int) (Long.parseLong(address.group(1), 16) - VA);
        return ".%+d".formatted(distance);
    }
}
