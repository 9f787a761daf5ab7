package dev.tlbsan.difftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaseFileTest {
    @Test
    void casesSurviveBeingWrittenAndRead() {
        for (TestCase testCase : List.of(
                Directed.at(1).with(3, 7).run("ldr x0, [x3]; svc #0x5"),
                Directed.stage1(TranslationCase.Operation.S1E0W, 0x1234)
                        .map(0, 2, 0x701)
                        .build())) {
            ByteBuffer bytes = CaseFile.little(new byte[4096]);
            CaseFile.write(testCase, bytes);
            int end = bytes.position();
            TestCase read = CaseFile.read(bytes.rewind());
            assertThat(bytes.position()).isEqualTo(end);
            assertThat(read).usingRecursiveComparison().isEqualTo(testCase);
        }
    }

    @Test
    void recordingsSurviveBeingWrittenAndRead() throws IOException {
        var recording = new Recording(
                Directed.at(0).run("svc #0x0"), new Outcome(InstructionCase.KIND, 9, List.of(1L, 2L, 3L, 4L)));
        byte[] file = Recording.write(List.of(recording, recording));
        assertThat(Recording.read(new ByteArrayInputStream(file)))
                .hasSize(2)
                .allSatisfy(read -> assertThat(read).usingRecursiveComparison().isEqualTo(recording));
    }

    @Test
    void memoryWithoutTheMagicIsAPayloadThatDidNotStart() {
        CaseFile.Output output = CaseFile.decodeOutput(ByteBuffer.allocate(CaseFile.HEADER));
        assertThat(output.complete()).isFalse();
        assertThat(output.detail()).contains("did not start");
    }

    @Test
    void tooManyCasesAreRefused() {
        TestCase testCase = Directed.at(0).run("svc #0x0");
        List<TestCase> cases = new ArrayList<>(Collections.nCopies(200_000, testCase));
        assertThatThrownBy(() -> CaseFile.encode(cases))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("200000 cases");
    }
}
