package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.Semantics;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What sets and reads NZCV, against the manual's AddWithCarry in unbounded integers. */
class FlagOperationTest {
    private static final long[] EDGES = {
        0,
        1,
        2,
        0x7fff_fffeL,
        0x7fff_ffffL,
        0x8000_0000L,
        0x8000_0001L,
        0xffff_fffeL,
        0xffff_ffffL,
        0x1_0000_0000L,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -2,
        -1
    };

    static final Set<Op> OPERATIONS = EnumSet.of(
            Op.ADDS,
            Op.ADDSW,
            Op.ADDS_IMM,
            Op.ADDSW_IMM,
            Op.SUBS,
            Op.SUBSW,
            Op.SUBS_IMM,
            Op.SUBSW_IMM,
            Op.ADC,
            Op.ADCW,
            Op.ADCS,
            Op.ADCSW,
            Op.NZ,
            Op.NZW,
            Op.COND,
            Op.SELECT_COND);

    private static final MicroMachine MACHINE = new MicroMachine();

    @AfterAll
    static void everyOperationOnFlagsWasExecuted() {
        assertThat(MACHINE.seen).containsAll(OPERATIONS);
    }

    /** A result and its flags in bits 3:0 of the second. */
    private record Sum(long value, int nzcv) {}

    private static Sum addWithCarry(boolean wide, long a, long b, int carry) {
        int width = wide ? 64 : 32;
        BigInteger mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        BigInteger ua = BigInteger.valueOf(a).and(mask);
        BigInteger ub = BigInteger.valueOf(b).and(mask);
        BigInteger unsignedSum = ua.add(ub).add(BigInteger.valueOf(carry));
        BigInteger signedSum = signed(ua, width).add(signed(ub, width)).add(BigInteger.valueOf(carry));
        BigInteger result = unsignedSum.and(mask);
        int n = result.testBit(width - 1) ? 8 : 0;
        int z = result.signum() == 0 ? 4 : 0;
        int c = result.equals(unsignedSum) ? 0 : 2;
        int v = signed(result, width).equals(signedSum) ? 0 : 1;
        return new Sum(result.longValue(), n | z | c | v);
    }

    private static BigInteger signed(BigInteger value, int width) {
        return value.testBit(width - 1) ? value.subtract(BigInteger.ONE.shiftLeft(width)) : value;
    }

    private static List<long[]> operands() {
        List<long[]> operands = new ArrayList<>();
        for (long a : EDGES) {
            for (long b : EDGES) {
                operands.add(new long[] {a, b});
            }
        }
        var random = new Random(2);
        for (int n = 0; n < 1000; n++) {
            operands.add(new long[] {random.nextLong() >> random.nextInt(64), random.nextLong() >> random.nextInt(64)});
        }
        return operands;
    }

    private void check(Consumer<Semantics> instruction, long[] operands, int before, Sum expected) {
        long value = MACHINE.execute(instruction, operands[0], operands[1], before);
        assertThat(new Sum(value, MACHINE.nzcv()))
                .as("%x, %x, NZCV %x", operands[0], operands[1], before)
                .isEqualTo(expected);
    }

    @Test
    void sumsSetFlags() {
        for (boolean wide : new boolean[] {false, true}) {
            for (long[] o : operands()) {
                Sum sum = addWithCarry(wide, o[0], o[1], 0);
                check(s -> s.x(0, wide, s.addSettingFlags(wide, s.x(1), s.x(2))), o, 15, sum);
                check(s -> s.x(0, wide, s.addSettingFlags(wide, s.x(1), s.constant(o[1]))), o, 15, sum);
            }
        }
    }

    @Test
    void differencesSetFlagsWithCarryMeaningNoBorrow() {
        for (boolean wide : new boolean[] {false, true}) {
            for (long[] o : operands()) {
                Sum difference = addWithCarry(wide, o[0], ~o[1], 1);
                check(s -> s.x(0, wide, s.subSettingFlags(wide, s.x(1), s.x(2))), o, 0, difference);
                check(s -> s.x(0, wide, s.subSettingFlags(wide, s.x(1), s.constant(o[1]))), o, 0, difference);
            }
        }
    }

    @Test
    void sumsTakeTheCarryIn() {
        for (boolean wide : new boolean[] {false, true}) {
            for (long[] o : operands()) {
                for (int carry = 0; carry < 2; carry++) {
                    int before = 13 | carry << 1;
                    Sum sum = addWithCarry(wide, o[0], o[1], carry);
                    check(s -> s.x(0, wide, s.addWithCarry(wide, true, s.x(1), s.x(2))), o, before, sum);
                    check(
                            s -> s.x(0, wide, s.addWithCarry(wide, false, s.x(1), s.x(2))),
                            o,
                            before,
                            new Sum(sum.value, before));
                }
            }
        }
    }

    @Test
    void logicalResultsSetNegativeAndZeroAndClearTheRest() {
        for (long[] o : operands()) {
            check(
                    s -> {
                        s.logicalFlags(true, s.x(1));
                        s.x(0, true, s.x(1));
                    },
                    o,
                    15,
                    new Sum(o[0], (o[0] < 0 ? 8 : 0) | (o[0] == 0 ? 4 : 0)));
            int narrow = (int) o[0];
            check(
                    s -> {
                        s.logicalFlags(false, s.x(1));
                        s.x(0, true, s.x(2));
                    },
                    o,
                    15,
                    new Sum(o[1], (narrow < 0 ? 8 : 0) | (narrow == 0 ? 4 : 0)));
        }
    }

    private static boolean holds(int condition, int nzcv) {
        boolean n = (nzcv & 8) != 0;
        boolean z = (nzcv & 4) != 0;
        boolean c = (nzcv & 2) != 0;
        boolean v = (nzcv & 1) != 0;
        boolean[] table = {
            z, !z, c, !c, n, !n, v, !v, c && !z, !c || z, n == v, n != v, !z && n == v, z || n != v, true, true
        };
        return table[condition];
    }

    @Test
    void conditionsReadFlags() {
        for (int nzcv = 0; nzcv < 16; nzcv++) {
            for (int code = 0; code < 16; code++) {
                int condition = code;
                boolean holds = holds(condition, nzcv);
                assertThat(MACHINE.execute(s -> s.x(0, true, s.condition(condition)), 0, 0, nzcv))
                        .isEqualTo(holds ? 1 : 0);
                assertThat(MACHINE.execute(s -> s.x(0, true, s.selectIf(condition, s.x(1), s.x(2))), 7, 9, nzcv))
                        .isEqualTo(holds ? 7 : 9);
                MACHINE.execute(s -> s.branchIf(condition, 0x100), 0, 0, nzcv);
                assertThat(MACHINE.branched()).isEqualTo(holds ? 0x100 : 4);
            }
        }
    }

    @Test
    void branchesAfterSumsAndDifferencesSeeTheirFlags() {
        for (long[] o : operands()) {
            boolean wide = (o[0] & 1) != 0;
            for (int code = 0; code < 16; code++) {
                int condition = code;
                Sum sum = addWithCarry(wide, o[0], o[1], 0);
                checkBranch(s -> s.addSettingFlags(wide, s.x(1), s.constant(o[1])), condition, o, sum);
                Sum difference = addWithCarry(wide, o[0], ~o[1], 1);
                checkBranch(s -> s.subSettingFlags(wide, s.x(1), s.constant(o[1])), condition, o, difference);
                checkBranch(s -> s.subSettingFlags(wide, s.x(1), s.x(2)), condition, o, difference);
            }
        }
    }

    private void checkBranch(ToIntFunction<Semantics> comparison, int condition, long[] operands, Sum expected) {
        boolean wide = (operands[0] & 1) != 0;
        Consumer<Semantics> both = s -> {
            s.x(0, wide, comparison.applyAsInt(s));
            s.branchIf(condition, 0x100);
        };
        check(both, operands, 0, expected);
        assertThat(MACHINE.branched())
                .as("%x, %x, condition %d", operands[0], operands[1], condition)
                .isEqualTo(holds(condition, expected.nzcv) ? 0x100 : 4);
    }

    @Test
    void branchesTestWholeOrHalfRegisters() {
        for (long value : EDGES) {
            for (boolean wide : new boolean[] {false, true}) {
                boolean zero = (wide ? value : (int) value) == 0;
                MACHINE.execute(s -> s.branchIfZero(wide, true, s.x(1), -8), value, 0, 0);
                assertThat(MACHINE.branched()).isEqualTo(zero ? -8 : 4);
                MACHINE.execute(s -> s.branchIfZero(wide, false, s.x(1), 1 << 27), value, 0, 0);
                assertThat(MACHINE.branched()).isEqualTo(zero ? 4 : 1 << 27);
            }
        }
    }
}
