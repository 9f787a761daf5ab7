package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestImageTest {
    @Test
    void readsSegmentsEntryAndSymbols() {
        GuestImage image = GuestImage.parse("guest.elf", new ElfBuilder().build());
        assertThat(image.entry()).isEqualTo(0x4000_0000L);
        assertThat(image.segments()).hasSize(1);
        assertThat(image.segments().getFirst().address()).isEqualTo(0x4000_0000L);
        assertThat(image.segments().getFirst().size()).isEqualTo(4096);
        assertThat(image.segments().getFirst().data()).containsExactly(0x1f, 0x20, 0x03, 0xd5);
    }

    @Test
    void leavesMappingSymbolsOut() {
        Symbols symbols =
                GuestImage.parse("guest.elf", new ElfBuilder().build()).symbols();
        assertThat(symbols.describe(0x4000_0000L)).isEqualTo("start");
        assertThat(symbols.describe(0x4000_0004L)).isEqualTo("start+0x4");
    }

    @Test
    void needsNoSymbols() {
        byte[] stripped = new ElfBuilder().set64(40, 0).set16(60, 0).build();
        assertThat(GuestImage.parse("guest.elf", stripped).symbols().describe(0x4000_0000L))
                .isEmpty();
    }

    @Test
    void skipsSegmentsThatAreNotLoaded() {
        byte[] elf = new ElfBuilder().set32(ElfBuilder.SEGMENT, 4).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuestImage.parse("guest.elf", elf))
                .withMessage("guest.elf has its entry point 0x40000000 outside its loadable segments");
    }

    @Test
    void refusesWhatIsNoElfFile() {
        for (String text : new String[] {"", "E", "\177EL", "#!/bin/sh\n"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GuestImage.parse("script", text.getBytes(StandardCharsets.US_ASCII)))
                    .withMessage("script is not an ELF file; expected an Arm ELF executable");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " 4 | 3  | guest.elf is an ELF file of class 3; expected 32-bit (1) or 64-bit (2)",
                " 4 | 1  | guest.elf is an ELF file for machine 183; expected Arm (40)",
                " 5 | 2  | guest.elf is an ELF file of byte order 2; expected little-endian (1)",
                "18 | 62 | guest.elf is an ELF file for machine 62; expected AArch64 (183)",
                "16 | 3  | guest.elf is an ELF file of type 3; expected a static executable (2)",
            })
    void refusesOtherKindsOfElfFilesAndSaysWhatWasFound(int offset, int value, String message) {
        byte[] elf = new ElfBuilder().set8(offset, value).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuestImage.parse("guest.elf", elf))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"0x3fffffff", "0x40001000", "0", "-1"})
    void refusesAnEntryPointOutsideTheSegments(String entry) {
        long address = Long.decode(entry);
        byte[] elf = new ElfBuilder().set64(24, address).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuestImage.parse("guest.elf", elf))
                .withMessage("guest.elf has its entry point 0x" + Long.toHexString(address)
                        + " outside its loadable segments");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "32  | 0x7fffffffffffff00 | its table of 1 program headers lies at 0x7fffffffffffff00 with 0x38 bytes"
                        + " in a file of 0x198 bytes",
                "32  | -8                 | its table of 1 program headers lies at 0xfffffffffffffff8",
                "40  | 0x100000           | its table of 3 section headers lies at 0x100000 with 0xc0 bytes",
                "72  | 0x195              | its segment at 0x40000000 lies at 0x195 with 0x4 bytes",
                "88  | 0xfffffffff001     | its segment at 0xfffffffff001 of 0x1000 bytes ends beyond 48 bits of address",
                "88  | -4096              | its segment at 0xfffffffffffff000 of 0x1000 bytes ends beyond 48 bits",
                "104 | -1                 | its segment at 0x40000000 of 0xffffffffffffffff bytes ends beyond 48 bits",
                "104 | 3                  | its segment at 0x40000000 is larger in the file (0x4 bytes) than in memory"
                        + " (0x3 bytes)",
                "96  | -1                 | is larger in the file (0xffffffffffffffff bytes) than in memory",
                "304 | 0x7fffffff         | its symbol table lies at 0x7fffffff",
                "312 | 0x7fffffffffff     | its symbol table lies at 0x80 with 0x7fffffffffff bytes",
                "320 | 3                  | its symbols have their names in section 3 of 3",
                "368 | 0x198              | its table of names lies at 0x198 with 0xa bytes",
                "376 | 0x2000000000000    | its table of names lies at 0xc8 with 0x2000000000000 bytes",
            })
    void refusesDamagedFilesAndNamesTheDamage(int offset, String value, String damage) {
        byte[] elf = new ElfBuilder().set64(offset, Long.decode(value)).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuestImage.parse("guest.elf", elf))
                .withMessageStartingWith("guest.elf is a damaged ELF file: ")
                .withMessageContaining(damage);
    }

    @Test
    void refusesHeadersOfAnotherSizeAndNamesOutsideTheirTable() {
        assertDamaged(new ElfBuilder().set16(54, 32), "a program header has 32 bytes, not 56");
        assertDamaged(new ElfBuilder().set16(58, 40), "a section header has 40 bytes, not 64");
        assertDamaged(
                new ElfBuilder().set32(ElfBuilder.SYMBOLS + 24, 10), "a symbol has its name at 10 in a table of 10");
        assertDamaged(
                new ElfBuilder().set32(ElfBuilder.SYMBOLS + 24, -1), "a symbol has its name at -1 in a table of 10");
    }

    private static void assertDamaged(ElfBuilder elf, String damage) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GuestImage.parse("guest.elf", elf.build()))
                .withMessageStartingWith("guest.elf is a damaged ELF file: " + damage);
    }

    @Test
    void refusesFilesCutOffAnywhere() {
        byte[] whole = new ElfBuilder().build();
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException()
                    .as("cut off after %d bytes", length)
                    .isThrownBy(() -> GuestImage.parse("guest.elf", part))
                    .withMessageStartingWith("guest.elf is ");
        }
    }

    @Test
    void anyDamageIsTheCallersMistakeAndNeverOurs() {
        byte[] whole = new ElfBuilder().build();
        var random = new SeededRandom(7);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] elf = whole.clone();
            for (int flips = 1 + random.below(4); flips > 0; flips--) {
                elf[random.below(elf.length)] = (byte) random.next();
            }
            try {
                GuestImage.parse("guest.elf", elf);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).startsWith("guest.elf ");
                refused++;
            }
        }
        assertThat(refused).isBetween(10_000, 49_000);
    }
}
