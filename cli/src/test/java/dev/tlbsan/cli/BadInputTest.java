package dev.tlbsan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a user gets wrong: one line that names it and what is accepted, exit status 1, no stack trace. */
class BadInputTest {
    private static final int ELF_CLASS = 4;
    private static final int ELF_MACHINE = 18;

    @TempDir
    Path folder;

    static Stream<Arguments> mistakes() {
        String guest = guest("siblings").toString();
        return Stream.of(
                Arguments.of("demo --arch=mips", "mips", "arm64"),
                Arguments.of("demo --tlb=huge", "huge", "retain, coherent or finite:SIZExWAYS"),
                Arguments.of("demo --tlb=finite:10x3", "3", "must divide the size 10"),
                Arguments.of("demo --seed=x", "x", "--seed"),
                Arguments.of(
                        "demo --nonsense", "--nonsense", "accepted: --ablate, --arch, --help, --json, --seed, --tlb"),
                Arguments.of("demo siblings", "siblings", "accepted: --ablate"),
                Arguments.of("nonsense", "nonsense", "accepted: demo, vm, bench, difftest"),
                Arguments.of("vm --policy=never " + guest, "never", "none, sched-in, vcpu-load, always"),
                Arguments.of("vm --vcpus=9 " + guest, "9 vCPUs", "1 to 8"),
                Arguments.of("vm --vcpus=0 " + guest, "0 vCPUs", "1 to 8"),
                Arguments.of("vm --cpus=9 " + guest, "9 CPUs", "1 to 8"),
                Arguments.of("vm --memory=10X " + guest, "10X", "such as 64M"),
                Arguments.of("vm --memory=900G " + guest, "900G", "up to 32G"),
                Arguments.of("vm --memory=512K " + guest, "siblings.elf", "outside guest memory"),
                Arguments.of("vm --arch= " + guest, "unknown architecture ''", "arm64, arm"),
                Arguments.of("vm " + guest + " second.elf", "second.elf", "accepted: GUEST.elf"),
                Arguments.of("vm --max-instructions=0 " + guest, "0 instructions", "1 or more"),
                Arguments.of("vm --max-instructions=1000 " + guest, "siblings.elf", "has not ended"),
                Arguments.of("vm /nowhere/guest.elf", "/nowhere/guest.elf", "ELF executable"),
                Arguments.of("vm", "GUEST.elf", "Missing required parameter"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeGetsOneLineThatNamesIt(String command, String value, String accepted) {
        refuses(CommandRun.of(command.split(" ")), value, accepted);
    }

    @Test
    void noCommandListsTheCommands() {
        refuses(CommandRun.of(), "no command", "demo");
    }

    @Test
    void aTextFileIsNoGuest() throws IOException {
        Path text = Files.writeString(folder.resolve("guest.txt"), "hello");
        refuses(CommandRun.of("vm", text.toString()), "guest.txt", "ELF");
    }

    @Test
    void a32BitGuestForA64BitMachineIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(guest("siblings"));
        bytes[ELF_CLASS] = 1;
        refuses(CommandRun.of("vm", write(bytes)), "changed.elf", "Arm (40)");
    }

    @Test
    void aGuestOfAnotherArchitectureThanAskedForIsRefused() throws IOException {
        String guest = guest("siblings").toString();
        refuses(CommandRun.of("vm", "--arch=arm", guest), "siblings.elf", "arm (32-bit)");
        refuses(CommandRun.of("vm", "--arch=mips", guest), "mips", "arm64, arm");
    }

    @Test
    void anArgumentThatNoRegisterOfArmHoldsIsRefused() {
        String guest = Checkout.root().resolve("guests/elf/arm/fib-a32.elf").toString();
        refuses(CommandRun.of("vm", "--argument=4294967297", guest), "argument 4294967297", "32 bits");
        assertThat(CommandRun.of("vm", "--argument=4294967297", guest("hello").toString())
                        .status())
                .isEqualTo(0);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        String below = file.resolve("below").toString();
        refuses(CommandRun.of("difftest", "--record=" + below), below, "");
    }

    @Test
    void whatIsFoundInAGuestThatDoesNotEndIsTold() {
        String guest = guest("siblings").toString();
        CommandRun run = CommandRun.of("vm", "--vcpus=2", "--policy=none", "--max-instructions=40000", guest);
        assertThat(run.status()).isEqualTo(66);
        assertThat(run.err()).startsWith("==tlbsan: stale-use: ").contains("\ntlbsan: " + guest + " has not ended");
    }

    @Test
    void aGuestThatDoesNotEndSaysSoInJsonToo() {
        CommandRun run = CommandRun.of(
                "vm", "--json", "--max-instructions=1000", guest("siblings").toString());
        refuses(run, "siblings.elf", "has not ended");
        assertThat(run.out()).contains("\"failures\" : [ \"").contains("has not ended after");
    }

    @Test
    void aGuestForAnotherMachineIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(guest("siblings"));
        bytes[ELF_MACHINE] = 62;
        refuses(CommandRun.of("vm", write(bytes)), "62", "AArch64");
    }

    @Test
    void aTruncatedGuestIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(guest("siblings"));
        refuses(CommandRun.of("vm", write(java.util.Arrays.copyOf(bytes, 100))), "changed.elf", "");
    }

    private String write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("changed.elf"), bytes).toString();
    }

    private static Path guest(String name) {
        return Checkout.root().resolve("guests/elf/arm64/" + name + ".elf");
    }

    private static void refuses(CommandRun run, String value, String accepted) {
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("tlbsan: ").contains(value).contains(accepted);
    }
}
