package dev.tlbsan.difftest;

import dev.tlbsan.machine.Arch;
import dev.tlbsan.machine.GuestImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The bare-metal program that runs the cases. */
final class Payload {
    private Payload() {}

    /** Its name among the resources. */
    static String name(Arch arch) {
        return "payload-" + arch.word() + ".elf";
    }

    static byte[] bytes(Arch arch) {
        String name = name(arch);
        try (InputStream in = Payload.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build has left out " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    static GuestImage image(Arch arch) {
        return GuestImage.parse(name(arch), bytes(arch));
    }
}
