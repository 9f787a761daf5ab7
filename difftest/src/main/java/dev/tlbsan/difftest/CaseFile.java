package dev.tlbsan.difftest;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The payload's input and output as bytes; {@code payload/FORMAT.md}. */
final class CaseFile {
    /** The size of the header of input and output. */
    static final int HEADER = 0x40;

    /** Where in the output the number of finished cases is. */
    static final int COUNT_AT = 16;

    private static final long INPUT_MAGIC = 0x4553_4143_4646_4944L;
    private static final long OUTPUT_MAGIC = 0x544c_5352_4646_4944L;
    private static final int VERSION = 1;
    private static final int RECORD_HEADER = 16;
    private static final int DONE = 1;

    private CaseFile() {}

    /**
     * What the payload reports.
     *
     * @param status 1 if it ran all cases
     * @param count how many it finished
     * @param detail what happened if it did not run all
     * @param outcomes those of the finished cases
     */
    record Output(int status, int count, String detail, List<Outcome> outcomes) {
        boolean complete() {
            return status == DONE;
        }
    }

    /**
     * The input for some cases.
     *
     * @throws IllegalArgumentException if they do not fit into the input area
     */
    static byte[] encode(List<TestCase> cases) {
        byte[] bytes = new byte[(int) Layout.INPUT_SIZE];
        ByteBuffer out = little(bytes);
        out.position(HEADER);
        try {
            cases.forEach(testCase -> write(testCase, out));
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException(
                    cases.size() + " cases do not fit into " + Layout.INPUT_SIZE + " bytes", e);
        }
        int size = out.position();
        out.putLong(0, INPUT_MAGIC).putInt(8, VERSION).putInt(12, cases.size()).putLong(16, size);
        return Arrays.copyOf(bytes, size);
    }

    /** Appends one case. */
    static void write(TestCase testCase, ByteBuffer out) {
        int start = out.position();
        out.putInt(0).putInt(testCase.kind()).putLong(testCase.tag());
        testCase.writeBody(out);
        while (out.position() % RECORD_HEADER != 0) {
            out.put((byte) 0);
        }
        out.putInt(start, out.position() - start);
    }

    /** Reads one case, and stops behind it. */
    static TestCase read(ByteBuffer in) {
        int end = in.position() + in.getInt();
        int kind = in.getInt();
        long tag = in.getLong();
        TestCase testCase =
                kind == InstructionCase.KIND ? InstructionCase.readBody(tag, in) : TranslationCase.readBody(tag, in);
        in.position(end);
        return testCase;
    }

    /** Reads an output; bytes after its end are ignored. */
    static Output decodeOutput(ByteBuffer bytes) {
        ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (in.getLong(0) != OUTPUT_MAGIC) {
            return new Output(0, 0, "the payload did not start", List.of());
        }
        int count = (int) in.getLong(COUNT_AT);
        List<Outcome> outcomes = new ArrayList<>();
        int at = HEADER;
        for (int i = 0; i < count; i++) {
            int size = in.getInt(at);
            outcomes.add(Outcome.read(in, at, size));
            at += size;
        }
        String detail = "payload status %d after %d cases, vector 0x%x, esr 0x%x, elr 0x%x, far 0x%x"
                .formatted(in.getInt(12), count, in.getLong(32), in.getLong(40), in.getLong(48), in.getLong(56));
        return new Output(in.getInt(12), count, detail, outcomes);
    }

    /** The size of the output whose header is given. */
    static long outputSize(ByteBuffer header) {
        return header.order(ByteOrder.LITTLE_ENDIAN).getLong(24);
    }

    static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
