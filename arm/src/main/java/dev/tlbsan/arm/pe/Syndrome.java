package dev.tlbsan.arm.pe;

/**
 * What a synchronous exception is about, before it is known which Exception level takes it (DDI 0487, D17.2.37).
 *
 * @param exceptionClass ESR_ELx.EC as for an exception from a lower Exception level (0x20 for an Instruction Abort, 0x24
 *     for a Data Abort, ...); the taking level's own variant is chosen when the exception is taken
 * @param iss ESR_ELx.ISS, 25 bits
 * @param far the faulting virtual address; meaningful for aborts and alignment faults of the PC
 * @param ipa the faulting intermediate physical address of a stage 2 fault, else zero
 * @param target the routing that the cause itself asks for
 * @param returnsAfter whether the preferred return address is that of the next instruction: for SVC, HVC and SMC
 * @param domain the domain of an MMU fault in the short-descriptor format of AArch32, else zero
 */
public record Syndrome(
        int exceptionClass, int iss, long far, long ipa, Target target, boolean returnsAfter, int domain) {
    /** Of an exception that no address belongs to, and after which the instruction is executed again. */
    static Syndrome of(int exceptionClass, int iss, Target target) {
        return new Syndrome(exceptionClass, iss, 0, 0, target, false, 0);
    }

    /** Of an instruction that calls what takes the exception: SVC, HVC or SMC. */
    public static Syndrome call(int exceptionClass, int imm16, Target target) {
        return new Syndrome(exceptionClass, imm16, 0, 0, target, true, 0);
    }

    /** Of a fault for a virtual address that no stage of translation gave. */
    static Syndrome fault(int exceptionClass, int iss, long far) {
        return new Syndrome(exceptionClass, iss, far, 0, Target.DEFAULT, false, 0);
    }

    /** Which Exception level an exception asks for. */
    public enum Target {
        /** By the general rules: EL1, or EL2 from EL2 and for EL0 under HCR_EL2.TGE. */
        DEFAULT,
        /** EL2: a trap that EL2 configured, a stage 2 fault, HVC. */
        EL2,
        /** The firmware below the machine: SMC, where no EL3 is implemented but something answers the call. */
        FIRMWARE
    }
}
