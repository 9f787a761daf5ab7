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
    }

    @Test
    void aGuestThatIsNotThereIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Guests.elf("arm64/nothing.elf"))
                .withMessageContaining("arm64/nothing.elf");
    }
}
