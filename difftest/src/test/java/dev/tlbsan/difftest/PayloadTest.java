package dev.tlbsan.difftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.machine.Arch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadTest {
    private static final Path SOURCE = Path.of("payload");
    /** The major version of the compilers that the payloads in the tree were built with. */
    private static final String VERSION = "12";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void resourceIsThePayloadInTheTree(Arch arch) throws IOException {
        assertThat(Payload.bytes(arch)).isEqualTo(Files.readAllBytes(SOURCE.resolve(Payload.name(arch))));
    }

    @ParameterizedTest
    @EnumSource
    void sameCompilerRepeatsThePayload(Arch arch) throws IOException, InterruptedException {
        if (!compilerVersion(arch).equals(VERSION)) {
            return;
        }
        Path payload = folder.resolve("payload");
        try (Stream<Path> files = Files.walk(SOURCE)) {
            for (Path file : files.toList()) {
                Files.copy(file, payload.resolve(SOURCE.relativize(file).toString()));
            }
        }
        Files.delete(payload.resolve(Payload.name(arch)));
        Process make = new ProcessBuilder("make", Payload.name(arch))
                .directory(payload.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(make.waitFor()).as(output).isZero();
        assertThat(Files.readAllBytes(payload.resolve(Payload.name(arch)))).isEqualTo(Payload.bytes(arch));
    }

    /** The major version of the cross compiler, empty if there is none. */
    private static String compilerVersion(Arch arch) {
        String compiler = arch == Arch.ARM64 ? "aarch64-linux-gnu-gcc" : "arm-linux-gnueabihf-gcc";
        try {
            Process process = new ProcessBuilder(compiler, "-dumpversion").start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return version.split("\\.", 2)[0];
        } catch (IOException e) {
            return "";
        }
    }
}
