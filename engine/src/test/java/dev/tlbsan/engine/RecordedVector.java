package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.SystemRegister;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * One recorded execution: one or two instructions, the registers that were set before, and what was seen to change. The
 * registers that are not named begin with pseudo-random values that the vector's number determines, and the bytes of the
 * buffer at {@link #BUFFER} with multiples of a constant.
 */
final class RecordedVector {
    /** Where the instructions are. */
    static final long SLOT = TestMemory.RAM_BASE + 0x30_0000;
    /** The buffer, which a page boundary divides. */
    static final long BUFFER = TestMachine.PAGED + 0x3_0e00;
    /** The size of the buffer in bytes. */
    static final int BUFFER_SIZE = 1024;

    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private final int number;
    private final String text;
    private final String[] instructions;
    private final Map<String, String> before;
    private final Map<String, String> changes;

    /** Reads a line: instructions, inputs and changes, separated by bars. */
    RecordedVector(int number, String line) {
        this.number = number;
        this.text = line;
        String[] parts = line.split("\\|", -1);
        this.instructions = parts[0].strip().split("; ", -1);
        this.before = pairs(parts[1]);
        this.changes = pairs(parts[2]);
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : text.strip().split(" ", -1)) {
            if (!pair.isEmpty()) {
                pairs.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        return pairs;
    }

    /** The instruction words. */
    int[] words() {
        return new Assembler(InstructionSet.a64()).assemble(String.join("\n", instructions), SLOT);
    }

    /** Runs the vector on the machine; what differs from the record, or an empty text. */
    String run(TestMachine machine) {
        long[] registers = machine.pe.registers();
        machine.programAt(SLOT, String.join("\n", instructions));
        byte[] buffer = prepareBuffer(machine);
        long[] expected = prepareRegisters(registers);
        boolean excepted = changes.containsKey("elr");
        registers[RegisterFile.PC] = SLOT;
        for (int n = 0; n < instructions.length && registers[RegisterFile.PC] == SLOT + 4L * n; n++) {
            machine.run(1);
        }
        if (excepted && isFetchFault()) {
            machine.run(1);
        }
        expectChanges(expected, buffer);
        var differences = new StringBuilder();
        compare(expected, registers, differences);
        compareBuffer(machine, buffer, differences);
        long pc = excepted ? TestMachine.VECTORS + 0x200 : value("pc", SLOT + 4L * instructions.length);
        difference("pc", pc, registers[RegisterFile.PC], differences);
        long flags = excepted ? machine.pe.read(SystemRegister.SPSR_EL1) : registers[RegisterFile.NZCV];
        difference("nzcv", value("nzcv", value(before, "nzcv", 0)), flags >>> 28, differences);
        if (excepted) {
            compareException(machine, differences);
        }
        return differences.isEmpty() ? "" : "%d: %s:%s".formatted(number, text, differences);
    }

    /** Whether what faults is not the instruction but the fetch from where it branched to. */
    private boolean isFetchFault() {
        long exceptionClass = value("esr", 0) >>> 26;
        return exceptionClass == 0x21 || exceptionClass == 0x22;
    }

    private long[] prepareRegisters(long[] registers) {
        long seed = number;
        for (int n = 0; n < 31; n++) {
            seed += GOLDEN_GAMMA;
            registers[n] = mix(seed);
        }
        registers[RegisterFile.SP] = BUFFER + BUFFER_SIZE / 2;
        for (String name : before.keySet()) {
            if (!name.equals("nzcv")) {
                registers[register(name)] = Long.parseUnsignedLong(before.get(name), 16);
            }
        }
        registers[RegisterFile.NZCV] = value(before, "nzcv", 0) << 28;
        return Arrays.copyOf(registers, RegisterFile.SP + 1);
    }

    private static long mix(long seed) {
        long z = (seed ^ (seed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    private static int register(String name) {
        return name.equals("sp") ? RegisterFile.SP : Integer.parseInt(name, 1, name.length(), 10);
    }

    private byte[] prepareBuffer(TestMachine machine) {
        byte[] bytes = new byte[BUFFER_SIZE];
        for (int n = 0; n < BUFFER_SIZE / 8; n++) {
            long value = (number * (BUFFER_SIZE / 8L) + n) * GOLDEN_GAMMA;
            machine.write(physical(BUFFER + 8L * n), value);
            for (int k = 0; k < 8; k++) {
                bytes[8 * n + k] = (byte) (value >>> (8 * k));
            }
        }
        return bytes;
    }

    private static long physical(long va) {
        return va - TestMachine.PAGED + TestMemory.RAM_BASE;
    }

    private void expectChanges(long[] registers, byte[] buffer) {
        changes.forEach((name, value) -> {
            if (name.startsWith("m")) {
                int offset = (int) (Long.parseLong(name, 1, name.length(), 16) - BUFFER);
                for (int n = 0; n < value.length() / 2; n++) {
                    buffer[offset + n] = (byte) Integer.parseInt(value, 2 * n, 2 * n + 2, 16);
                }
            } else if (name.equals("sp") || name.startsWith("x")) {
                registers[register(name)] = Long.parseUnsignedLong(value, 16);
            }
        });
    }

    private long value(String name, long otherwise) {
        return value(changes, name, otherwise);
    }

    private static long value(Map<String, String> values, String name, long otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Long.parseUnsignedLong(value, 16);
    }

    private static void compare(long[] expected, long[] actual, StringBuilder out) {
        for (int n = 0; n < expected.length; n++) {
            difference(n == RegisterFile.SP ? "sp" : "x" + n, expected[n], actual[n], out);
        }
    }

    private static void compareBuffer(TestMachine machine, byte[] expected, StringBuilder out) {
        for (int n = 0; n < expected.length; n++) {
            long actual = machine.memory.read(physical(BUFFER + n), 1);
            difference("byte at %x".formatted(BUFFER + n), expected[n] & 0xff, actual, out);
        }
    }

    private void compareException(TestMachine machine, StringBuilder out) {
        difference("elr", value("elr", 0), machine.pe.read(SystemRegister.ELR_EL1), out);
        difference("esr", value("esr", 0), machine.pe.read(SystemRegister.ESR_EL1), out);
        if (changes.containsKey("far")) {
            difference("far", value("far", 0), machine.pe.read(SystemRegister.FAR_EL1), out);
        }
    }

    private static void difference(String what, long expected, long actual, StringBuilder out) {
        if (expected != actual) {
            out.append(" %s is %x and not %x".formatted(what, actual, expected));
        }
    }
}
