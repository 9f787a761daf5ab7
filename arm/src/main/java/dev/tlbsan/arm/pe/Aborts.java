package dev.tlbsan.arm.pe;

import dev.tlbsan.arm.ir.Transfer;
import dev.tlbsan.arm.mmu.MemoryAttributes;
import dev.tlbsan.arm.mmu.TranslationFault;
import dev.tlbsan.arm.pe.Syndrome.Target;

/** Makes Instruction Aborts and Data Aborts out of refused accesses (DDI 0487, D17.2.37, ISS encodings). */
public final class Aborts {
    /** ISS.WnR: the access was a write, or cache maintenance, or address translation. */
    public static final int WRITE = 1 << 6;
    /** ISS.CM: cache maintenance or address translation. */
    public static final int MAINTENANCE = 1 << 8;
    /** The status code of an alignment fault. */
    public static final int ALIGNMENT = 0b100001;
    /** The status code of a synchronous External abort that is not on a table walk. */
    public static final int EXTERNAL = 0b010000;

    private static final int S1PTW = 1 << 7;
    private static final int STAGE_2 = 2;

    private Aborts() {}

    /** A Data Abort by the MMU. The flags are further bits of the ISS. */
    public static GuestException data(long va, TranslationFault fault, int flags) {
        return mmuFault(ExceptionClass.DATA_ABORT, va, fault, flags);
    }

    /** An Instruction Abort by the MMU. */
    public static GuestException instruction(long va, TranslationFault fault) {
        return mmuFault(ExceptionClass.INSTRUCTION_ABORT, va, fault, 0);
    }

    /** A Data Abort that translation has no part in. The status code and the flags make the ISS. */
    public static GuestException data(long va, int statusCode, int flags) {
        return new GuestException(Syndrome.fault(ExceptionClass.DATA_ABORT, statusCode | flags, va));
    }

    /** An alignment fault for the sake of Device memory: of stage 2 if that alone makes it so (DDI 0487, J1.2 S2Translate). */
    static GuestException misaligned(long va, MemoryAttributes device, int flags) {
        Target target = device.deviceByStage2() ? Target.EL2 : Target.DEFAULT;
        int iss = ALIGNMENT | flags;
        return new GuestException(new Syndrome(ExceptionClass.DATA_ABORT, iss, va, 0, target, false, 0));
    }

    /** An Instruction Abort for want of memory at the physical address. */
    public static GuestException externalOnFetch(long va) {
        return new GuestException(Syndrome.fault(ExceptionClass.INSTRUCTION_ABORT, EXTERNAL, va));
    }

    /** AArch32: an Instruction Abort for an address that no instruction can be at. */
    static GuestException misalignedFetch(long va) {
        return new GuestException(Syndrome.fault(ExceptionClass.INSTRUCTION_ABORT, ALIGNMENT, va));
    }

    /** Whether an exception is a Data Abort whose syndrome may say what the instruction transfers. */
    public static boolean describesTransfer(GuestException exception) {
        Syndrome syndrome = exception.syndrome();
        return syndrome.exceptionClass() == ExceptionClass.DATA_ABORT
                && syndrome.target() == Target.EL2
                && (syndrome.iss() & (S1PTW | MAINTENANCE)) == 0;
    }

    /** The same Data Abort with what its instruction transfers in the syndrome. */
    public static GuestException withTransfer(GuestException exception, Transfer transfer) {
        Syndrome s = exception.syndrome();
        int iss = s.iss() | transfer.syndrome();
        return new GuestException(
                new Syndrome(s.exceptionClass(), iss, s.far(), s.ipa(), s.target(), s.returnsAfter(), s.domain()));
    }

    private static GuestException mmuFault(int exceptionClass, long va, TranslationFault fault, int flags) {
        boolean stage2 = fault.stage() == STAGE_2;
        int iss = fault.statusCode() | flags | (fault.onWalk() && stage2 ? S1PTW : 0);
        Target target = stage2 ? Target.EL2 : Target.DEFAULT;
        int domain = Math.max(fault.domain(), 0);
        return new GuestException(new Syndrome(exceptionClass, iss, va, fault.ipa(), target, false, domain));
    }
}
