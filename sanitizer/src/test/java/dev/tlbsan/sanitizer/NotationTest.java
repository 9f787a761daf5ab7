package dev.tlbsan.sanitizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.TlbEntry;
import org.junit.jupiter.api.Test;

class NotationTest {
    @Test
    void aNumberHasTheDigitsOfTheWidestOfItsKind() {
        assertThat(Notation.AARCH64.virtual(1)).isEqualTo("0x0000000000000001");
        assertThat(Notation.AARCH64.physical(1)).isEqualTo("0x0000000000000001");
        assertThat(Notation.AARCH32_LONG.virtual(0xffff_ffffL)).isEqualTo("0xffffffff");
        assertThat(Notation.AARCH32_LONG.physical(0xff_ffff_ffffL)).isEqualTo("0xffffffffff");
        assertThat(Notation.AARCH32_SHORT.physical(1)).isEqualTo("0x0000000001");
    }

    @Test
    void aDescriptorIsAsWideAsTheFormatOfItsStage() {
        assertThat(Notation.AARCH32_SHORT.descriptor(1, 1)).isEqualTo("0x00000001");
        assertThat(Notation.AARCH32_SHORT.descriptor(2, 1)).isEqualTo("0x0000000000000001");
        assertThat(Notation.AARCH32_LONG.descriptor(1, 1)).isEqualTo("0x0000000000000001");
        assertThat(Notation.AARCH64.descriptor(1, 1)).isEqualTo("0x0000000000000001");
    }

    @Test
    void whatAnEntryOfStage2TranslatesIsNoVirtualAddress() {
        assertThat(Notation.AARCH32_LONG.input(TlbEntry.Kind.STAGE2, 1)).isEqualTo("0x0000000001");
        assertThat(Notation.AARCH32_LONG.input(TlbEntry.Kind.COMBINED, 1)).isEqualTo("0x00000001");
    }
}
