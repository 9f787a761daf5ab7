package dev.tlbsan.arm.ir;

/**
 * The name space of MSR, MRS and SYS: op0, op1, CRn, CRm and op2, packed as in bits 20:5 of the instruction word
 * (op0 with its implied top bit included). Where an instruction is meant and not only a name, bits 20:16 hold Rt, as
 * the syndrome of a trapped access reports it.
 */
public final class SystemOperation {
    private SystemOperation() {}

    /** Packs the five fields into 16 bits: op0 in 15:14, op1 in 13:11, CRn in 10:7, CRm in 6:3, op2 in 2:0. */
    public static int encode(int op0, int op1, int crn, int crm, int op2) {
        return op0 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2;
    }

    /** Adds the number of the general-purpose register that the instruction names, 0 to 31. */
    public static int withRt(int encoding, int rt) {
        return (encoding & 0xffff) | rt << 16;
    }

    /** The number of the general-purpose register, 31 if it is XZR. */
    public static int rt(int instruction) {
        return instruction >>> 16 & 31;
    }

    /** The five fields alone, without Rt. */
    public static int name(int instruction) {
        return instruction & 0xffff;
    }

    public static int op0(int encoding) {
        return encoding >>> 14 & 3;
    }

    public static int op1(int encoding) {
        return encoding >>> 11 & 7;
    }

    public static int crn(int encoding) {
        return encoding >>> 7 & 15;
    }

    public static int crm(int encoding) {
        return encoding >>> 3 & 15;
    }

    public static int op2(int encoding) {
        return encoding & 7;
    }
}
