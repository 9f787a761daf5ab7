package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.ExceptionCause;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.ir.SystemOperation;

/** A processing element whose instructions a test executes one by one. */
final class TestPe {
    /** Where the instruction under test is. */
    static final long CODE = TestRam.BASE + 0x8_0000;

    static final long VBAR_EL1 = 0x1_0000;
    static final long VBAR_EL2 = 0x2_0000;

    final TestRam ram = new TestRam();
    final Cluster cluster = new Cluster(ram);
    final ProcessingElement pe;

    private TestPe(PeConfiguration configuration) {
        pe = new ProcessingElement(configuration, cluster);
        reset();
    }

    /** A cold reset, but for vectors of our own. */
    void reset() {
        pe.reset(CODE);
        pe.systemRegisters().set(SystemRegister.VBAR_EL1, VBAR_EL1);
        pe.systemRegisters().set(SystemRegister.VBAR_EL2, VBAR_EL2);
    }

    /** A PE with EL2, at EL2. */
    static TestPe withEl2() {
        return new TestPe(PeConfiguration.withEl2(0));
    }

    /** A PE without EL2, at EL1. */
    static TestPe withoutEl2() {
        return new TestPe(PeConfiguration.withoutEl2(0));
    }

    /** Goes to an Exception level by fiat. */
    TestPe at(int el, boolean spSel) {
        pe.state().mode(el, spSel);
        return this;
    }

    /** Goes to an Exception level by fiat, SPSel as exceptions leave it. */
    TestPe at(int el) {
        return at(el, el > 0);
    }

    /** Sets a system register by fiat, with the side effects of a write at EL2. */
    TestPe with(SystemRegister register, long value) {
        int el = pe.currentEl();
        boolean spSel = pe.state().pstate().spSel();
        int highest = pe.configuration().highestEl();
        pe.state().mode(highest, true);
        pe.write(register, value);
        pe.mmu().contextSynchronization();
        pe.state().mode(el, spSel);
        return this;
    }

    long get(SystemRegister register) {
        return pe.systemRegisters().get(register);
    }

    long pc() {
        return pe.registers()[RegisterFile.PC];
    }

    /** Executes at {@link #CODE}; if an exception results it is taken. */
    boolean faults(Runnable instruction) {
        pe.registers()[RegisterFile.PC] = CODE;
        try {
            instruction.run();
            return false;
        } catch (GuestException e) {
            pe.take(e, CODE, 4);
            return true;
        }
    }

    /** What an exception came to: {@code EL:ESR:OFFSET}, or {@code ok}, as in the recorded files. */
    String outcomeOf(Runnable instruction) {
        if (!faults(instruction)) {
            return "ok";
        }
        boolean el2 = pe.currentEl() == 2;
        long esr = get(el2 ? SystemRegister.ESR_EL2 : SystemRegister.ESR_EL1);
        long elr = get(el2 ? SystemRegister.ELR_EL2 : SystemRegister.ELR_EL1);
        return "%d:%x:%x".formatted(pe.currentEl(), esr, elr - CODE);
    }

    /** Executes an instruction word of the system or exception-generating groups. */
    void execute(int word) {
        int encoding = SystemOperation.withRt(word >>> 5 & 0xffff, word & 31);
        long operand = (word & 31) == 31 ? 0 : pe.registers()[word & 31];
        int imm16 = word >>> 5 & 0xffff;
        switch (word >>> 24) {
            case 0xd5 -> executeSystem(word, encoding, operand);
            case 0xd4 -> pe.raise(cause(word).encode(imm16));
            case 0xd6 -> executeReturn(word);
            default -> pe.raise(ExceptionCause.UNDEFINED.encode(0));
        }
    }

    private void executeSystem(int word, int encoding, long operand) {
        boolean read = (word >>> 21 & 1) != 0;
        int op0 = word >>> 19 & 3;
        int crn = word >>> 12 & 15;
        if (op0 == 0 && crn == 4) {
            pe.writePstate(encoding);
        } else if (op0 == 0 && crn == 2) {
            pe.hint(word >>> 5 & 0x7f);
        } else if (op0 == 1) {
            pe.system(encoding, operand);
        } else if (read) {
            long value = pe.readSystemRegister(encoding);
            if ((word & 31) != 31) {
                pe.registers()[word & 31] = value;
            }
        } else {
            pe.writeSystemRegister(encoding, operand);
        }
    }

    private void executeReturn(int word) {
        if (word == 0xd69f03e0) {
            pe.exceptionReturn();
        } else {
            pe.raise(ExceptionCause.UNDEFINED.encode(0));
        }
    }

    private static ExceptionCause cause(int word) {
        return switch (word & 0xffe0001f) {
            case 0xd4000001 -> ExceptionCause.SVC;
            case 0xd4000002 -> ExceptionCause.HVC;
            case 0xd4000003 -> ExceptionCause.SMC;
            case 0xd4200000 -> ExceptionCause.BRK;
            case 0xd4400000 -> ExceptionCause.HLT;
            default -> ExceptionCause.UNDEFINED;
        };
    }
}
