package dev.tlbsan.arm.isa;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records what objdump says about generated words, one word and text a line; words lie one after the other from address
 * zero. {@code java ... Objdump DIRECTORY} writes the resources of {@link ObjdumpTest}.
 */
final class Objdump {
    private static final int WORDS_PER_DEFINITION = 24;
    private static final int RANDOM_WORDS = 40_000;
    private static final Pattern LINE = Pattern.compile("\\s*[0-9a-f]+:\t([0-9a-f]{8}) \t(.*)");

    private Objdump() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Files.write(directory.resolve("objdump-defined.txt"), texts(definedWords()));
        Files.write(directory.resolve("objdump-random.txt"), texts(randomWords()));
    }

    private static List<Integer> definedWords() {
        InstructionSet set = InstructionSet.a64();
        var generator = new Generator(set, 1);
        List<Integer> words = new ArrayList<>();
        for (Definition definition : set.definitions()) {
            for (int i = 0; i < WORDS_PER_DEFINITION; i++) {
                words.add(generator.generate(definition, FieldChooser.ANY).word());
            }
        }
        return words;
    }

    /** Random words of all encoding groups of A64 but scalar floating-point and Advanced SIMD, and SVE and SME. */
    private static List<Integer> randomWords() {
        var random = new SplitMix64(2);
        List<Integer> words = new ArrayList<>();
        while (words.size() < RANDOM_WORDS) {
            int word = (int) random.nextLong();
            int group = word >>> 25 & 15;
            if (group != 7 && group != 15 && group != 2 && group != 0) {
                words.add(word);
            }
        }
        return words;
    }

    private static List<String> texts(List<Integer> words) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocate(words.size() * 4).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putInt);
        Path file = Files.createTempFile("words", ".bin");
        Files.write(file, bytes.array());
        Process process = new ProcessBuilder(
                        "aarch64-linux-gnu-objdump",
                        "-D",
                        "-z",
                        "-b",
                        "binary",
                        "-m",
                        "aarch64",
                        "-M",
                        "no-aliases",
                        file.toString())
                .start();
        List<String> lines = new ArrayList<>();
        for (String line :
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                lines.add(matcher.group(1) + " " + normalise(matcher.group(2)));
            }
        }
        Files.delete(file);
        return lines;
    }

    /** One blank after the mnemonic, no comments. */
    private static String normalise(String text) {
        return text.replaceAll("\\s*//.*", "").replace('\t', ' ').strip();
    }
}
