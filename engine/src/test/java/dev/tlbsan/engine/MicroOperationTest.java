package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.Semantics;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every micro-operation that computes, against formulas that share nothing with the engine. */
class MicroOperationTest {
    private static final MicroMachine MACHINE = new MicroMachine();
    private static final long M = 0xffff_ffffL;
    private static final long[] EDGES = {
        0,
        1,
        2,
        3,
        31,
        32,
        33,
        63,
        64,
        0x7f,
        0x80,
        0xff,
        0x7fff_ffffL,
        0x8000_0000L,
        M,
        M + 1,
        0x1_8000_0000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -1,
        -2,
        0x0123_4567_89ab_cdefL,
        0xfedc_ba98_7654_3210L
    };

    /** Builds the value of X0 from the values of X1 and X2. */
    private interface Builder {
        int build(Semantics s, int a, int b);
    }

    @AfterAll
    static void everyComputingMicroOperationWasExecuted() {
        Set<Op> computing = EnumSet.noneOf(Op.class);
        for (Op op : Op.values()) {
            if (op.kind() == Op.Kind.PURE && op != Op.CLEAR_EXCLUSIVE) {
                computing.add(op);
            }
        }
        computing.removeAll(FlagOperationTest.OPERATIONS);
        computing.removeAll(Aarch32OperationTest.OPERATIONS);
        assertThat(MACHINE.seen).containsAll(computing);
    }

    private static void check(Builder builder, LongBinaryOperator expected) {
        List<String> wrong = new ArrayList<>();
        for (long[] pair : pairs()) {
            long actual = MACHINE.execute(s -> s.x(0, true, builder.build(s, s.x(1), s.x(2))), pair[0], pair[1], 0);
            long wanted = expected.applyAsLong(pair[0], pair[1]);
            if (actual != wanted) {
                wrong.add("%x, %x: %x instead of %x".formatted(pair[0], pair[1], actual, wanted));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<long[]> pairs() {
        List<long[]> pairs = new ArrayList<>();
        for (long a : EDGES) {
            Arrays.stream(EDGES).forEach(b -> pairs.add(new long[] {a, b}));
        }
        var random = new Random(1);
        for (int n = 0; n < 300; n++) {
            pairs.add(new long[] {random.nextLong(), random.nextLong() >> random.nextInt(64)});
        }
        return pairs;
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private static BigInteger signed(long value) {
        return BigInteger.valueOf(value);
    }

    /** The low 32 bits as a signed number. */
    private static BigInteger signedLow(long value) {
        BigInteger low = unsigned(value & M);
        return low.testBit(31) ? low.subtract(BigInteger.ONE.shiftLeft(32)) : low;
    }

    private static String binary(long value) {
        return "0".repeat(Long.numberOfLeadingZeros(value) - (value == 0 ? 1 : 0)) + Long.toBinaryString(value);
    }

    private static long fromBinary(String bits) {
        return bits.isEmpty() ? 0 : new BigInteger(bits, 2).longValue();
    }

    @Test
    void sumsAndDifferencesWrap() {
        check(
                (s, a, b) -> s.add(true, a, b),
                (a, b) -> unsigned(a).add(unsigned(b)).longValue());
        check(
                (s, a, b) -> s.add(false, a, b),
                (a, b) -> unsigned(a).add(unsigned(b)).longValue() & M);
        check(
                (s, a, b) -> s.sub(true, a, b),
                (a, b) -> unsigned(a).subtract(unsigned(b)).longValue());
        check(
                (s, a, b) -> s.sub(false, a, b),
                (a, b) -> unsigned(a).subtract(unsigned(b)).longValue() & M);
        check(
                (s, a, b) -> s.add(true, a, s.constant(-7)),
                (a, b) -> signed(a).add(signed(-7)).longValue());
        check(
                (s, a, b) -> s.add(false, a, s.constant(-7)),
                (a, b) -> signed(a).add(signed(-7)).longValue() & M);
        for (int shift : new int[] {1, 3, 32, 63}) {
            check(
                    (s, a, b) -> s.addShifted(a, b, shift),
                    (a, b) -> unsigned(a).add(unsigned(b).shiftLeft(shift)).longValue());
        }
    }

    @Test
    void valuesMoveAndConstantsAppear() {
        check((s, a, b) -> b, (a, b) -> b);
        check((s, a, b) -> s.constant(0x1234_5678_9abc_def0L), (a, b) -> 0x1234_5678_9abc_def0L);
        check((s, a, b) -> s.pcRelative(-4096), (a, b) -> TestMachine.CODE - 4096);
        for (long[] pair : pairs()) {
            assertThat(MACHINE.execute(s -> s.x(0, false, s.x(1)), pair[0], 0, 0))
                    .isEqualTo(pair[0] & M);
        }
    }

    @Test
    void logicalOperationsCombineBits() {
        check(
                (s, a, b) -> s.and(true, a, b),
                (a, b) -> unsigned(a).and(unsigned(b)).longValue());
        check(
                (s, a, b) -> s.and(false, a, b),
                (a, b) -> unsigned(a).and(unsigned(b)).longValue() & M);
        check(
                (s, a, b) -> s.or(true, a, b),
                (a, b) -> unsigned(a).or(unsigned(b)).longValue());
        check(
                (s, a, b) -> s.or(false, a, b),
                (a, b) -> unsigned(a).or(unsigned(b)).longValue() & M);
        check(
                (s, a, b) -> s.xor(true, a, b),
                (a, b) -> unsigned(a).xor(unsigned(b)).longValue());
        check(
                (s, a, b) -> s.xor(false, a, b),
                (a, b) -> unsigned(a).xor(unsigned(b)).longValue() & M);
    }

    @Test
    void logicalOperationsTakeConstants() {
        long mask = 0xff00_ff00_0f0f_0001L;
        check(
                (s, a, b) -> s.and(true, a, s.constant(mask)),
                (a, b) -> signed(a).and(signed(mask)).longValue());
        check(
                (s, a, b) -> s.and(false, a, s.constant(mask)),
                (a, b) -> signed(a).and(signed(mask)).longValue() & M);
        check(
                (s, a, b) -> s.or(true, a, s.constant(mask)),
                (a, b) -> signed(a).or(signed(mask)).longValue());
        check(
                (s, a, b) -> s.or(false, a, s.constant(mask)),
                (a, b) -> signed(a).or(signed(mask)).longValue() & M);
        check(
                (s, a, b) -> s.xor(true, a, s.constant(mask)),
                (a, b) -> signed(a).xor(signed(mask)).longValue());
        check(
                (s, a, b) -> s.xor(false, a, s.constant(mask)),
                (a, b) -> signed(a).xor(signed(mask)).longValue() & M);
        check((s, a, b) -> s.not(true, a), (a, b) -> signed(a).not().longValue());
        check((s, a, b) -> s.not(false, a), (a, b) -> signed(a).not().longValue() & M);
    }

    @Test
    void shiftsAreModuloTheWidth() {
        check(
                (s, a, b) -> s.lsl(true, a, b),
                (a, b) -> unsigned(a).shiftLeft((int) (b & 63)).longValue());
        check(
                (s, a, b) -> s.lsl(false, a, b),
                (a, b) -> unsigned(a & M).shiftLeft((int) (b & 31)).longValue() & M);
        check(
                (s, a, b) -> s.lsr(true, a, b),
                (a, b) -> unsigned(a).shiftRight((int) (b & 63)).longValue());
        check(
                (s, a, b) -> s.lsr(false, a, b),
                (a, b) -> unsigned(a & M).shiftRight((int) (b & 31)).longValue());
        check(
                (s, a, b) -> s.asr(true, a, b),
                (a, b) -> signed(a).shiftRight((int) (b & 63)).longValue());
        check(
                (s, a, b) -> s.asr(false, a, b),
                (a, b) -> signedLow(a).shiftRight((int) (b & 31)).longValue() & M);
        check((s, a, b) -> s.ror(true, a, b), (a, b) -> rotate(a, (int) (b & 63), 64));
        check((s, a, b) -> s.ror(false, a, b), (a, b) -> rotate(a & M, (int) (b & 31), 32));
    }

    private static long rotate(long value, int by, int width) {
        String bits = binary(value).substring(64 - width);
        return fromBinary(bits.substring(width - by) + bits.substring(0, width - by));
    }

    @Test
    void shiftsByConstantsCoverTheWholeRange() {
        for (int n = 0; n < 64; n++) {
            int by = n;
            check(
                    (s, a, b) -> s.lsl(true, a, s.constant(by)),
                    (a, b) -> unsigned(a).shiftLeft(by).longValue());
            check((s, a, b) -> s.ror(true, a, s.constant(by)), (a, b) -> rotate(a, by, 64));
            check(
                    (s, a, b) -> s.asr(true, a, s.constant(by)),
                    (a, b) -> signed(a).shiftRight(by).longValue());
            check(
                    (s, a, b) -> s.lsr(true, a, s.constant(by)),
                    (a, b) -> unsigned(a).shiftRight(by).longValue());
        }
        for (int n = 0; n < 32; n++) {
            int by = n;
            check(
                    (s, a, b) -> s.lsl(false, a, s.constant(by)),
                    (a, b) -> unsigned(a).shiftLeft(by).longValue() & M);
            check((s, a, b) -> s.ror(false, a, s.constant(by)), (a, b) -> rotate(a & M, by, 32));
        }
    }

    @Test
    void fieldsAreExtractedAndInserted() {
        for (int lsb = 0; lsb < 64; lsb += 7) {
            for (int width = 1; width <= 64 - lsb; width += 9) {
                checkField(lsb, width);
            }
            checkField(lsb, 64 - lsb);
        }
    }

    private static void checkField(int lsb, int width) {
        int from = 64 - lsb - width;
        check(
                (s, a, b) -> s.field(a, lsb, width),
                (a, b) -> fromBinary(binary(a).substring(from, 64 - lsb)));
        check((s, a, b) -> s.signedField(a, lsb, width), (a, b) -> {
            String bits = binary(a).substring(from, 64 - lsb);
            return fromBinary(bits.substring(0, 1).repeat(64 - width) + bits);
        });
        check((s, a, b) -> s.insertField(a, b, lsb, width), (a, b) -> {
            String bits = binary(a);
            return fromBinary(bits.substring(0, from) + binary(b).substring(64 - width) + bits.substring(64 - lsb));
        });
    }

    @Test
    void extractionTakesBitsOfTwoRegisters() {
        for (int n = 0; n < 64; n++) {
            int lsb = n;
            check(
                    (s, a, b) -> s.extract(true, a, b, lsb),
                    (a, b) -> fromBinary((binary(a) + binary(b)).substring(64 - lsb, 128 - lsb)));
        }
        for (int n = 0; n < 32; n++) {
            int lsb = n;
            check(
                    (s, a, b) -> s.extract(false, a, b, lsb),
                    (a, b) -> fromBinary(
                            (binary(a).substring(32) + binary(b).substring(32)).substring(32 - lsb, 64 - lsb)));
        }
    }

    @Test
    void productsAndQuotientsFollowTheManual() {
        check(
                (s, a, b) -> s.multiply(true, a, b),
                (a, b) -> signed(a).multiply(signed(b)).longValue());
        check(
                (s, a, b) -> s.multiply(false, a, b),
                (a, b) -> signed(a).multiply(signed(b)).longValue() & M);
        check(
                (s, a, b) -> s.multiplyHigh(true, a, b),
                (a, b) -> signed(a).multiply(signed(b)).shiftRight(64).longValue());
        check(
                (s, a, b) -> s.multiplyHigh(false, a, b),
                (a, b) -> unsigned(a).multiply(unsigned(b)).shiftRight(64).longValue());
        check((s, a, b) -> s.unsignedDivide(true, a, b), (a, b) -> quotient(unsigned(a), unsigned(b)));
        check((s, a, b) -> s.unsignedDivide(false, a, b), (a, b) -> quotient(unsigned(a & M), unsigned(b & M)));
        check((s, a, b) -> s.signedDivide(true, a, b), (a, b) -> quotient(signed(a), signed(b)));
        check((s, a, b) -> s.signedDivide(false, a, b), (a, b) -> quotient(signedLow(a), signedLow(b)) & M);
    }

    private static long quotient(BigInteger a, BigInteger b) {
        return b.signum() == 0 ? 0 : a.divide(b).longValue();
    }

    @Test
    void bitsAndBytesAreCountedAndReversed() {
        check(
                (s, a, b) -> s.countLeadingZeros(true, a),
                (a, b) -> 64 - unsigned(a).bitLength());
        check(
                (s, a, b) -> s.countLeadingZeros(false, a),
                (a, b) -> 32 - unsigned(a & M).bitLength());
        check((s, a, b) -> s.reverseBits(true, a), (a, b) -> fromBinary(reversed(binary(a), 1)));
        check(
                (s, a, b) -> s.reverseBits(false, a),
                (a, b) -> fromBinary(reversed(binary(a).substring(32), 1)));
        check((s, a, b) -> s.reverseBytes(true, a), (a, b) -> fromBinary(reversed(binary(a), 8)));
        check(
                (s, a, b) -> s.reverseBytes(false, a),
                (a, b) -> fromBinary(reversed(binary(a).substring(32), 8)));
        check((s, a, b) -> s.reverseBytesInHalfwords(true, a), (a, b) -> fromBinary(halfwords(binary(a))));
        check(
                (s, a, b) -> s.reverseBytesInHalfwords(false, a),
                (a, b) -> fromBinary(halfwords(binary(a).substring(32))));
    }

    private static String reversed(String bits, int unit) {
        return bits.isEmpty() ? "" : reversed(bits.substring(unit), unit) + bits.substring(0, unit);
    }

    private static String halfwords(String bits) {
        return bits.isEmpty() ? "" : reversed(bits.substring(0, 16), 8) + halfwords(bits.substring(16));
    }

    @Test
    void checksumsAreRemaindersOfPolynomialDivision() {
        for (int bytes : new int[] {1, 2, 4, 8}) {
            check((s, a, b) -> s.crc32(false, a, b, bytes), (a, b) -> remainder(a, b, bytes, 0x04c1_1db7L));
            check((s, a, b) -> s.crc32(true, a, b, bytes), (a, b) -> remainder(a, b, bytes, 0x1edc_6f41L));
        }
    }

    /** As the manual's pseudocode of CRC32: the operands' bits reversed, the message divided by the polynomial. */
    private static long remainder(long accumulator, long data, int bytes, long polynomial) {
        String reversedData = reversed(binary(data).substring(64 - 8 * bytes), 1);
        String reversedAccumulator = reversed(binary(accumulator).substring(32), 1);
        BigInteger value = new BigInteger(reversedAccumulator, 2)
                .shiftLeft(8 * bytes)
                .xor(new BigInteger(reversedData, 2).shiftLeft(32));
        BigInteger divisor = BigInteger.valueOf(polynomial | 1L << 32);
        for (int bit = 32 + 8 * bytes - 1; bit >= 32; bit--) {
            if (value.testBit(bit)) {
                value = value.xor(divisor.shiftLeft(bit - 32));
            }
        }
        return fromBinary(reversed(binary(value.longValue()).substring(32), 1));
    }

    @Test
    void valuesAreChosenAndCompared() {
        check((s, a, b) -> s.equal(a, b), (a, b) -> signed(a).equals(signed(b)) ? 1 : 0);
        check((s, a, b) -> s.select(b, a, s.constant(5)), (a, b) -> b == 0 ? 5 : a);
    }
}
