package dev.tlbsan.bench;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.guests.Guests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The same guests on QEMU, under a few instructions at EL2 that switch the machine off when the guest is done. */
public final class Qemu {
    private static final String BINARY = "qemu-system-aarch64";
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
    private static final double NANOSECONDS = 1e9;

    private Qemu() {}

    /**
     * Wall time in seconds for a guest with its default argument, without QEMU's own start and end.
     *
     * @throws IllegalArgumentException if there is no QEMU
     */
    public static double seconds(String guest) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tlbsan-qemu");
        try {
            Path elf = Files.write(folder.resolve("guest.elf"), Guests.elf("arm64/" + guest + ".elf"));
            Path shim = Files.write(folder.resolve("shim.bin"), shim("eret"));
            Path nothing = Files.write(folder.resolve("nothing.bin"), shim("b off"));
            double idle = run(elf, nothing);
            return run(elf, shim) - idle;
        } finally {
            for (Path file : List.of(
                    folder.resolve("guest.elf"), folder.resolve("shim.bin"), folder.resolve("nothing.bin"), folder)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static double run(Path elf, Path shim) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(
                BINARY,
                "-machine",
                "virt,virtualization=on",
                "-cpu",
                "cortex-a57",
                "-m",
                "256",
                "-display",
                "none",
                "-monitor",
                "none",
                "-serial",
                "null",
                "-kernel",
                elf.toString(),
                "-device",
                "loader,file=" + shim + ",addr=0x" + Long.toHexString(SHIM) + ",force-raw=on",
                "-device",
                "loader,addr=0x" + Long.toHexString(SHIM) + ",cpu-num=0");
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long begin = System.nanoTime();
        Process process;
        try {
            process = command.start();
        } catch (IOException e) {
            throw new IllegalArgumentException("no " + BINARY + " on the path; install QEMU to compare with it", e);
        }
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("QEMU has not ended after " + LONGEST_SECONDS + " seconds");
        }
        return (System.nanoTime() - begin) / NANOSECONDS;
    }

    /** Enters the guest at EL1; its report is ignored, any other call ends the machine. */
    private static byte[] shim(String start) {
        Assembler assembler = new Assembler(InstructionSet.a64());
        ByteBuffer image = ByteBuffer.allocate(SHIM_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : assembler.assemble(ENTRY.replace("GO", start), SHIM)) {
            image.putInt(word);
        }
        image.position(VECTORS + SYNCHRONOUS_FROM_LOWER);
        for (int word : assembler.assemble(HANDLER, SHIM + image.position())) {
            image.putInt(word);
        }
        return image.array();
    }
}
