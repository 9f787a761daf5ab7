package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.ir.RegisterFile;

/** An AArch32 processing element whose instructions a test executes one by one. */
final class Aarch32TestPe {
    /** Where the instruction under test is. */
    static final long CODE = TestRam.BASE + 0x8_0000;

    static final long VBAR = 0x1_0000;
    static final long HVBAR = 0x2_0000;

    final TestRam ram = new TestRam();
    final Cluster cluster = new Cluster(ram);
    final ProcessingElement pe;

    private Aarch32TestPe(PeConfiguration configuration) {
        pe = new ProcessingElement(configuration, cluster);
        reset();
    }

    /** A PE with Hyp mode, in it. */
    static Aarch32TestPe withEl2() {
        return new Aarch32TestPe(PeConfiguration.aarch32WithEl2(0));
    }

    /** A PE without Hyp mode, in Supervisor mode. */
    static Aarch32TestPe withoutEl2() {
        return new Aarch32TestPe(PeConfiguration.aarch32WithoutEl2(0));
    }

    /** A cold reset, but for vectors of our own. */
    void reset() {
        pe.reset(CODE);
        pe.systemRegisters().set(SystemRegister.VBAR_EL1, VBAR);
        pe.systemRegisters().set(SystemRegister.VBAR_EL2, HVBAR);
    }

    /** Returns from Hyp mode to an instruction at {@link #CODE} with the given CPSR. */
    Aarch32TestPe at(long cpsr) {
        pe.writeSystemRegister(spsr(), cpsr);
        pe.writeSystemRegister(BankedRegister.ELR_hyp.encoding(), CODE);
        pe.exceptionReturn();
        return this;
    }

    /** Returns from Hyp mode to a mode with asynchronous exceptions masked. */
    Aarch32TestPe at(Aarch32Mode mode) {
        return mode == Aarch32Mode.HYP ? this : at(0x1c0 | mode.number());
    }

    /** Writes a register in the present mode. */
    Aarch32TestPe with(Aarch32Register register, long value) {
        pe.write(register, value);
        pe.mmu().contextSynchronization();
        return this;
    }

    /** The stored value of a register. */
    long get(Aarch32Register register) {
        SystemRegister backing = register.backing();
        return backing == null
                ? register.constant()
                : register.part().of(pe.systemRegisters().get(backing));
    }

    long get(SystemRegister register) {
        return pe.systemRegisters().get(register);
    }

    long pc() {
        return pe.registers()[RegisterFile.PC];
    }

    long r(int n) {
        return pe.registers()[n];
    }

    /** MRS of the CPSR. */
    long cpsr() {
        return pe.readSystemRegister(Aarch32Operation.encode(Aarch32Operation.STATUS, 0));
    }

    /** The CPSR with the bits that MRS does not show, as an SPSR has them. */
    long fullCpsr() {
        long it = pe.registers()[RegisterFile.IT];
        return cpsr() | (it & 3) << 25 | it >>> 2 << 10 | (isThumb() ? 1 << 5 : 0) | (pe.illegalState() ? 1 << 20 : 0);
    }

    boolean isThumb() {
        return pe.registers()[RegisterFile.T] != 0;
    }

    /** The IT state after an instruction. */
    static long advanced(long it) {
        return (it & 7) == 0 ? 0 : (it & 0xe0) | (it << 1 & 0x1f);
    }

    /** MRS of the SPSR. */
    long readSpsr() {
        return pe.readSystemRegister(spsr());
    }

    private static int spsr() {
        return Aarch32Operation.encode(Aarch32Operation.STATUS, 0x1f);
    }

    /** The mode that the CPSR names. */
    Aarch32Mode mode() {
        Aarch32Mode mode = Aarch32Mode.of(cpsr());
        if (mode == null) {
            throw new AssertionError("no mode in CPSR 0x%x".formatted(cpsr()));
        }
        return mode;
    }

    /** Executes at {@link #CODE}; if an exception results it is taken. */
    boolean faults(int bytes, Runnable instruction) {
        try {
            instruction.run();
            return false;
        } catch (GuestException e) {
            pe.take(e, CODE, bytes);
            return true;
        }
    }

    boolean faults(Runnable instruction) {
        return faults(4, instruction);
    }

    /** Executes the A32 word of MCR, MRC, MCRR or MRRC on R0 and R1. */
    void executeCoprocessor(int word) {
        boolean read = (word >>> 20 & 1) != 0;
        int encoding = encoding(word);
        if (read) {
            pe.registers()[word >>> 12 & 15] = pe.readSystemRegister(encoding) & 0xffff_ffffL;
        } else {
            pe.writeSystemRegister(encoding, pe.registers()[word >>> 12 & 15]);
        }
    }

    private static int encoding(int word) {
        int coprocessor = word >>> 8 & 15;
        int rt = word >>> 12 & 15;
        int crm = word & 15;
        if ((word >>> 24 & 15) == 0xc) {
            int rt2 = word >>> 16 & 15;
            return Aarch32Operation.withRts(Aarch32Operation.pair(coprocessor, word >>> 4 & 15, crm), rt, rt2);
        }
        int opc1 = word >>> 21 & 7;
        int crn = word >>> 16 & 15;
        int opc2 = word >>> 5 & 7;
        return Aarch32Operation.withRt(Aarch32Operation.register(coprocessor, opc1, crn, crm, opc2), rt);
    }
}
