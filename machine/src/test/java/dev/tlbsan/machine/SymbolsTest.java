package dev.tlbsan.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SymbolsTest {
    private final Symbols symbols = new Symbols(Map.of(0x1000L, "start", 0x1100L, "loop"));

    @Test
    void namesTheSymbolBelowWithTheDistance() {
        assertThat(symbols.describe(0x1000)).isEqualTo("start");
        assertThat(symbols.describe(0x10ff)).isEqualTo("start+0xff");
        assertThat(symbols.describe(0x1100)).isEqualTo("loop");
    }

    @Test
    void namesNothingWhereNoSymbolIsNear() {
        assertThat(symbols.describe(0xfff)).isEmpty();
        assertThat(symbols.describe(0x1100 + 0x10_0000)).isEqualTo("loop+0x100000");
        assertThat(symbols.describe(0x1100 + 0x10_0001)).isEmpty();
    }
}
