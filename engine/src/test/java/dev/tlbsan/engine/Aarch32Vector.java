package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One recorded execution of an A32 or T32 instruction: the instruction set, with PSTATE.IT if the instruction was in an IT
 * block; its text outside of one; the registers that were set before, and those that changed. The registers that are not
 * named begin with pseudo-random values that the vector's number determines. psr is the CPSR with its bits 31:27 and 19:16
 * only.
 */
final class Aarch32Vector {
    private static final List<String> NAMES =
            List.of("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "sp", "lr", "psr");
    private static final int PSR = 15;
    private static final long LOW_32 = 0xffff_ffffL;
    private static final long A32_VA = 0x1000_00a4;
    private static final long T32_VA = 0x1000_0104;
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private final int number;
    private final String text;
    private final CodeForm form;
    private final int itState;
    private final String instruction;
    private final Map<String, Long> before;
    private final Map<String, Long> changes;

    /** Reads a line. */
    Aarch32Vector(int number, String line) {
        String[] parts = line.split("\\|", -1);
        String[] set = parts[0].strip().split(" it=", -1);
        this.number = number;
        this.text = line;
        this.form = set[0].equals("a32") ? CodeForm.A32 : CodeForm.T32;
        this.itState = set.length == 1 ? 0 : Integer.parseInt(set[1], 16);
        this.instruction = parts[1].strip();
        this.before = pairs(parts[2]);
        this.changes = pairs(parts[3]);
    }

    private static Map<String, Long> pairs(String text) {
        Map<String, Long> pairs = new HashMap<>();
        for (String pair : text.strip().split(" ", -1)) {
            if (!pair.isEmpty()) {
                String[] sides = pair.split("=", -1);
                pairs.put(sides[0], Long.parseLong(sides[1], 16));
            }
        }
        return pairs;
    }

    /** The instruction set that it is about. */
    InstructionSet instructions() {
        return form.instructions();
    }

    /** The instruction word. */
    int word() {
        int[] units = new Assembler(instructions()).assemble(instruction, va());
        boolean isShort = units.length == 1;
        if (form == CodeForm.A32) {
            return units[0];
        }
        return isShort ? units[0] << 16 : (units[0] << 16) | units[1];
    }

    /** Where the instruction was: in T32 every other one was not at a multiple of 4. */
    private long va() {
        return form == CodeForm.A32 ? A32_VA : T32_VA - 2L * (number & 1);
    }

    /** Runs it; what differs from the record, or an empty text. */
    String run(MicroMachine machine) {
        long[] expected = valuesBefore();
        set(machine, expected);
        var builder = new Block.Builder(form, 1, itState);
        builder.append(word());
        machine.execute(builder.build(), va());
        changes.forEach((name, value) -> expected[NAMES.indexOf(name)] = value);
        long[] actual = valuesOf(machine);
        return Arrays.equals(expected, actual) ? "" : "%d: %s: %s".formatted(number, text, hexadecimal(actual));
    }

    private static List<String> hexadecimal(long[] values) {
        return Arrays.stream(values).mapToObj(Long::toHexString).toList();
    }

    private long[] valuesBefore() {
        long[] values = new long[NAMES.size()];
        long seed = number;
        for (int n = 0; n < PSR; n++) {
            seed += GOLDEN_GAMMA;
            values[n] = mix(seed) & LOW_32;
        }
        before.forEach((name, value) -> values[NAMES.indexOf(name)] = value);
        return values;
    }

    private static long mix(long seed) {
        long z = (seed ^ (seed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    private static void set(MicroMachine machine, long[] values) {
        for (int n = 0; n < PSR; n++) {
            machine.register(n, values[n]);
        }
        machine.register(RegisterFile.NZCV, values[PSR] & (0xfL << 28));
        machine.register(RegisterFile.Q, (values[PSR] >>> 27) & 1);
        machine.register(RegisterFile.GE, (values[PSR] >>> 16) & 0xf);
    }

    private static long[] valuesOf(MicroMachine machine) {
        long[] values = new long[NAMES.size()];
        for (int n = 0; n < PSR; n++) {
            values[n] = machine.register(n);
        }
        values[PSR] = machine.register(RegisterFile.NZCV)
                | (machine.register(RegisterFile.Q) << 27)
                | (machine.register(RegisterFile.GE) << 16);
        return values;
    }
}
