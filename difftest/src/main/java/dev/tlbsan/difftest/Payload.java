package dev.tlbsan.difftest;

import dev.tlbsan.machine.GuestImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The bare-metal program that runs the cases. */
final class Payload {
    /** Its name among the resources. */
    static final String NAME = "payload-arm64.elf";

    private Payload() {}

    static byte[] bytes() {
        try (InputStream in = Payload.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException("the build has left out " + NAME);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + NAME, e);
        }
    }

    static GuestImage image() {
        return GuestImage.parse(NAME, bytes());
    }
}
