package dev.tlbsan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the README's shell commands: each line that begins with {@code ./tlbsan} in a block marked {@code sh}.
 * A line that ends in {@code # exits N} is expected to exit with that status, every other with 0.
 */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh$(.*?)^```$");
    private static final Pattern STATUS = Pattern.compile("# exits (\\d+)$");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyCommandExitsAsTheReadmeSays() throws IOException {
        return BLOCK.matcher(Checkout.read("README.md"))
                .results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> line.startsWith("./tlbsan"))
                .map(line -> DynamicTest.dynamicTest(line, () -> run(line)));
    }

    private void run(String line) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        String command = line.replace("./tlbsan", launcher().toString());
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(Checkout.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        Matcher status = STATUS.matcher(line);
        int expected = status.find() ? Integer.parseInt(status.group(1)) : 0;
        assertThat(process.waitFor()).as(Files.readString(output)).isEqualTo(expected);
    }

    /** Stands in for ./tlbsan, and runs the classes under test rather than the packaged ones. */
    private Path launcher() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String modules = System.getProperty("jdk.module.path");
        Path launcher = folder.resolve("tlbsan");
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec '%s' -XX:+UseSerialGC --module-path '%s' -m dev.tlbsan.cli/%s \"$@\"\n"
                        .formatted(java, modules, Main.class.getName()));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        return launcher;
    }

    @Test
    void theOutputShownIsWhatTheDemonstrationPrints() throws IOException {
        String readme = Checkout.read("README.md");
        assertThat(readme).contains(CommandRun.of("demo").out().strip());
        assertThat(readme).contains(CommandRun.of("demo", "--ablate").out().strip());
    }
}
