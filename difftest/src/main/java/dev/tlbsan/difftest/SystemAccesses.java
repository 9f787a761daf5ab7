package dev.tlbsan.difftest;

import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.pe.CacheOperation;
import dev.tlbsan.arm.pe.SystemRegister;
import dev.tlbsan.machine.SeededRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Generates MRS, MSR (register) and SYS. */
final class SystemAccesses {
    private static final int ZERO = 31;
    private static final int FULL_SYSTEM = 15;
    private static final int NAME = 0x7fff;
    private static final int OPERATION = 0x3fff;
    private static final List<SystemRegister> REGISTERS = RegisterRules.common();
    private static final int[] OPERATIONS = operations();

    private final SeededRandom random;
    private final Words words;

    SystemAccesses(SeededRandom random, Words words) {
        this.random = random;
        this.words = words;
    }

    /** The encodings of all TLB and cache maintenance and address translation. */
    static int[] operations() {
        IntStream tlbi = Stream.of(TlbiOperation.values()).mapToInt(TlbiOperation::encoding);
        IntStream at = Stream.of(AtOperation.values()).mapToInt(AtOperation::encoding);
        IntStream cache = Stream.of(CacheOperation.values()).mapToInt(CacheOperation::encoding);
        return IntStream.concat(IntStream.concat(tlbi, at), cache).toArray();
    }

    void add(Sequence sequence) {
        switch (random.below(20)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> read(sequence);
            case 8, 9, 10, 11, 12 -> write(sequence);
            case 13 -> unallocated(sequence);
            default -> operation(sequence);
        }
    }

    /** Adds an instruction of one of the definitions that this class knows. */
    void add(Sequence sequence, Definition definition) {
        switch (definition.name()) {
            case "mrs" -> read(sequence);
            case "msr" -> write(sequence);
            case "sys" -> operation(sequence);
            default -> sequence.add(words.make(definition.name(), Map.of('e', random.below(OPERATION + 1), 't', ZERO)));
        }
    }

    private void read(Sequence sequence) {
        read(sequence, pick(sequence.level()));
    }

    /** Adds a read of a register, whose value goes nowhere if the machines may differ in it. */
    void read(Sequence sequence, SystemRegister register) {
        int destination = RegisterRules.isComparable(register) ? sequence.scratch(random) : ZERO;
        sequence.add(read(register, destination));
    }

    /** Any register; mostly one that the Exception level may read. */
    private SystemRegister pick(int level) {
        while (true) {
            SystemRegister register = REGISTERS.get(random.below(REGISTERS.size()));
            if (RegisterRules.lowestLevel(register.encoding()) <= level || random.oneIn(16)) {
                return register;
            }
        }
    }

    private int read(SystemRegister register, int destination) {
        return words.make("mrs", Map.of('e', register.encoding() & NAME, 't', destination));
    }

    /** A write of a value that both machines keep, perhaps followed by a read. */
    private void write(Sequence sequence) {
        var choices =
                random.oneIn(16) ? RegisterRules.undefined(sequence.level()) : RegisterRules.writable(sequence.level());
        if (choices.isEmpty()) {
            return;
        }
        write(sequence, choices.get(random.below(choices.size())));
    }

    /** Adds a write, given with the bits that both machines keep. */
    void write(Sequence sequence, Map.Entry<SystemRegister, Long> chosen) {
        SystemRegister register = chosen.getKey();
        int source = sequence.value(RegisterRules.value(chosen, EdgeValues.next(random)));
        if (source < 0) {
            return;
        }
        if (RegisterRules.needsFlush(register)) {
            sequence.flush();
        }
        if (RegisterRules.forbidsTranslation(register)) {
            sequence.forbidTranslation();
        }
        if (RegisterRules.mattersAtEl1(register)) {
            sequence.forbidReturn();
        }
        sequence.add(words.make("msr", Map.of('e', register.encoding() & NAME, 't', source)));
        if (RegisterRules.needsFlush(register)) {
            // Our machine uses the old value until then, QEMU the new one at once.
            sequence.add(words.make("isb", Map.of('m', FULL_SYSTEM)));
        }
        if (random.below(2) == 0 && RegisterRules.isComparable(register)) {
            sequence.add(read(register, sequence.scratch(random)));
        }
    }

    private void unallocated(Sequence sequence) {
        int encoding = random.below(NAME + 1) | 0x8000;
        if (!RegisterRules.isUnallocated(encoding)) {
            return;
        }
        String direction = random.oneIn(2) ? "mrs" : "msr";
        // The reserved ID registers read as zero on QEMU too, but some of them are ID registers of its processor.
        sequence.add(words.make(direction, Map.of('e', encoding & NAME, 't', ZERO)));
    }

    private void operation(Sequence sequence) {
        int encoding = OPERATIONS[random.below(OPERATIONS.length)];
        if (RegisterRules.lowestLevel(encoding) > sequence.level() && !random.oneIn(8)) {
            return;
        }
        operate(sequence, encoding);
    }

    /** Adds a system instruction, for AT with a look at its result. */
    void operate(Sequence sequence, int encoding) {
        boolean at = AtOperation.of(SystemOperation.name(encoding)) != null;
        if (at && !sequence.mayTranslate()) {
            return;
        }
        int operand = at ? atOperand() : sequence.address(random);
        sequence.add(words.make("sys", Map.of('e', encoding & OPERATION, 't', operand)));
        if (at) {
            sequence.add(read(SystemRegister.PAR_EL1, sequence.scratch(random)));
        }
    }

    private int atOperand() {
        return random.oneIn(8)
                ? Pools.FAULTING_BASE
                : Pools.FIRST_BASE + random.below(Pools.DEVICE_BASE - Pools.FIRST_BASE);
    }
}
