package dev.tlbsan.difftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadTest {
    private static final Path SOURCE = Path.of("payload");
    private static final String COMPILER = "aarch64-linux-gnu-gcc";
    /** The major version of the compiler that the payload in the tree was built with. */
    private static final String VERSION = "12";

    @TempDir
    Path folder;

    @Test
    void resourceIsThePayloadInTheTree() throws IOException {
        assertThat(Payload.bytes()).isEqualTo(Files.readAllBytes(SOURCE.resolve(Payload.NAME)));
    }

    @Test
    void sameCompilerRepeatsThePayload() throws IOException, InterruptedException {
        if (!compilerVersion().equals(VERSION)) {
            return;
        }
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
        Files.delete(folder.resolve(Payload.NAME));
        Process make = new ProcessBuilder("make")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(make.waitFor()).as(output).isZero();
        assertThat(Files.readAllBytes(folder.resolve(Payload.NAME))).isEqualTo(Payload.bytes());
    }

    /** The major version of the cross compiler, empty if there is none. */
    private static String compilerVersion() {
        try {
            Process process = new ProcessBuilder(COMPILER, "-dumpversion").start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return version.split("\\.", 2)[0];
        } catch (IOException e) {
            return "";
        }
    }
}
