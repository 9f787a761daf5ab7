package dev.tlbsan.arm.ir;

/**
 * The name space of what AArch32 instructions ask of the processing element beside memory: accesses to System registers
 * by coprocessor 14 and 15, to the program status registers and to the registers of other modes. Every encoding has bit
 * 24 set, which no {@link SystemOperation} has, and its kind in bits 27:25.
 */
public final class Aarch32Operation {
    /** MRC and MCR: a {@link SystemOperation} with op0 2 for coprocessor 14, 3 for 15; Rt in bits 20:16. */
    public static final int REGISTER = 0;
    /** MRRC and MCRR: as {@link #REGISTER}, opc1 (four bits) in the place of CRn, op1 and op2 zero; Rt2 in bits 31:28. */
    public static final int REGISTER_PAIR = 1;
    /** MRS and MSR: bit 4 set for the SPSR, bits 3:0 the bytes that are written. */
    public static final int STATUS = 2;
    /** MRS and MSR (banked register): SYSm in bits 4:0, bit 5 set for an SPSR. */
    public static final int BANKED = 3;
    /** LDM and STM (user registers): a register of User mode, its number in bits 3:0. */
    public static final int USER_BANK = 4;
    /** CPS: the mode in bits 4:0, to be changed if bit 5 is set; A, I and F affected in bits 8:6; imod in bits 10:9. */
    public static final int CHANGE_STATE = 5;
    /** SETEND: the new PSTATE.E in bit 0. */
    public static final int SET_ENDIANNESS = 6;
    /** SRS: the stack pointer of the mode in bits 4:0. */
    public static final int MODE_STACK = 7;

    private static final int AARCH32 = 1 << 24;
    private static final int KIND_SHIFT = 25;
    private static final int RT2_SHIFT = 28;

    private Aarch32Operation() {}

    /** An encoding of one of the kinds above with its bits 23:0. */
    public static int encode(int kind, int bits) {
        return AARCH32 | (kind << KIND_SHIFT) | bits;
    }

    /** MRC or MCR of coprocessor 14 or 15, without Rt. */
    public static int register(int coprocessor, int opc1, int crn, int crm, int opc2) {
        return encode(REGISTER, SystemOperation.encode(coprocessor - 12, opc1, crn, crm, opc2));
    }

    /** MRRC or MCRR of coprocessor 14 or 15, without Rt and Rt2. */
    public static int pair(int coprocessor, int opc1, int crm) {
        return encode(REGISTER_PAIR, SystemOperation.encode(coprocessor - 12, 0, opc1, crm, 0));
    }

    /** Adds the general-purpose register, 0 to 15. */
    public static int withRt(int encoding, int rt) {
        return encoding | (rt << 16);
    }

    /** Adds both general-purpose registers, 0 to 15. */
    public static int withRts(int encoding, int rt, int rt2) {
        return encoding | (rt << 16) | (rt2 << RT2_SHIFT);
    }

    /** Whether an encoding is of this name space. */
    public static boolean is(int encoding) {
        return (encoding & AARCH32) != 0;
    }

    public static int kind(int encoding) {
        return (encoding >>> KIND_SHIFT) & 7;
    }

    /** The bits that say which register or what change, without Rt: 15:0. */
    public static int name(int encoding) {
        return encoding & 0xffff;
    }

    /** 14 or 15. */
    public static int coprocessor(int encoding) {
        return 12 + SystemOperation.op0(encoding);
    }

    public static int rt(int encoding) {
        return (encoding >>> 16) & 15;
    }

    public static int rt2(int encoding) {
        return encoding >>> RT2_SHIFT;
    }
}
