package dev.tlbsan.difftest;

import dev.tlbsan.machine.Arch;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the payload on QEMU, whose memory is a file that input is written to and output read from. */
final class QemuExecutor implements Executor {
    private static final long RAM_BASE = 0x4000_0000L;
    private static final int SECONDS = 120;

    private final Arch arch;
    private final Path program;
    private final String cpu;

    /**
     * Looks for QEMU on the path.
     *
     * @param arch the architecture of the payload
     * @param cpu the processor that it is to be
     * @throws IllegalArgumentException if it is not there
     */
    QemuExecutor(Arch arch, String cpu) {
        this.arch = arch;
        this.program = find(programOf(arch));
        this.cpu = cpu;
    }

    private static String programOf(Arch arch) {
        return switch (arch) {
            case ARM64 -> "qemu-system-aarch64";
            case ARM -> "qemu-system-arm";
        };
    }

    private static Path find(String name) {
        String path = System.getenv("PATH");
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(name + " is not on the path; install QEMU (Debian: qemu-system-arm)");
    }

    @Override
    public CaseFile.Output run(List<TestCase> cases) {
        try {
            Path folder = Files.createTempDirectory("tlbsan-difftest");
            Path ram = folder.resolve("ram");
            Path payload = folder.resolve(Payload.name(arch));
            try {
                Files.write(payload, Payload.bytes(arch));
                return run(ram, payload, CaseFile.encode(cases));
            } finally {
                Files.deleteIfExists(ram);
                Files.deleteIfExists(payload);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + program, e);
        }
    }

    private CaseFile.Output run(Path ram, Path payload, byte[] input) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel file = FileChannel.open(
                        ram,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            MemorySegment memory = file.map(FileChannel.MapMode.READ_WRITE, 0, Layout.MEMORY, arena);
            memory.asSlice(Layout.INPUT - RAM_BASE, input.length).copyFrom(MemorySegment.ofArray(input));
            String end = await(start(ram, payload));
            CaseFile.Output output = CaseFile.decodeOutput(
                    memory.asSlice(Layout.OUTPUT - RAM_BASE, Layout.OUTPUT_SIZE).asByteBuffer());
            return output.complete()
                    ? output
                    : new CaseFile.Output(output.status(), output.count(), output.detail() + end, output.outcomes());
        }
    }

    private Process start(Path ram, Path payload) throws IOException {
        String backend = "memory-backend-file,id=ram,share=on,size=" + Layout.MEMORY + ",mem-path=" + ram;
        return new ProcessBuilder(
                        program.toString(),
                        "-machine",
                        "virt,virtualization=on,gic-version=2,memory-backend=ram",
                        "-cpu",
                        cpu,
                        "-m",
                        (Layout.MEMORY >> 20) + "M",
                        "-object",
                        backend,
                        "-nodefaults",
                        "-display",
                        "none",
                        "-serial",
                        "none",
                        "-monitor",
                        "none",
                        "-kernel",
                        payload.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Waits until QEMU has ended, and says how it did if not by itself. */
    private static String await(Process qemu) {
        try {
            if (!qemu.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return "; stopped after " + SECONDS + " seconds";
            }
            return "; exit status " + qemu.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while QEMU ran", e);
        } finally {
            qemu.destroyForcibly();
            qemu.onExit().join();
        }
    }
}
