package dev.tlbsan.difftest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The files of recordings among the test resources. */
final class Recordings {
    private Recordings() {}

    static List<Recording> of(String name) {
        try (InputStream file = Objects.requireNonNull(Recordings.class.getResourceAsStream(name), name)) {
            return Recording.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    static List<TestCase> cases(List<Recording> recordings) {
        return recordings.stream().map(Recording::testCase).toList();
    }
}
