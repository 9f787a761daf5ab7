package dev.tlbsan.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GuestsTest {
    @Test
    void everyElfIsWhatItsSourceBuilds() throws IOException, InterruptedException {
        Path script = Path.of("check-elves").toAbsolutePath();
        assertThat(Files.isExecutable(script)).isTrue();
        Process process =
                new ProcessBuilder(script.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void anElfIsFoundByName() {
        assertThat(Guests.elf("arm64/siblings.elf")).startsWith(0x7f, 'E', 'L', 'F');
        assertThat(Guests.elf("arm/siblings-t32.elf")).startsWith(0x7f, 'E', 'L', 'F');
    }

    @Test
    void aProgramHasABuildForEachInstructionSetAndTableFormat() {
        assertThat(Guests.builds("arm64", "siblings")).containsExactly("arm64/siblings.elf");
        assertThat(Guests.builds("arm", "siblings"))
                .containsExactly(
                        "arm/siblings-a32-short.elf",
                        "arm/siblings-a32.elf",
                        "arm/siblings-t32-short.elf",
                        "arm/siblings-t32.elf");
        assertThat(Guests.builds("arm", "timer"))
                .containsExactly(
                        "arm/timer-a32-lpae.elf",
                        "arm/timer-a32-short.elf",
                        "arm/timer-t32-lpae.elf",
                        "arm/timer-t32-short.elf");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Guests.builds("arm", "stack-alignment"))
                .withMessageContaining("stack-alignment");
    }

    @Test
    void whatAProgramMustComeToIsKnown() {
        assertThat(Guests.checksum("fib", 10)).isEqualTo(55);
        assertThat(Guests.printed()).startsWith("0 1 -1\n").contains("-9223372036854775808");
    }

    @Test
    void aGuestThatIsNotThereIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Guests.elf("arm64/nothing.elf"))
                .withMessageContaining("arm64/nothing.elf");
    }
}
