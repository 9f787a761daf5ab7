package dev.tlbsan.arm.mmu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an entry made from a descriptor of 32 bits says, with each of its bits in turn. */
class ShortDescriptorTest {
    private static final long VA = 0x5012_3000L;
    private static final long FIRST = TableMemory.BASE + (VA >>> 20) * 4;
    private static final long PAGES = TableMemory.BASE + 0x4000;
    private static final long SECOND = PAGES + (VA >>> 12 & 0xff) * 4;
    /** A table of domain 9. */
    private static final long TABLE = PAGES | 9 << 5 | 1;

    private final Board board = new Board(1, TlbMode.RETAIN).listen();

    /** The entry of the last level; section descriptors get an address of their own, page descriptors a table. */
    private TlbEntry entry(String shape, long bits) {
        long type = switch (shape) {
            case "section" -> 2;
            case "supersection" -> 2 | 1 << 18;
            case "large page" -> 1;
            default -> 2;
        };
        boolean page = shape.endsWith("page");
        board.memory.write(FIRST, 4, page ? TABLE : 0xab00_0000L | type | bits);
        board.memory.write(SECOND, 4, 0xab00_0000L | type | bits);
        var stage1 = new Stage1Registers(1, 0, TableMemory.BASE, 0, 0, -1, 7);
        var mmu = board.mmus.getFirst();
        board.program(0, new TranslationRegisters(stage1, Stage1Registers.OFF, Stage2Registers.OFF, true));
        mmu.contextSynchronization();
        board.read(0, VA);
        TlbEntry entry = board.fills.getLast();
        assertThat(entry.descriptorAddress()).isEqualTo(page ? SECOND : FIRST);
        assertThat(entry.descriptor()).isEqualTo(0xab00_0000L | type | bits);
        assertThat(entry.level()).isEqualTo(page ? 2 : 1);
        return entry;
    }

    @ParameterizedTest
    @CsvSource({"section, 20, 0xab000000", "supersection, 24, 0xab000000", "large page, 16, 0xab000000"})
    void sizesAndAddresses(String shape, int sizeBits, String output) {
        TlbEntry entry = entry(shape, 0);
        assertThat(entry.sizeBits()).isEqualTo(sizeBits);
        assertThat(entry.input()).isEqualTo(VA >>> sizeBits << sizeBits);
        assertThat(entry.output()).isEqualTo(Long.decode(output));
    }

    /** The bit that makes an entry non-global, and the bit that makes memory shareable. */
    @ParameterizedTest
    @CsvSource({"section, 17, 16", "supersection, 17, 16", "large page, 11, 10", "small page, 11, 10"})
    void scopes(String shape, int nonGlobal, int shareable) {
        assertThat(entry(shape, 0).global()).isTrue();
        assertThat(entry(shape, 0).shareability()).isZero();
        board.invalidate(0, TlbiOperation.ALLE1, 0);
        assertThat(entry(shape, 1L << nonGlobal).global()).isFalse();
        board.invalidate(0, TlbiOperation.ALLE1, 0);
        assertThat(entry(shape, 1L << shareable).global()).isTrue();
        assertThat(board.fills.getLast().shareability()).isEqualTo(2);
    }

    /** Where TEX begins: with TEX 1 BB, memory is Normal and BB is the outer cacheability. */
    @ParameterizedTest
    @CsvSource({"section, 12", "supersection, 12", "large page, 12", "small page, 6"})
    void types(String shape, int tex) {
        assertThat(entry(shape, 0b101L << tex | 0b10 << 2).attribute()).isEqualTo(0xfa);
        board.invalidate(0, TlbiOperation.ALLE1, 0);
        assertThat(entry(shape, 0b110L << tex | 0b01 << 2).attribute()).isEqualTo(0xaf);
    }

    /** The four bits from bit 5 are the domain of a section, part of the address of a supersection, in pages of the table. */
    @ParameterizedTest
    @CsvSource({"section, 6", "supersection, 0", "large page, 9", "small page, 9"})
    void domains(String shape, int expected) {
        boolean page = shape.endsWith("page");
        assertThat(entry(shape, page ? 0 : 6 << 5).domain()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"large page", "small page"})
    void pagesKnowTheirTable(String shape) {
        TlbEntry table = requireNonNull(entry(shape, 0).parent());
        assertThat(table.kind()).isEqualTo(TlbEntry.Kind.TABLE);
        assertThat(table.sizeBits()).isEqualTo(20);
        assertThat(table.output()).isEqualTo(PAGES);
        assertThat(table.descriptor()).isEqualTo(TABLE);
        assertThat(table.descriptorAddress()).isEqualTo(FIRST);
        assertThat(table.global()).as("walk cache is never global").isFalse();
    }
}
