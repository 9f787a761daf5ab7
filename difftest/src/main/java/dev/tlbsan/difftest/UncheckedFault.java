package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import org.jspecify.annotations.Nullable;

/** Faults that QEMU 7.2 does not look for. A case that meets one is cut off there, and compared up to it. */
enum UncheckedFault {
    /** An access to Device memory that must be aligned there and need not be in Normal memory, or DC ZVA. */
    ALIGNMENT_IN_DEVICE_MEMORY {
        @Override
        boolean isWhy(InstructionCase testCase, Outcome ours) {
            return isAlignmentFault(testCase, ours)
                    && ((testCase.controls().sctlr() & SCTLR_A) == 0
                            || definitionAtFault(testCase, ours).equals("sys"))
                    && isDevice(testCase, ours.dataAddress(testCase));
        }
    },
    /** A load or store with a misaligned stack pointer under SCTLR_ELx.{SA, SA0}. */
    STACK_POINTER_ALIGNMENT {
        @Override
        boolean isWhy(InstructionCase testCase, Outcome ours) {
            return ours.exceptionClass() == SP_ALIGNMENT && (testCase.controls().sctlr() & SCTLR_SA) != 0;
        }
    },
    /** An unaligned exclusive store that fails for want of a marked address; the order of the checks is open. */
    ALIGNMENT_OF_FAILING_EXCLUSIVE_STORE {
        @Override
        boolean isWhy(InstructionCase testCase, Outcome ours) {
            return isAlignmentFault(testCase, ours)
                    && definitionAtFault(testCase, ours).matches("stl?(x|rex).*");
        }
    },
    /** An AArch32 load of several registers, the first of which QEMU has written when a later one gives a fault. */
    LOAD_OF_SEVERAL_REGISTERS {
        @Override
        boolean isWhy(InstructionCase testCase, Outcome ours) {
            return testCase.isAarch32()
                    && isAarch32DataAbort(testCase, ours)
                    && definitionAtFault(testCase, ours).matches("(ldrd|ldm|pop|rfe).*");
        }
    },
    /** Cache maintenance by address, which QEMU does nothing for. */
    CACHE_MAINTENANCE {
        @Override
        boolean isWhy(InstructionCase testCase, Outcome ours) {
            if (testCase.isAarch32()) {
                return isAarch32DataAbort(testCase, ours)
                        && definitionAtFault(testCase, ours).equals("mcr");
            }
            int word = testCase.wordAt(ours.returnAddress());
            return isDataAbort(ours)
                    && (ours.syndrome() & MAINTENANCE) != 0
                    && definitionAtFault(testCase, ours).equals("sys")
                    && (word & CRN_AND_CRM) != ADDRESS_TRANSLATION;
        }
    },
    /** HCR_EL2.TIDCP, which QEMU 7.2 does not know. */
    IMPLEMENTATION_DEFINED_TRAP {
        @Override
        boolean isWhy(InstructionCase testCase, Outcome ours) {
            int crn = testCase.wordAt(ours.returnAddress()) >> 12 & 15;
            return ours.exceptionClass() == TRAPPED_SYSTEM_INSTRUCTION
                    && ours.level() == 2
                    && (testCase.controls().hcr() & HCR_TIDCP) != 0
                    && (crn == 11 || crn == 15);
        }
    },
    /** With stage 1 off, an address beyond the 44 bits of QEMU's Cortex-A57, but within our 48. */
    ADDRESS_BEYOND_44_BITS {
        @Override
        boolean isWhy(InstructionCase testCase, Outcome ours) {
            return isDataAbort(ours) && isStage1Off(testCase) && ours.faultAddress() >>> 44 != 0;
        }
    };

    private static final int DATA_ABORT = 0x24;
    private static final int DATA_ABORT_SAME_LEVEL = 0x25;
    private static final int SP_ALIGNMENT = 0x26;
    private static final int STATUS_CODE = 0x3f;
    private static final int ALIGNMENT_FAULT = 0x21;
    /** In DFSR of the short format. */
    private static final int SHORT_ALIGNMENT_FAULT = 0x01;

    private static final int DATA_ABORT_VECTOR = 0x10;
    private static final int HYP_TRAP_VECTOR = 0x14;
    private static final long LONG_DESCRIPTORS = 1L << 31;
    private static final int MAINTENANCE = 1 << 8;
    private static final int CRN_AND_CRM = 0xff00;
    private static final int ADDRESS_TRANSLATION = 0x7800;
    private static final long SCTLR_A = 2;
    private static final long SCTLR_SA = 0x18;
    private static final long HCR_TIDCP = 1L << 20;
    private static final int TRAPPED_SYSTEM_INSTRUCTION = 0x18;
    private static final long HCR_DC = 1L << 12;
    private static final long DEVICE_WINDOW = Layout.window(5) >> 12;
    private static final long PAGE_OF_REGION = 0x3f_ffff;

    /** Whether this fault, which QEMU would not take, ended the case on our machine. */
    abstract boolean isWhy(InstructionCase testCase, Outcome ours);

    /** The fault that QEMU would not take, if one ended the case; null if not. */
    static @Nullable UncheckedFault of(TestCase testCase, Outcome ours) {
        if (testCase instanceof InstructionCase instructions) {
            for (UncheckedFault fault : values()) {
                if (fault.isWhy(instructions, ours)) {
                    return fault;
                }
            }
        }
        return null;
    }

    private static boolean isStage1Off(InstructionCase testCase) {
        return testCase.controls().isStage1Off(testCase.level());
    }

    /** The same case, ending before the instruction that took the fault. */
    static InstructionCase cutOff(InstructionCase testCase, Outcome ours) {
        return testCase.endingAt(ours.faultingInstruction(testCase));
    }

    /** Whether a Data Abort of alignment ended the case. */
    private static boolean isAlignmentFault(InstructionCase testCase, Outcome ours) {
        if (testCase.isAarch32() && ours.level() == 1) {
            boolean isLong = (testCase.controls().tcr() & LONG_DESCRIPTORS) != 0;
            return ours.vector() == DATA_ABORT_VECTOR
                    && (ours.word(Outcome.ESR_EL1) & STATUS_CODE) == (isLong ? ALIGNMENT_FAULT : SHORT_ALIGNMENT_FAULT);
        }
        return isDataAbort(ours) && (ours.syndrome() & STATUS_CODE) == ALIGNMENT_FAULT;
    }

    private static boolean isAarch32DataAbort(InstructionCase testCase, Outcome ours) {
        boolean fromBelow = ours.level() == 2 && testCase.level() < 2;
        return ours.vector() == (fromBelow ? HYP_TRAP_VECTOR : DATA_ABORT_VECTOR)
                && (ours.level() == 1 || isDataAbort(ours));
    }

    private static boolean isDataAbort(Outcome ours) {
        int exceptionClass = ours.exceptionClass();
        return exceptionClass == DATA_ABORT || exceptionClass == DATA_ABORT_SAME_LEVEL;
    }

    /** The name of the definition of the instruction at fault. */
    private static String definitionAtFault(InstructionCase testCase, Outcome ours) {
        int word = testCase.instructionAt(ours.faultingInstruction(testCase));
        Definition definition = testCase.instructionSet().find(word);
        return definition == null ? "" : definition.name();
    }

    /** Window 5; with stage 1 off, and not made Normal by HCR_EL2.DC, everything. */
    private static boolean isDevice(InstructionCase testCase, long address) {
        boolean normal = (testCase.controls().hcr() & HCR_DC) != 0;
        return (isStage1Off(testCase) && !normal)
                || (address >> 12 & PAGE_OF_REGION) == (DEVICE_WINDOW & PAGE_OF_REGION);
    }
}
