package dev.tlbsan.sanitizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.Translation;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bit of an output address, of a root and of a descriptor's validity decides by itself. */
class OutputAddressTest {
    private static final long VA = 0x12_3456_7000L;
    private static final long IPA = 0x65_4321_0000L;
    private static final long PATTERN = 0x0000_a5a5_a5a5_a000L;

    private final World world = new World();
    private final Tables tables = world.tables;
    private final TestPe pe = world.pe;
    private final long root = tables.page();

    static IntStream pageBits() {
        return IntStream.rangeClosed(12, 47);
    }

    /** Those that leave a root in RAM. */
    static IntStream rootBits() {
        return IntStream.rangeClosed(12, 20);
    }

    static IntStream bigBlockBits() {
        return IntStream.rangeClosed(30, 47);
    }

    static IntStream blockBits() {
        return IntStream.rangeClosed(21, 47);
    }

    private void useAfter(Runnable change) {
        pe.isb();
        assertThat(pe.load(VA)).isNotEqualTo(-1);
        change.run();
        pe.isb();
        assertThat(pe.load(VA)).isNotEqualTo(-1);
    }

    private void flip(long at, int bit) {
        tables.write(at, tables.read(at) ^ 1L << bit);
    }

    private static long aligned(int bits) {
        return PATTERN >>> bits << bits;
    }

    @ParameterizedTest
    @MethodSource("pageBits")
    void everyBitOfAPageAddressIsCompared(int bit) {
        pe.stage1(1, root, 0);
        long at = tables.map(root, VA, PATTERN | Tables.PAGE);
        useAfter(() -> flip(at, bit));
        assertThat(world.sanitizer.staleUses()).isEqualTo(1);
        assertThat(world.finding().cause()).isInstanceOf(Cause.Replaced.class);
    }

    @ParameterizedTest
    @MethodSource("blockBits")
    void everyBitOfABlockAddressIsCompared(int bit) {
        pe.stage1(1, root, 0);
        long at = tables.map(root, VA, 2, aligned(21) | Tables.BLOCK);
        useAfter(() -> flip(at, bit));
        assertThat(world.sanitizer.staleUses()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("bigBlockBits")
    void everyBitOfAGigabyteBlockAddressIsCompared(int bit) {
        pe.stage1(1, root, 0);
        long at = tables.map(root, VA, 1, aligned(30) | Tables.BLOCK);
        useAfter(() -> flip(at, bit));
        assertThat(world.sanitizer.staleUses()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("pageBits")
    void everyBitOfAStage2PageAddressIsCompared(int bit) {
        long root2 = tables.page();
        tables.mapRam(root2);
        tables.map(root, VA, IPA | Tables.PAGE);
        long at = tables.map(root2, IPA, PATTERN | Tables.PAGE2);
        pe.stage1(1, root, 0).stage2(1, root2);
        useAfter(() -> flip(at, bit));
        assertThat(world.sanitizer.staleUses()).isEqualTo(1);
        assertThat(world.finding().cause().stage()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("rootBits")
    void everyBitOfARootMakesItAnother(int bit) {
        long otherRoot = root ^ 1L << bit;
        while (tables.page() < otherRoot) {
            assertThat(otherRoot).isLessThan(TestMemory.BASE + TestMemory.BYTES);
        }
        tables.map(root, VA, PATTERN | Tables.PAGE);
        tables.map(otherRoot, VA, 0x5000_0000L | Tables.PAGE);
        pe.stage1(1, root, 0);
        useAfter(() -> pe.stage1(1, otherRoot, 0));
        assertThat(world.sanitizer.staleUses()).isEqualTo(1);
        assertThat(world.finding().cause()).isEqualTo(new Cause.OtherRoot(1, 1L << 48 | root, 1L << 48 | otherRoot));
    }

    @Test
    void theCommonNotPrivateBitOfARootIsNoAddress() {
        long at = tables.map(root, VA, PATTERN | Tables.PAGE);
        pe.stage1(1, root, 0);
        useAfter(() -> {
            pe.stage1(1, root | 1, 0);
            tables.write(at, 0);
        });
        assertThat(world.sanitizer.staleUses()).isZero();
    }

    /** All bits of a page descriptor but those of its address. */
    @ParameterizedTest
    @CsvSource({
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "48", "50", "51", "52", "53", "54", "55", "63"
    })
    void noOtherBitOfADescriptorMakesItStale(int bit) {
        pe.stage1(1, root, 0).isb();
        long at = tables.map(root, VA, PATTERN | Tables.PAGE);
        pe.load(VA);
        flip(at, bit);
        pe.load(VA);
        assertThat(world.sanitizer.staleUses()).isZero();
    }

    /** Invalid in both ways, with another address: owed. */
    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2, false", "3, true"})
    void onlyAValidDescriptorReplaces(long type, boolean stale) {
        pe.stage1(1, root, 0).isb();
        long at = tables.map(root, VA, PATTERN | Tables.PAGE);
        pe.load(VA);
        tables.write(at, 0x5000_0000L | (Tables.PAGE & ~3) | type);
        pe.load(VA);
        assertThat(world.sanitizer.staleUses()).isEqualTo(stale ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("blockBits")
    void aPageOfABlockIsComparedByItsOwnAddress(int bit) {
        pe.stage1(1, root, 0).isb();
        long block = aligned(21);
        long at = tables.map(root, VA, 2, block | Tables.BLOCK);
        pe.load(VA);
        tables.write(at, 0);
        long page = block | (VA & 0x1f_f000);
        tables.map(root, VA, page | Tables.PAGE);
        pe.load(VA);
        assertThat(world.sanitizer.staleUses()).as("splintered in place").isZero();
        tables.map(root, VA, (page ^ 1L << bit) | Tables.PAGE);
        pe.load(VA);
        assertThat(world.sanitizer.staleUses()).as("and moved").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"12", "13", "20", "21", "29", "30", "38", "39", "46", "47"})
    void everyBitOfATableAddressLeadsElsewhere(int bit) {
        pe.stage1(1, root, 0).isb();
        tables.map(root, VA, PATTERN | Tables.PAGE);
        pe.load(VA);
        long at = tables.place(root, VA, 2);
        long other = (tables.read(at) & Tables.ADDRESS) ^ 1L << bit;
        flip(at, bit);
        if (world.memory.isRam(other, 4096)) {
            tables.write(tables.place(root, VA, 3), 0x5000_0000L | Tables.PAGE);
        }
        pe.load(VA);
        assertThat(world.sanitizer.staleUses()).isEqualTo(world.memory.isRam(other, 4096) ? 1 : 0);
    }

    @Test
    void tablesWhereThereIsNoMemoryGiveNeitherAddressNorTranslationFault() {
        pe.stage1(1, root, 0).isb();
        tables.map(root, VA, PATTERN | Tables.PAGE);
        Translation before = pe.access(Access.Kind.READ, VA);
        pe.stage1(1, 0x9000_0000L, 0).isb();
        assertThat(pe.load(VA)).isEqualTo(((Translation.Mapped) before).pa());
        assertThat(world.sanitizer.staleUses()).isZero();
    }
}
