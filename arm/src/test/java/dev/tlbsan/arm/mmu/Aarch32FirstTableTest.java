package dev.tlbsan.arm.mmu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where walks of AArch32 begin, at both sides of every limit. */
class Aarch32FirstTableTest {
    private static final long EAE = 1L << 31;
    private static final long TTBR0 = 0x12_3fff_ffffL;
    private static final long TTBR1 = 0x45_7fff_ffffL;
    private static final int NONE = -1;

    private static WalkContext stage1(long tcr, Regime regime) {
        var registers = new Stage1Registers(1, tcr, TTBR0, TTBR1, 0);
        var all = new TranslationRegisters(registers, registers, Stage2Registers.OFF, true);
        return new WalkContext(all, MmuConfiguration.DEFAULT, regime);
    }

    private static WalkContext stage2(long vtcr) {
        var registers = new Stage2Registers(1, vtcr, -1);
        return new WalkContext(
                new TranslationRegisters(Stage1Registers.OFF, Stage1Registers.OFF, registers, true),
                MmuConfiguration.DEFAULT,
                Regime.EL10);
    }

    /** 0 or 1 for the TTBR, or none. */
    private static int root(long tcr, long va) {
        WalkContext context = stage1(tcr, Regime.EL10);
        return FirstTable.stage1(context, va) == null ? NONE : context.upper(va) ? 1 : 0;
    }

    /** TTBCR.N moves the border down by half for each step, and shortens the table of TTBR0. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void theShortFormatSplitsAtTheTopOfTheLowerRange(int n) {
        long border = 1L << (32 - n);
        assertThat(root(n, border - 1)).isZero();
        if (n > 0) {
            assertThat(root(n, border)).isEqualTo(1);
            assertThat(root(n, 0xffff_ffffL)).isEqualTo(1);
        }
        Table lower = requireNonNull(FirstTable.stage1(stage1(n, Regime.EL10), border - 1));
        long size = 0x4000L >>> n;
        assertThat(lower.address()).isEqualTo(0x4000_0000L - size);
        assertThat(lower.descriptorAddress(border - 1)).isEqualTo(0x4000_0000L - 4);
        assertThat(lower.level()).isEqualTo(1);
    }

    @Test
    void theUpperTableOfTheShortFormatIsAlwaysWhole() {
        Table upper = requireNonNull(FirstTable.stage1(stage1(7, Regime.EL10), 0xffff_ffffL));
        assertThat(upper.address()).isEqualTo(0x8000_0000L - 0x4000);
        assertThat(upper.descriptorAddress(0xffff_ffffL)).isEqualTo(0x8000_0000L - 4);
        assertThat(upper.descriptorAddress(0x1230_0000L)).isEqualTo(0x8000_0000L - 0x4000 + 0x123 * 4);
    }

    @Test
    void eachHalfOfTheShortFormatCanBeDisabled() {
        assertThat(root(1 | 1 << 4, 0)).isEqualTo(NONE);
        assertThat(root(1 | 1 << 4, 0x8000_0000L)).isEqualTo(1);
        assertThat(root(1 | 1 << 5, 0)).isZero();
        assertThat(root(1 | 1 << 5, 0x8000_0000L)).isEqualTo(NONE);
    }

    /** T0SZ, T1SZ, address, TTBR. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0xffffffff, 0",
        "1, 0, 0x7fffffff, 0",
        "1, 0, 0x80000000, 1",
        "7, 0, 0x01ffffff, 0",
        "7, 0, 0x02000000, 1",
        "0, 1, 0x7fffffff, 0",
        "0, 1, 0x80000000, 1",
        "0, 7, 0xfdffffff, 0",
        "0, 7, 0xfe000000, 1",
        "2, 3, 0x3fffffff, 0",
        "2, 3, 0x40000000, -1",
        "2, 3, 0xdfffffff, -1",
        "2, 3, 0xe0000000, 1"
    })
    void theLongFormatSplitsByBothSizes(long t0sz, long t1sz, String va, int expected) {
        assertThat(root(EAE | t0sz | t1sz << 16, Long.decode(va))).isEqualTo(expected);
    }

    @Test
    void eachHalfOfTheLongFormatCanBeDisabled() {
        assertThat(root(EAE | 1 << 7, 0)).isEqualTo(NONE);
        assertThat(root(EAE | 1 << 23, 0)).isZero();
        assertThat(root(EAE | 1 << 16 | 1 << 23, 0x8000_0000L)).isEqualTo(NONE);
        assertThat(root(EAE | 1 << 16 | 1 << 7, 0x8000_0000L)).isEqualTo(1);
    }

    /** A table of more than one gigabyte begins at level 1; all are aligned to their size, of 40 address bits. */
    @ParameterizedTest
    @CsvSource({"0, 1, 4", "1, 1, 2", "2, 2, 512", "3, 2, 256", "7, 2, 16"})
    void theFirstLevelFollowsFromTheSize(long size, int level, int entries) {
        Table lower = requireNonNull(FirstTable.stage1(stage1(EAE | size, Regime.EL10), 0));
        assertThat(lower.level()).isEqualTo(level);
        assertThat(lower.address()).isEqualTo((TTBR0 + 1) - 8L * entries);
        assertThat(lower.descriptorAddress((1L << (32 - size)) - 1)).isEqualTo(TTBR0 + 1 - 8);
        Table hyp = requireNonNull(FirstTable.stage1(stage1(size, Regime.EL2), 0));
        assertThat(hyp).isEqualTo(lower);
    }

    @Test
    void hypModeHasOneRange() {
        WalkContext context = stage1(1 | 1 << 7 | 1 << 16, Regime.EL2);
        assertThat(FirstTable.stage1(context, 0x7fff_ffffL)).isNotNull();
        assertThat(FirstTable.stage1(context, 0x8000_0000L)).isNull();
    }

    /** T0SZ with its sign, SL0, the level or -1, the size of the input address in bits. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 2, 32",
        "0, 1, 1, 32",
        "0, 2, -1, 0",
        "0, 3, -1, 0",
        "1, 0, 2, 31",
        "1, 1, 1, 31",
        "2, 0, 2, 30",
        "2, 1, -1, 0",
        "7, 0, 2, 25",
        "-1, 0, 2, 33",
        "-2, 0, 2, 34",
        "-3, 0, -1, 0",
        "-3, 1, 1, 35",
        "-8, 1, 1, 40"
    })
    void stage2SizesAndLevelsMustFit(int t0sz, int sl0, int level, int inputBits) {
        WalkContext context = stage2((t0sz & 0x1f) | sl0 << 6);
        Table table = FirstTable.stage2(context, 0);
        if (level < 0) {
            assertThat(table).isNull();
            return;
        }
        assertThat(requireNonNull(table).level()).isEqualTo(level);
        assertThat(table.inputBits()).isEqualTo(inputBits);
        assertThat(FirstTable.stage2(context, (1L << inputBits) - 1)).isNotNull();
        assertThat(FirstTable.stage2(context, 1L << inputBits)).isNull();
        assertThat(table.descriptorAddress((1L << inputBits) - 1)).isEqualTo((1L << 40) - 8);
    }
}
