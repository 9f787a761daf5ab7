package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.ParallelOperation;
import dev.tlbsan.arm.ir.ParallelOperation.Kind;
import dev.tlbsan.arm.ir.ParallelOperation.Prefix;
import dev.tlbsan.arm.ir.RegisterFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The micro-operations of AArch32 against the manual's pseudocode, taken literally: bit by bit, element by element. */
class Aarch32OperationTest {
    static final Set<Op> OPERATIONS = EnumSet.of(
            Op.NZ_ONLY, Op.NZ_ONLYW, Op.NZCW, Op.SHIFT_C, Op.SATURATE, Op.PARALLEL, Op.SELECT_BYTES, Op.USAD8);

    private static final MicroMachine MACHINE = new MicroMachine();
    private static final int[] EDGES = {
        0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x8000_7fff, 0x7fff_8000, 0x7fff_ffff, 0x8000_0000, -1, -2
    };
    private static final int N = 8;
    private static final int Z = 4;
    private static final int C = 2;
    private static final int V = 1;

    @AfterAll
    static void everyOperationWasExecuted() {
        assertThat(MACHINE.seen).containsAll(OPERATIONS);
    }

    private static List<int[]> pairs() {
        List<int[]> pairs = new ArrayList<>();
        for (int a : EDGES) {
            for (int b : EDGES) {
                pairs.add(new int[] {a, b});
            }
        }
        var random = new Random(5);
        for (int n = 0; n < 500; n++) {
            pairs.add(new int[] {random.nextInt(), random.nextInt()});
        }
        return pairs;
    }

    private static long run(Consumer<Aarch32Semantics> instruction, int a, int b, int nzcv) {
        return MACHINE.executeAarch32(instruction, a & 0xffff_ffffL, b & 0xffff_ffffL, nzcv);
    }

    @Test
    void shiftsGiveTheLastBitShiftedOut() {
        for (int type = 0; type < 5; type++) {
            int kind = type;
            for (int value : EDGES) {
                for (int amount = 0; amount < (type == 4 ? 1 : 256); amount++) {
                    for (int carry = 0; carry < 2; carry++) {
                        long actual =
                                run(s -> s.x(0, true, s.shiftWithCarry(kind, 1, 2)), value, amount | 0x500, carry * C);
                        assertThat(actual)
                                .as("type %d, %x by %d, carry %d", type, value, amount, carry)
                                .isEqualTo(shifted(type, value, amount, carry));
                    }
                }
            }
        }
    }

    /** One bit at a time. */
    private static long shifted(int type, int value, int amount, int carryIn) {
        int result = value;
        int carry = carryIn;
        for (int n = 0; n < (type == 4 ? 1 : amount); n++) {
            int out = type == 0 ? result >>> 31 : result & 1;
            int in = switch (type) {
                case 2 -> result >>> 31;
                case 3 -> out;
                case 4 -> carryIn;
                default -> 0;
            };
            result = type == 0 ? result << 1 : (result >>> 1) | (in << 31);
            carry = out;
        }
        return (result & 0xffff_ffffL) | ((long) carry << 32);
    }

    @Test
    void flagsOfAResultLeaveTheOthersAlone() {
        for (int nzcv = 0; nzcv < 16; nzcv++) {
            for (int[] pair : pairs()) {
                int nz = (pair[0] < 0 ? N : 0) | (pair[0] == 0 ? Z : 0);
                run(s -> s.nz(false, 1), pair[0], 0, nzcv);
                assertThat(MACHINE.nzcv()).isEqualTo(nz | (nzcv & (C | V)));
                run(s -> s.nzc(1, 2), pair[0], pair[1], nzcv);
                assertThat(MACHINE.nzcv()).isEqualTo(nz | ((pair[1] & 1) == 0 ? 0 : C) | (nzcv & V));
                run(s -> s.nz(true, s.lsl(true, 1, s.constant(32))), pair[0], 0, nzcv);
                assertThat(MACHINE.nzcv()).isEqualTo(nz | (nzcv & (C | V)));
            }
        }
    }

    @Test
    void saturationKeepsWhatFits() {
        for (int bits = 1; bits <= 32; bits++) {
            for (boolean unsigned : new boolean[] {false, true}) {
                int width = bits;
                long low = unsigned ? 0 : -(1L << (bits - 1));
                long high = unsigned ? (1L << bits) - 1 : (1L << (bits - 1)) - 1;
                for (int[] pair : pairs()) {
                    long value = (long) pair[0] + pair[1];
                    long expected = Math.min(Math.max(value, low), high);
                    long actual = run(
                            s -> s.x(
                                    0,
                                    true,
                                    s.saturate(unsigned, width, s.add(true, s.signExtend(1, 32), s.signExtend(2, 32)))),
                            pair[0],
                            pair[1],
                            0);
                    assertThat(actual).as("%d to %d bits", value, bits).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void parallelOperationsWorkOnEachElement() {
        for (Prefix prefix : Prefix.values()) {
            for (Kind kind : Kind.values()) {
                var operation = new ParallelOperation(prefix, kind);
                for (int[] pair : pairs()) {
                    long actual = run(s -> s.x(0, true, s.parallel(operation, 1, 2)), pair[0], pair[1], 0);
                    long expected = parallel(operation, pair[0], pair[1]);
                    long compared = prefix == Prefix.S || prefix == Prefix.U ? -1L : 0xffff_ffffL;
                    assertThat(actual & compared)
                            .as("%s of %x and %x", operation, pair[0], pair[1])
                            .isEqualTo(expected & compared);
                }
            }
        }
    }

    private static long parallel(ParallelOperation operation, int a, int b) {
        boolean unsigned = operation.prefix().unsigned();
        return switch (operation.kind()) {
            case ADD8 -> bytes(operation.prefix(), a, b, 1);
            case SUB8 -> bytes(operation.prefix(), a, b, -1);
            case ADD16 -> halves(operation, low(a, unsigned) + low(b, unsigned), high(a, unsigned) + high(b, unsigned));
            case SUB16 -> halves(operation, low(a, unsigned) - low(b, unsigned), high(a, unsigned) - high(b, unsigned));
            case ASX -> halves(operation, low(a, unsigned) - high(b, unsigned), high(a, unsigned) + low(b, unsigned));
            case SAX -> halves(operation, low(a, unsigned) + high(b, unsigned), high(a, unsigned) - low(b, unsigned));
        };
    }

    private static int low(int value, boolean unsigned) {
        return unsigned ? value & 0xffff : (short) value;
    }

    private static int high(int value, boolean unsigned) {
        return low(value >>> 16, unsigned);
    }

    private static long halves(ParallelOperation operation, int low, int high) {
        Kind kind = operation.kind();
        boolean lowAdds = kind == Kind.ADD16 || kind == Kind.SAX;
        boolean highAdds = kind == Kind.ADD16 || kind == Kind.ASX;
        boolean unsigned = operation.prefix().unsigned();
        long ge = (atLeast(low, unsigned && lowAdds, 16) ? 3 : 0) | (atLeast(high, unsigned && highAdds, 16) ? 12 : 0);
        return element(operation.prefix(), low, 16) | (element(operation.prefix(), high, 16) << 16) | (ge << 32);
    }

    private static long bytes(Prefix prefix, int a, int b, int sign) {
        long result = 0;
        for (int n = 0; n < 4; n++) {
            int x = prefix.unsigned() ? (a >>> (8 * n)) & 0xff : (byte) (a >>> (8 * n));
            int y = prefix.unsigned() ? (b >>> (8 * n)) & 0xff : (byte) (b >>> (8 * n));
            int value = x + sign * y;
            result |= element(prefix, value, 8) << (8 * n);
            result |= atLeast(value, prefix.unsigned() && sign > 0, 8) ? 1L << (32 + n) : 0;
        }
        return result;
    }

    private static boolean atLeast(int value, boolean carry, int bits) {
        return carry ? value >= 1 << bits : value >= 0;
    }

    private static long element(Prefix prefix, int value, int bits) {
        int limited = switch (prefix) {
            case S, U -> value;
            case SH, UH -> Math.floorDiv(value, 2);
            case Q -> Math.min(Math.max(value, -(1 << (bits - 1))), (1 << (bits - 1)) - 1);
            case UQ -> Math.min(Math.max(value, 0), (1 << bits) - 1);
        };
        return limited & ((1L << bits) - 1);
    }

    @Test
    void bytesAreSelectedByTheGeFlags() {
        for (int ge = 0; ge < 16; ge++) {
            MACHINE.register(RegisterFile.GE, ge);
            long expected = 0;
            for (int n = 0; n < 4; n++) {
                expected |= (((ge >> n) & 1) == 1 ? 0x11L : 0xeeL) << (8 * n);
            }
            assertThat(run(s -> s.x(0, true, s.selectBytes(1, 2)), 0x1111_1111, 0xeeee_eeee, 0))
                    .isEqualTo(expected);
        }
    }

    @Test
    void absoluteDifferencesAreSummed() {
        for (int[] pair : pairs()) {
            long expected = 0;
            for (int n = 0; n < 32; n += 8) {
                int x = (pair[0] >>> n) & 0xff;
                int y = (pair[1] >>> n) & 0xff;
                expected += x > y ? x - y : y - x;
            }
            assertThat(run(s -> s.x(0, true, s.sumOfAbsoluteDifferences(1, 2)), pair[0], pair[1], 0))
                    .isEqualTo(expected);
        }
    }
}
