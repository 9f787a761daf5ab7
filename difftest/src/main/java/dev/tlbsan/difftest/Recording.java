package dev.tlbsan.difftest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A case with what QEMU made of it.
 *
 * @param testCase the case
 * @param qemu the outcome there
 */
record Recording(TestCase testCase, Outcome qemu) {
    private static final int LONGEST = 1 << 20;

    /** Recordings as a file: case and outcome in turn, as the payload's format has them, compressed. */
    static byte[] write(List<Recording> recordings) {
        var bytes = new ByteArrayOutputStream();
        try (var compressed = new GZIPOutputStream(bytes)) {
            byte[] bytesOfOne = new byte[LONGEST];
            ByteBuffer buffer = CaseFile.little(bytesOfOne);
            for (Recording recording : recordings) {
                buffer.clear();
                Arrays.fill(bytesOfOne, (byte) 0);
                CaseFile.write(recording.testCase, buffer);
                recording.qemu.write(buffer);
                compressed.write(bytesOfOne, 0, buffer.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress", e);
        }
        return bytes.toByteArray();
    }

    /** Reads such a file. */
    static List<Recording> read(InputStream file) throws IOException {
        ByteBuffer in = CaseFile.little(new GZIPInputStream(file).readAllBytes());
        List<Recording> recordings = new ArrayList<>();
        while (in.hasRemaining()) {
            TestCase testCase = CaseFile.read(in);
            int start = in.position();
            int size = in.getInt(start);
            recordings.add(new Recording(testCase, Outcome.read(in, start, size)));
            in.position(start + size);
        }
        return recordings;
    }
}
