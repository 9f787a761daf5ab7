package dev.tlbsan.bench;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.guests.Guests;
import dev.tlbsan.machine.Arch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The same guests on QEMU; for arm64 under a few instructions at EL2 that switch it off when the guest is done. */
public final class Qemu {
    private static final long SHIM = 0x4800_0000L;
    private static final int SHIM_SIZE = 0x1000;
    private static final int VECTORS = 0x800;
    private static final int SYNCHRONOUS_FROM_LOWER = 0x400;
    private static final int LONGEST_SECONDS = 300;

    private static final String ENTRY = """
            movz x2, #0x4800, lsl #16
            add x2, x2, #0x800
            msr vbar_el2, x2
            movz x2, #0x8000, lsl #16
            msr hcr_el2, x2
            movz x2, #0x3c5
            msr spsr_el2, x2
            movz x2, #0x4008, lsl #16
            msr elr_el2, x2
            movz x0, #0
            movz x1, #1
            GO
            off: movz w0, #8
            movk w0, #0x8400, lsl #16
            smc #0
            """;
    private static final String HANDLER = """
            movz w9, #0xff00
            movk w9, #0x8600, lsl #16
            cmp w0, w9
            b.ne off
            eret
            off: movz w0, #8
            movk w0, #0x8400, lsl #16
            smc #0
            """;
    /** A guest for arm needs no shim: it is alone, and switches the machine off by itself. */
    private static final String OFF_ARM = """
            movw r0, #8
            movt r0, #0x8400
            hvc #0
            """;

    private static final Map<Arch, List<String>> COMMANDS = Map.of(
            Arch.ARM64,
            List.of("qemu-system-aarch64", "-machine", "virt,virtualization=on", "-cpu", "cortex-a57"),
            Arch.ARM,
            List.of("qemu-system-arm", "-machine", "virt", "-cpu", "cortex-a15"));
    private static final List<String> OPTIONS =
            List.of("-m", "256", "-display", "none", "-monitor", "none", "-serial", "null", "-nic", "none", "-kernel");
    private static final double NANOSECONDS = 1e9;

    private Qemu() {}

    /**
     * Wall time in seconds for a guest with its default argument, without QEMU's own start and end.
     *
     * @throws IllegalArgumentException if there is no QEMU
     */
    public static double seconds(GuestBenchmark.Program program) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tlbsan-qemu");
        Path elf = folder.resolve("guest.elf");
        Path raw = folder.resolve("raw.bin");
        try {
            Files.write(elf, Guests.elf(program.elf()));
            boolean arm = program.arch() == Arch.ARM;
            List<String> alone = command(program.arch(), elf);
            Files.write(raw, arm ? image(InstructionSet.a32(), OFF_ARM, "") : shim("b off"));
            double idle = run(insteadOf(alone, raw));
            Files.write(raw, arm ? new byte[0] : shim("eret"));
            return run(arm ? alone : insteadOf(alone, raw)) - idle;
        } finally {
            for (Path file : List.of(elf, raw, folder)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<String> command(Arch arch, Path elf) {
        List<String> command = new ArrayList<>(Objects.requireNonNull(COMMANDS.get(arch)));
        command.addAll(OPTIONS);
        command.add(elf.toString());
        return command;
    }

    /** The same, but the CPU begins in a raw image. */
    private static List<String> insteadOf(List<String> alone, Path raw) {
        List<String> command = new ArrayList<>(alone);
        String address = "addr=0x" + Long.toHexString(SHIM);
        command.addAll(List.of(
                "-device", "loader,file=" + raw + "," + address + ",force-raw=on",
                "-device", "loader," + address + ",cpu-num=0"));
        return command;
    }

    private static double run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long begin = System.nanoTime();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "no " + command.getFirst() + " on the path; install QEMU to compare with it", e);
        }
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("QEMU has not ended after " + LONGEST_SECONDS + " seconds");
        }
        return (System.nanoTime() - begin) / NANOSECONDS;
    }

    /** Enters the guest at EL1; its report is ignored, any other call ends the machine. */
    private static byte[] shim(String start) {
        return image(InstructionSet.a64(), ENTRY.replace("GO", start), HANDLER);
    }

    private static byte[] image(InstructionSet instructions, String entry, String handler) {
        Assembler assembler = new Assembler(instructions);
        ByteBuffer image = ByteBuffer.allocate(SHIM_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : assembler.assemble(entry, SHIM)) {
            image.putInt(word);
        }
        image.position(VECTORS + SYNCHRONOUS_FROM_LOWER);
        for (int word : assembler.assemble(handler, SHIM + image.position())) {
            image.putInt(word);
        }
        return image.array();
    }
}
