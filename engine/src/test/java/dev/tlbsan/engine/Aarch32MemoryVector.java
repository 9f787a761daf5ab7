package dev.tlbsan.engine;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.ProcessingElement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One recorded execution of loads and stores: the vector's number, the instruction set and whether data is big-endian; the
 * instructions; the registers that were set before, those that changed, with the PC if it was loaded, and what changed in
 * memory. The registers that are not named begin with pseudo-random values that the number determines. psr is the flags.
 */
final class Aarch32MemoryVector {
    private static final List<String> NAMES = List.of(
            "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "sp", "lr", "pc", "psr");
    private static final int PC = 15;
    private static final int PSR = 16;
    private static final int SIZE = 0x4000;
    private static final long VA = TestMachine.CODE + 0x2000;
    private static final long LOW_32 = 0xffff_ffffL;
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;
    private static final int CODE_SALT = 7;
    private static final int DATA_SALT = 1;

    private final String text;
    private final CodeForm form;
    private final boolean bigEndian;
    private final int[] units;
    private final int instructions;
    private final long[] before = new long[NAMES.size()];
    private final long[] after;
    private final byte[] memory = pattern(DATA_SALT);

    /** Reads a line. */
    Aarch32MemoryVector(String line) {
        String[] parts = line.split("\\|", -1);
        String[] head = parts[0].strip().split(" ", -1);
        text = line;
        form = head[1].equals("a32") ? CodeForm.A32 : CodeForm.T32;
        bigEndian = head.length > 2;
        units = new Assembler(form.instructions()).assemble(parts[1].strip(), VA);
        instructions = parts[1].split(";", -1).length;
        long seed = Long.parseLong(head[0]);
        for (int n = 0; n < PC; n++) {
            seed += GOLDEN_GAMMA;
            before[n] = mix(seed) & LOW_32;
        }
        set(before, parts[2]);
        after = before.clone();
        after[PC] = VA + (long) units.length * unit() + (form == CodeForm.T32 ? 1 : 0);
        set(after, parts[3]);
        change(parts.length > 4 ? parts[4] : "");
    }

    private static long mix(long seed) {
        long z = (seed ^ (seed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    private static void set(long[] values, String pairs) {
        for (String pair : words(pairs)) {
            String[] sides = pair.split("=", -1);
            values[NAMES.indexOf(sides[0])] = Long.parseLong(sides[1], 16);
        }
    }

    private void change(String changes) {
        for (String run : words(changes)) {
            String[] sides = run.split(":", -1);
            byte[] bytes = HexFormat.of().parseHex(sides[1]);
            System.arraycopy(bytes, 0, memory, Integer.parseInt(sides[0], 16), bytes.length);
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>(List.of(text.strip().split(" ", -1)));
        words.removeIf(String::isEmpty);
        return words;
    }

    /** What is in memory before: bytes that depend on where they are. */
    private static byte[] pattern(int salt) {
        byte[] bytes = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            bytes[i] = (byte) ((i * 0x9e37_79b1 + salt) >>> 13);
        }
        return bytes;
    }

    private int unit() {
        return form == CodeForm.A32 ? 4 : 2;
    }

    InstructionSet set() {
        return form.instructions();
    }

    /** The word of the last of its instructions. */
    int word() {
        int last = units.length - 1;
        if (form == CodeForm.A32) {
            return units[last];
        }
        boolean wide = last > 0;
        return wide ? (units[last - 1] << 16) | units[last] : units[last] << 16;
    }

    /** Runs it on a machine; what differs from the record, or an empty text. */
    String run(TestMachine machine) {
        write(machine, TestMachine.CODE, pattern(CODE_SALT));
        write(machine, TestMachine.DATA, pattern(DATA_SALT));
        for (int n = 0; n < units.length; n++) {
            machine.memory.write(VA + (long) n * unit(), unit(), units[n] & LOW_32);
        }
        prepare(machine.pe);
        machine.run(instructions);
        List<String> differences = new ArrayList<>();
        long[] registers = machine.pe.registers();
        for (int n = 0; n < PC; n++) {
            compare(differences, n, registers[n]);
        }
        compare(differences, PC, registers[RegisterFile.PC] | registers[RegisterFile.T]);
        compare(differences, PSR, registers[RegisterFile.NZCV]);
        for (int i = 0; i < SIZE; i++) {
            if ((byte) machine.memory.read(TestMachine.DATA + i, 1) != memory[i]) {
                differences.add("memory at %x".formatted(i));
            }
        }
        return differences.isEmpty() ? "" : text + ": " + differences;
    }

    private static void write(TestMachine machine, long pa, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            machine.memory.write(pa + i, 1, bytes[i] & 0xff);
        }
    }

    private void prepare(ProcessingElement pe) {
        long[] registers = pe.registers();
        System.arraycopy(before, 0, registers, 0, PC);
        registers[RegisterFile.NZCV] = before[PSR];
        registers[RegisterFile.T] = form == CodeForm.T32 ? 1 : 0;
        registers[RegisterFile.PC] = VA;
        int endianness = Aarch32Operation.encode(Aarch32Operation.SET_ENDIANNESS, bigEndian ? 1 : 0);
        pe.writeSystemRegister(endianness, 0);
        pe.dataAccess().monitor().clear();
    }

    private void compare(List<String> differences, int n, long value) {
        if (value != after[n]) {
            differences.add("%s is %x".formatted(NAMES.get(n), value));
        }
    }
}
