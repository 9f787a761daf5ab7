package dev.tlbsan.machine;

import dev.tlbsan.arm.ir.Aarch32Operation;
import dev.tlbsan.arm.pe.Aarch32Register;
import dev.tlbsan.arm.pe.BankedRegister;
import dev.tlbsan.arm.pe.EmulatorBug;
import dev.tlbsan.arm.pe.GuestException;
import dev.tlbsan.arm.pe.ProcessingElement;
import dev.tlbsan.engine.Engine;
import java.util.Locale;

/** EL2 in AArch32: Hyp mode. */
public final class HypMode extends El2 {
    private static final int EC_HVC32 = 0x12;
    private static final long SVC_MASKED = 0x1d3;
    private static final int IRQ_VECTOR = 0x18;
    private static final int VECTOR_KIND = 0x1f;
    /** R0 to R12. */
    private static final int GENERAL = 13;

    private static final int LR = 14;
    private static final int SPSR = 1 << 4;
    private static final int ALL_BYTES = 0xf;

    /** What MCR to coprocessor 15 does beside writing registers, as far as hypervisors use it. */
    public enum Operation {
        /** In Hyp mode: all entries of the current VMID, of both stages. */
        TLBIALL(0, 8, 7, 0),
        /** The same in the Inner Shareable domain. */
        TLBIALLIS(0, 8, 3, 0),
        /** All entries of PL1 and PL0 in the Inner Shareable domain, of every VMID. */
        TLBIALLNSNHIS(4, 8, 3, 4),
        /** All instruction caches in the Inner Shareable domain. */
        ICIALLUIS(0, 7, 1, 0),
        /** Stage 1 of a PL1 read; the outcome is in PAR. */
        ATS1CPR(0, 7, 8, 0);

        private final int encoding;

        Operation(int opc1, int crn, int crm, int opc2) {
            encoding = Aarch32Operation.register(15, opc1, crn, crm, opc2);
        }
    }

    HypMode(ProcessingElement pe, Engine engine) {
        super(pe, engine);
    }

    /** MRC, or MRRC of a register that has 64 bits. */
    public long read(Aarch32Register register) {
        return get(register.isWide() ? "mrrc" : "mrc", register.name(), register.wideEncoding());
    }

    /** MCR, or MCRR of a register that has 64 bits. */
    public void write(Aarch32Register register, long value) {
        put(register.isWide() ? "mcrr" : "mcr", register.name(), register.wideEncoding(), value);
    }

    /** MCR of an operation that takes no operand. */
    public void execute(Operation operation) {
        execute(operation, 0);
    }

    /** MCR of an operation with its operand. */
    public void execute(Operation operation, long operand) {
        put("mcr", operation.name(), operation.encoding, operand);
    }

    /** MRS (banked register). */
    public long mrs(BankedRegister register) {
        return get("mrs", register.name(), register.encoding());
    }

    /** MSR (banked register). */
    public void msr(BankedRegister register, long value) {
        put("msr", register.name(), register.encoding(), value);
    }

    /** MRS of SPSR_hyp. */
    public long spsr() {
        return get("mrs", "spsr", Aarch32Operation.encode(Aarch32Operation.STATUS, SPSR));
    }

    /** MSR of SPSR_hyp, all of it. */
    public void spsr(long value) {
        put("msr", "spsr_cxsf", Aarch32Operation.encode(Aarch32Operation.STATUS, SPSR | ALL_BYTES), value);
    }

    private long get(String mnemonic, String name, int encoding) {
        tellAccess(mnemonic, name);
        try {
            return pe().readSystemRegister(encoding);
        } catch (GuestException e) {
            throw new EmulatorBug("Hyp mode may not execute " + mnemonic + " " + name, e);
        }
    }

    private void put(String mnemonic, String name, int encoding, long value) {
        tellAccess(mnemonic, name);
        try {
            pe().writeSystemRegister(encoding, value);
        } catch (GuestException e) {
            throw new EmulatorBug("Hyp mode may not execute " + mnemonic + " " + name, e);
        }
    }

    private void tellAccess(String mnemonic, String name) {
        if (isTraced()) {
            tell(mnemonic + " " + name.toLowerCase(Locale.ROOT));
        }
    }

    /** Copies R0 to R12 and LR, which is that of User mode, out to the places of their numbers. */
    public void saveGeneral(long[] to) {
        System.arraycopy(pe().registers(), 0, to, 0, GENERAL);
        to[LR] = pe().registers()[LR];
    }

    /** Loads R0 to R12 and LR, which is that of User mode, from the places of their numbers. */
    public void restoreGeneral(long[] from) {
        System.arraycopy(from, 0, pe().registers(), 0, GENERAL);
        pe().registers()[LR] = from[LR];
    }

    @Override
    void describeHost(long pc) {
        msr(BankedRegister.ELR_hyp, pc);
        spsr(SVC_MASKED);
    }

    @Override
    int hypervisorCallClass() {
        return EC_HVC32;
    }

    @Override
    public boolean tookInterrupt() {
        return (pe().pc() & VECTOR_KIND) == IRQ_VECTOR;
    }
}
