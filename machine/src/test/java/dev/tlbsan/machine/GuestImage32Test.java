package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestImage32Test {
    private static GuestImage parse(Elf32Builder elf) {
        return GuestImage.parse("guest.elf", elf.build());
    }

    @Test
    void readsSegmentsAndAnEntryPointThatMayBeT32() {
        GuestImage image = parse(new Elf32Builder());
        assertThat(image.arch()).isEqualTo(Arch.ARM);
        assertThat(image.entry()).isEqualTo(0x4000_0001L);
        assertThat(parse(new Elf32Builder().set32(24, Elf32Builder.ADDRESS)).entry())
                .isEqualTo(0x4000_0000L);
        assertThat(image.segments()).hasSize(1);
        assertThat(image.segments().getFirst().address()).isEqualTo(0x4000_0000L);
        assertThat(image.segments().getFirst().size()).isEqualTo(4096);
        assertThat(image.segments().getFirst().data()).containsExactly(0x00, 0xbf, 0x00, 0xbf);
    }

    @Test
    void refusesAnEntryPointBetweenInstructions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(new Elf32Builder().set32(24, Elf32Builder.ADDRESS + 2)))
                .withMessage("guest.elf has its entry point 0x40000002 between instructions;"
                        + " expected a multiple of 4, or T32 with bit 0");
        assertThat(parse(new Elf32Builder().set32(24, Elf32Builder.ADDRESS + 3)).entry())
                .as("T32")
                .isEqualTo(0x4000_0003L);
    }

    @Test
    void namesFunctionsByTheirAddressWithoutTheBitThatSaysT32() {
        Symbols symbols = parse(new Elf32Builder()).symbols();
        assertThat(symbols.describe(0x4000_0000L)).isEqualTo("start");
        assertThat(symbols.describe(0x4000_0002L)).as("$t marks code").isEqualTo("start+0x2");
        assertThat(symbols.describe(0x4000_0101L)).isEqualTo("data");
    }

    @Test
    void addressesAreUnsigned() {
        int high = 0xffff_f000;
        GuestImage image =
                parse(new Elf32Builder().set32(Elf32Builder.SEGMENT + 12, high).set32(24, high | 1));
        assertThat(image.segments().getFirst().address()).isEqualTo(0xffff_f000L);
        assertThat(image.entry()).isEqualTo(0xffff_f001L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "18 | 3   | guest.elf is an ELF file for machine 3; expected Arm (40)",
                "18 | 183 | guest.elf is an ELF file for machine 183; expected Arm (40)",
                "16 | 3   | guest.elf is an ELF file of type 3; expected a static executable (2)",
            })
    void refusesOtherKindsOfElfFilesAndSaysWhatWasFound(int offset, int value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(new Elf32Builder().set16(offset, value)))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"0x3fffffff", "0x40001000", "0x40001001", "0", "-1"})
    void refusesAnEntryPointOutsideTheSegments(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(new Elf32Builder().set32(24, Integer.decode(entry))))
                .withMessage("guest.elf has its entry point 0x" + Integer.toHexString(Integer.decode(entry))
                        + " outside its loadable segments");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "28  | 0xffffffff | its table of 1 program headers lies at 0xffffffff with 0x20 bytes in a file of"
                        + " 0x124 bytes",
                "32  | 0x100000   | its table of 3 section headers lies at 0x100000 with 0x78 bytes",
                "56  | 0x122      | its segment at 0x40000000 lies at 0x122 with 0x4 bytes",
                "64  | 0xfffff001 | its segment at 0xfffff001 of 0x1000 bytes ends beyond 32 bits of address",
                "72  | 0xffffffff | its segment at 0x40000000 of 0xffffffff bytes ends beyond 32 bits of address",
                "72  | 3          | its segment at 0x40000000 is larger in the file (0x4 bytes) than in memory"
                        + " (0x3 bytes)",
                "68  | 0xffffffff | is larger in the file (0xffffffff bytes) than in memory",
                "228 | 0x7fffffff | its symbol table lies at 0x7fffffff",
                "232 | 0xffffffff | its symbol table lies at 0x58 with 0xffffffff bytes",
                "236 | 3          | its symbols have their names in section 3 of 3",
                "268 | 0x124      | its table of names lies at 0x124 with 0xf bytes",
                "272 | 0x20000000 | its table of names lies at 0x98 with 0x20000000 bytes",
                "104 | 15         | a symbol has its name at 15 in a table of 15 bytes",
                "104 | 0xffffffff | a symbol has its name at -1 in a table of 15 bytes",
            })
    void refusesDamagedFilesAndNamesTheDamage(int offset, String value, String damage) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(
                        new Elf32Builder().set32(offset, Long.decode(value).intValue())))
                .withMessageStartingWith("guest.elf is a damaged ELF file: ")
                .withMessageContaining(damage);
    }

    @Test
    void refusesHeadersOfAnotherSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(new Elf32Builder().set16(42, 56)))
                .withMessage("guest.elf is a damaged ELF file: a program header has 56 bytes, not 32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(new Elf32Builder().set16(46, 64)))
                .withMessage("guest.elf is a damaged ELF file: a section header has 64 bytes, not 40");
    }

    @Test
    void refusesFilesCutOffAnywhere() {
        byte[] whole = new Elf32Builder().build();
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
        byte[] whole = new Elf32Builder().build();
        var random = new SeededRandom(11);
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

    @Test
    void saysInOneLineThatItIsForAnotherArchitecture() {
        GuestImage arm = parse(new Elf32Builder());
        GuestImage arm64 = GuestImage.parse("other.elf", new ElfBuilder().build());
        assertThatCode(() -> arm.requireArch(Arch.ARM)).doesNotThrowAnyException();
        assertThatCode(() -> arm64.requireArch(Arch.ARM64)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arm.requireArch(Arch.ARM64))
                .withMessage(
                        "guest.elf is an executable for arm (32-bit); the machine accepts those for arm64 (64-bit)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arm64.requireArch(Arch.ARM))
                .withMessage(
                        "other.elf is an executable for arm64 (64-bit); the machine accepts those for arm (32-bit)");
    }

    @Test
    void architecturesHaveTheKernelsNames() {
        assertThat(Arch.of("arm")).isEqualTo(Arch.ARM);
        assertThat(Arch.of("arm64")).isEqualTo(Arch.ARM64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arch.of("x86"))
                .withMessage("unknown architecture 'x86'; accepted: arm64, arm");
    }
}
