package dev.tlbsan.arm.mmu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where walks begin, at both sides of every limit. */
class FirstTableTest {
    private static final long ALL_ONES_BASE = (1L << 48) - 1;

    private static WalkContext stage1(long tcr, Regime regime) {
        var registers = new Stage1Registers(1, tcr, ALL_ONES_BASE, ALL_ONES_BASE, 0);
        var all = new TranslationRegisters(registers, registers, Stage2Registers.OFF);
        return new WalkContext(all, MmuConfiguration.DEFAULT, regime);
    }

    private static WalkContext stage2(long vtcr, int paBits) {
        var registers = new Stage2Registers(1, vtcr, ALL_ONES_BASE);
        var all = new TranslationRegisters(Stage1Registers.OFF, Stage1Registers.OFF, registers);
        return new WalkContext(all, new MmuConfiguration(paBits, 16, TlbMode.COHERENT), Regime.EL10);
    }

    private static boolean walks(WalkContext context, long va) {
        return FirstTable.stage1(context, context.canonical(va)) != null;
    }

    /** TG0: 0 is 4 KiB, 1 is 64 KiB, 2 is 16 KiB. */
    @ParameterizedTest
    @CsvSource({
        "0, 16, 0", "0, 24, 0", "0, 25, 1", "0, 33, 1", "0, 34, 2", "0, 39, 2",
        "1, 16, 1", "1, 21, 1", "1, 22, 2", "1, 34, 2", "1, 35, 3", "1, 39, 3",
        "2, 16, 0", "2, 17, 1", "2, 27, 1", "2, 28, 2", "2, 38, 2", "2, 39, 3",
        "3, 16, 0"
    })
    void theFirstLevelFollowsFromTheSizeAndTheGranule(long tg0, int t0sz, int level) {
        Table table = requireNonNull(FirstTable.stage1(stage1(t0sz | tg0 << 14, Regime.EL10), 0));
        assertThat(table.level()).isEqualTo(level);
        int entries = 1 << (table.inputBits() - table.granule().sizeBits(level));
        assertThat(table.address()).as("aligned to the table").isEqualTo(ALL_ONES_BASE + 1 - 8L * entries);
        assertThat(table.descriptorAddress((1L << table.inputBits()) - 1)).isEqualTo(ALL_ONES_BASE + 1 - 8);
    }

    @ParameterizedTest
    @CsvSource({"0, 12", "1, 14", "2, 12", "3, 16"})
    void theUpperRangeEncodesGranulesInItsOwnWay(long tg1, int pageBits) {
        Table table = requireNonNull(FirstTable.stage1(stage1(25L << 16 | tg1 << 30, Regime.EL10), -1));
        assertThat(table.granule().pageBits()).isEqualTo(pageBits);
    }

    @ParameterizedTest
    @CsvSource({"15, false", "16, true", "39, true", "40, false", "0, false", "63, false"})
    void sizesOutsideTheLimitsFault(int size, boolean walks) {
        assertThat(walks(stage1(size, Regime.EL10), 0)).isEqualTo(walks);
        assertThat(walks(stage1((long) size << 16, Regime.EL10), -1)).isEqualTo(walks);
        assertThat(walks(stage1(size, Regime.EL2), 0)).isEqualTo(walks);
    }

    @Test
    void addressesOutsideTheRangesFault() {
        WalkContext context = stage1(25 | 26 << 16, Regime.EL10);
        assertThat(walks(context, (1L << 39) - 1)).isTrue();
        assertThat(walks(context, 1L << 39)).isFalse();
        assertThat(walks(context, -1L << 38)).isTrue();
        assertThat(walks(context, (-1L << 38) - 1)).isFalse();
        assertThat(walks(context, 1L << 56)).isFalse();
        assertThat(walks(context, 0x7fL << 56 | 1L << 55)).isFalse();
        WalkContext el2 = stage1(25, Regime.EL2);
        assertThat(walks(el2, (1L << 39) - 1)).isTrue();
        assertThat(walks(el2, 1L << 39)).isFalse();
        assertThat(walks(el2, -1)).isFalse();
        assertThat(walks(el2, 1L << 63)).isFalse();
    }

    @Test
    void anIgnoredTopByteDoesNotCount() {
        WalkContext lower = stage1(25 | 25 << 16 | 1L << 37, Regime.EL10);
        assertThat(walks(lower, 0x5aL << 56)).isTrue();
        assertThat(walks(lower, 0x5aL << 56 | 1L << 54)).isFalse();
        assertThat(walks(lower, -1L >>> 1))
                .as("the upper range has its own bit")
                .isFalse();
        WalkContext upper = stage1(25 | 25 << 16 | 1L << 38, Regime.EL10);
        assertThat(upper.canonical(0x5aL << 56 | -1L >>> 8)).isEqualTo(-1);
        assertThat(walks(upper, 0x5aL << 56 | -1L >>> 8)).isTrue();
        assertThat(walks(upper, 0x5aL << 56)).isFalse();
        WalkContext el2 = stage1(25 | 1 << 20, Regime.EL2);
        assertThat(walks(el2, 0xffL << 56)).isTrue();
        assertThat(walks(el2, 0xffL << 56 | 1L << 55)).isFalse();
    }

    @Test
    void disabledWalksFaultInTheirRangeOnly() {
        WalkContext lower = stage1(25 | 25 << 16 | 1 << 7, Regime.EL10);
        assertThat(walks(lower, 0)).isFalse();
        assertThat(walks(lower, -1)).isTrue();
        WalkContext upper = stage1(25 | 25 << 16 | 1 << 23, Regime.EL10);
        assertThat(walks(upper, 0)).isTrue();
        assertThat(walks(upper, -1)).isFalse();
        assertThat(walks(stage1(25 | 1 << 7 | 1 << 23, Regime.EL2), 0)).isTrue();
    }

    /** TG0, SL0, T0SZ, physical address bits; the level, or -1 for a fault. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 30, 48, 2",
        "0, 0, 39, 48, 2",
        "0, 0, 29, 48, -1",
        "0, 1, 21, 48, 1",
        "0, 1, 20, 48, -1",
        "0, 1, 33, 48, 1",
        "0, 1, 34, 48, -1",
        "0, 2, 16, 48, 0",
        "0, 2, 24, 48, 0",
        "0, 2, 25, 48, -1",
        "0, 2, 20, 44, 0",
        "0, 2, 22, 42, -1",
        "0, 3, 25, 48, -1",
        "0, 1, 24, 40, 1",
        "0, 1, 23, 40, -1",
        "0, 1, 24, 36, -1",
        "1, 0, 31, 48, 3",
        "1, 0, 30, 48, -1",
        "1, 1, 34, 48, 2",
        "1, 1, 35, 48, -1",
        "1, 1, 18, 48, 2",
        "1, 1, 17, 48, -1",
        "1, 2, 16, 48, 1",
        "1, 2, 21, 48, 1",
        "1, 2, 22, 48, -1",
        "1, 2, 21, 44, 1",
        "1, 2, 22, 42, -1",
        "2, 0, 35, 48, 3",
        "2, 1, 27, 48, 2",
        "2, 1, 38, 48, 2",
        "2, 1, 39, 48, -1",
        "2, 2, 17, 48, 1",
        "2, 2, 16, 48, 1",
        "2, 2, 24, 42, 1",
        "2, 2, 24, 40, -1",
        "2, 3, 24, 48, -1",
        "0, 2, 15, 48, -1",
        "0, 0, 40, 48, -1"
    })
    void stage2BeginsWhereSl0SaysIfThatFitsT0sz(long tg0, long sl0, int t0sz, int paBits, int level) {
        Table table = FirstTable.stage2(stage2(t0sz | sl0 << 6 | tg0 << 14, paBits), 0);
        assertThat(table == null ? -1 : table.level()).isEqualTo(level);
    }

    @Test
    void concatenatedTablesAreAlignedToTheirTotalSize() {
        Table table = requireNonNull(FirstTable.stage2(stage2(21 | 1 << 6, 48), (1L << 43) - 1));
        assertThat(table.address()).isEqualTo(ALL_ONES_BASE + 1 - 16 * 4096);
        assertThat(table.descriptorAddress((1L << 43) - 1)).isEqualTo(ALL_ONES_BASE + 1 - 8);
        assertThat(FirstTable.stage2(stage2(21 | 1 << 6, 48), 1L << 43)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"0, 32", "1, 36", "2, 40", "3, 42", "4, 44", "5, 48", "6, 48", "7, 48"})
    void outputSizesAreLimitedToWhatIsImplemented(long field, int bits) {
        assertThat(AddressSize.effective(field, 48)).isEqualTo(bits);
        assertThat(AddressSize.effective(field, 40)).isEqualTo(Math.min(bits, 40));
    }

    @Test
    void asidsAndVmidsHaveTheSizeThatIsSelected() {
        long ttbr0 = 0x1234L << 48;
        long ttbr1 = 0x5678L << 48;
        assertThat(new Stage1Registers(1, 1L << 36, ttbr0, ttbr1, 0).asid()).isEqualTo(0x1234);
        assertThat(new Stage1Registers(1, 1L << 36 | 1 << 22, ttbr0, ttbr1, 0).asid())
                .isEqualTo(0x5678);
        assertThat(new Stage1Registers(1, 0, ttbr0, ttbr1, 0).asid()).isEqualTo(0x34);
        assertThat(new Stage2Registers(0, 1 << 19, ttbr0).vmid(16)).isEqualTo(0x1234);
        assertThat(new Stage2Registers(0, 1 << 19, ttbr0).vmid(8)).isEqualTo(0x34);
        assertThat(new Stage2Registers(0, 0, ttbr0).vmid(16)).isEqualTo(0x34);
    }
}
