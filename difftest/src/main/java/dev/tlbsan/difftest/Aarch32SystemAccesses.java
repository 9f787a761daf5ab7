package dev.tlbsan.difftest;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.pe.Aarch32Register;
import dev.tlbsan.machine.SeededRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Generates MRC, MCR, MRRC and MCRR. */
final class Aarch32SystemAccesses {
    private static final int ALWAYS = 0xe000_0000;
    private static final int MCR = 0x0e00_0010;
    private static final int MCRR = 0x0c40_0000;
    private static final int READ = 1 << 20;
    /** opc1, CRn, CRm and opc2, four bits each. */
    private static final int[] OPERATIONS = {
        0x0710, 0x0716, 0x0750, 0x0751, 0x0754, 0x0756, 0x0757, 0x0761, 0x0762, 0x07a1, 0x07a2, 0x07a4, 0x07a5, 0x07b1,
        0x07e1, 0x07e2, 0x0780, 0x0781, 0x0782, 0x0783, 0x0784, 0x0787, 0x4780, 0x4781, 0x0830, 0x0831, 0x0832, 0x0833,
        0x0850, 0x0851, 0x0852, 0x0860, 0x0861, 0x0862, 0x0870, 0x0871, 0x0872, 0x0873, 0x4830, 0x4831, 0x4834, 0x4870,
        0x4871, 0x4874
    };

    /** TSW, TPC and TPU. */
    private static final long HCR_CACHE_TRAPS = 0x01c0_0000L;

    private static final int P14 = 14;
    private static final int HYP_OPC1 = 4;

    /** Registers that both machines keep all bits of, or the same ones. */
    private static final Set<Aarch32Register> FROM_PL1 = EnumSet.of(
            Aarch32Register.TPIDRURO,
            Aarch32Register.TPIDRPRW,
            Aarch32Register.DFAR,
            Aarch32Register.IFAR,
            Aarch32Register.ADFSR,
            Aarch32Register.AIFSR);

    private static final Set<Aarch32Register> FROM_HYP = EnumSet.of(
            Aarch32Register.HDFAR,
            Aarch32Register.HIFAR,
            Aarch32Register.HTPIDR,
            Aarch32Register.VPIDR,
            Aarch32Register.CNTVOFF,
            Aarch32Register.HADFSR,
            Aarch32Register.HAIFSR,
            Aarch32Register.HACR);

    /** Registers that say what the implementation is, or count, or that cases cannot reset: their values may differ. */
    private static final Set<Aarch32Register> INCOMPARABLE = EnumSet.of(
            Aarch32Register.MIDR,
            Aarch32Register.CTR,
            Aarch32Register.TCMTR,
            Aarch32Register.TLBTR,
            Aarch32Register.MPIDR,
            Aarch32Register.REVIDR,
            Aarch32Register.CCSIDR,
            Aarch32Register.CLIDR,
            Aarch32Register.AIDR,
            Aarch32Register.ACTLR,
            Aarch32Register.HACTLR,
            Aarch32Register.VPIDR,
            Aarch32Register.VMPIDR,
            Aarch32Register.HDCR,
            Aarch32Register.CNTFRQ,
            Aarch32Register.CNTPCT,
            Aarch32Register.CNTVCT,
            Aarch32Register.JIDR);

    private final SeededRandom random;

    Aarch32SystemAccesses(SeededRandom random) {
        this.random = random;
    }

    /** Adds an access, mostly by the definition. */
    void add(Aarch32Sequence sequence, Definition definition) {
        if (definition.name().startsWith("mcrr") && sequence.controls().hstr() == 0) {
            sequence.add(word(Aarch32Register.CNTVOFF, false));
        } else if (random.oneIn(4)) {
            operate(sequence);
        } else if (random.oneIn(3)) {
            write(sequence);
        } else {
            read(sequence);
        }
    }

    private void read(Aarch32Sequence sequence) {
        Aarch32Register register = pick(List.of(Aarch32Register.values()));
        // QEMU does not ask HSTR where the register is UNDEFINED.
        boolean hidden = sequence.controls().hstr() != 0 && sequence.level() < 2 && isOfHyp(register);
        if (isComparable(register) && !hidden) {
            sequence.add(word(register, true));
        }
    }

    private void write(Aarch32Sequence sequence) {
        Aarch32Register register;
        if (sequence.level() == 0) {
            register = random.oneIn(2) ? Aarch32Register.TPIDRURW : pick(FROM_PL1);
        } else if (sequence.level() == 1) {
            boolean any = sequence.controls().hstr() == 0 && random.oneIn(8);
            register = any ? pick(FROM_HYP) : pick(FROM_PL1);
        } else {
            register = pick(Stream.concat(FROM_PL1.stream(), FROM_HYP.stream()).toList());
        }
        sequence.add(word(register, false));
        if (isComparable(register)) {
            sequence.add(word(register, true));
        }
    }

    /** TLB and cache maintenance, barriers, and address translation with a look at its result. */
    private void operate(Aarch32Sequence sequence) {
        int operation = OPERATIONS[random.below(OPERATIONS.length)];
        boolean translates = (operation >>> 4 & 0xff) == 0x78;
        boolean isLong = (sequence.controls().tcr() & 1L << 31) != 0;
        // QEMU's Armv7 does not know the traps of cache maintenance.
        boolean trapped = (operation >>> 8 & 15) == 7 && (sequence.controls().hcr() & HCR_CACHE_TRAPS) != 0;
        if (trapped || (translates && !isLong) || (sequence.controls().hstr() != 0 && operation >>> 12 != 0)) {
            return;
        }
        sequence.add(ALWAYS
                | MCR
                | (operation >>> 12) << 21
                | (operation >>> 8 & 15) << 16
                | Aarch32Pools.ALIGNED_BASE << 12
                | 15 << 8
                | (operation & 15) << 5
                | (operation >>> 4 & 15));
        if (translates && sequence.level() > 0) {
            sequence.add(word(Aarch32Register.PAR, true));
        }
    }

    private Aarch32Register pick(Iterable<Aarch32Register> choices) {
        List<Aarch32Register> all = new ArrayList<>();
        choices.forEach(all::add);
        return all.get(random.below(all.size()));
    }

    private static boolean isOfHyp(Aarch32Register register) {
        return SystemOperation.op1(register.encoding()) == HYP_OPC1
                || (register.isWide() && SystemOperation.crn(register.wideEncoding()) >= HYP_OPC1);
    }

    private static boolean isComparable(Aarch32Register register) {
        String name = register.name();
        return !INCOMPARABLE.contains(register)
                && !name.startsWith("ID_")
                && !name.startsWith("DBG")
                && !name.endsWith("VAL");
    }

    /** An access by one of the two ways, with scratch registers. */
    private int word(Aarch32Register register, boolean read) {
        boolean wide = register.isWide() && (register.encoding() == register.wideEncoding() || random.oneIn(2));
        int encoding = wide ? register.wideEncoding() : register.encoding();
        int coprocessor = Aarch32Operation.coprocessor(encoding) == P14 ? 0 : 1;
        int first = random.below(3);
        int common = ALWAYS | (read ? READ : 0) | first << 12 | (0xe | coprocessor) << 8;
        int crm = SystemOperation.crm(encoding);
        if (wide) {
            return common | MCRR | (first + 1) << 16 | SystemOperation.crn(encoding) << 4 | crm;
        }
        return common
                | MCR
                | SystemOperation.op1(encoding) << 21
                | SystemOperation.crn(encoding) << 16
                | SystemOperation.op2(encoding) << 5
                | crm;
    }
}
