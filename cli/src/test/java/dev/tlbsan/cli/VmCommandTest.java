package dev.tlbsan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VmCommandTest {
    private static final String SIBLINGS =
            Checkout.root().resolve("guests/elf/arm64/siblings.elf").toString();

    @Test
    void aCleanGuestExitsWithZero() {
        CommandRun run = CommandRun.of("vm", "--vcpus=2", "--argument=200", SIBLINGS);
        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("stale uses: 0");
    }

    @Test
    void findingsExitWith66() {
        CommandRun run = CommandRun.of("vm", "--vcpus=2", "--argument=200", "--policy=none", SIBLINGS);
        assertThat(run.status()).isEqualTo(66);
        assertThat(run.err()).contains("==tlbsan: stale-use").contains("guest_main");
    }

    @Test
    void theSameSeedGivesTheSameOutput() {
        String[] command = {"vm", "--vcpus=2", "--policy=none", "--seed=7", "--argument=300", "--json", SIBLINGS};
        assertThat(CommandRun.of(command).out())
                .isEqualTo(CommandRun.of(command).out())
                .contains("\"staleUses\"");
    }

    @Test
    void theGuestsConsoleIsStandardOutput() {
        String hello = Checkout.root().resolve("guests/elf/arm64/hello.elf").toString();
        CommandRun run = CommandRun.of("vm", "--vcpus=2", hello);
        assertThat(run.out()).contains("hello from vcpu 0").contains("hello from vcpu 1");
        assertThat(run.status()).isZero();
    }
}
