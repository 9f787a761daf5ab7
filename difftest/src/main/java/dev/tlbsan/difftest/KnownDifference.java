package dev.tlbsan.difftest;

import dev.tlbsan.difftest.TranslationCase.Operation;
import dev.tlbsan.difftest.TranslationCase.Register;
import java.util.List;

/**
 * A case that shows where our machine differs from QEMU 7.2, and what the architecture says there. {@link Deviation} and
 * {@link UncheckedFault} allow for some of them in random cases; generated cases avoid the others.
 *
 * @param name in capitals; that of the {@link Deviation} or {@link UncheckedFault} if it has one
 * @param rule what the architecture says, with the section of DDI 0487
 * @param testCase shows it
 * @param index which word of the outcome differs
 * @param architected what the word must be
 */
record KnownDifference(String name, String rule, TestCase testCase, int index, long architected) {
    static final List<KnownDifference> ALL = List.of(
            new KnownDifference(
                    "TRANSFER_SYNDROME_WITHIN_EL2",
                    "A Data Abort from EL2 to EL2 has no valid transfer syndrome (D17.2.37, ISV).",
                    Directed.at(2).with(15, Directed.UNMAPPED).run("ldr x0, [x15]"),
                    Outcome.ESR_EL2,
                    0x9600_0007L),
            new KnownDifference(
                    "FLAGS_AFTER_EXCEPTION_ENTRY",
                    "Exception entry leaves NZCV as it is (D1.3.4).",
                    Directed.at(1).flags(0xf).run("svc #0x0"),
                    Outcome.SPSR_EL2,
                    0xf000_03c5L),
            new KnownDifference(
                    "SYNDROME_OF_MSR_IMMEDIATE",
                    "The syndrome of a trapped MSR (immediate) has op1 in bits 16:14 and op2 in 19:17 (D17.2.37).",
                    Directed.at(0).sctlr(Directed.SCTLR_M).run("msr daifset, #0x1"),
                    Outcome.ESR_EL1,
                    0x620c_d3e2L),
            new KnownDifference(
                    "ALIGNMENT_IN_DEVICE_MEMORY",
                    "Unaligned accesses to Device memory fault (B2.5.2).",
                    Directed.at(1).with(14, Layout.window(5) + 1).run("ldr x0, [x14]"),
                    Outcome.ESR_EL1,
                    0x9600_0021L),
            new KnownDifference(
                    "ZEROING_DEVICE_MEMORY",
                    "So does DC ZVA there (C5.3).",
                    Directed.at(1).with(14, Layout.window(5)).run("sys #3, C7, C4, #1, x14"),
                    Outcome.ESR_EL1,
                    0x9600_0061L),
            new KnownDifference(
                    "STACK_POINTER_ALIGNMENT",
                    "SCTLR_EL1.SA checks the stack pointer (D1.8.2).",
                    Directed.at(1)
                            .sctlr(Directed.SCTLR_M | 8)
                            .with(InstructionCase.SP_EL1, Layout.WINDOWS + 8)
                            .run("ldr x0, [sp]"),
                    Outcome.ESR_EL1,
                    0x9a00_0000L),
            new KnownDifference(
                    "ALIGNMENT_OF_FAILING_EXCLUSIVE_STORE",
                    "A misaligned exclusive store may fault or fail where nothing is marked (B2.9); ours faults.",
                    Directed.at(1).with(10, Layout.WINDOWS + 1).run("stxr w0, x1, [x10]"),
                    Outcome.ESR_EL1,
                    0x9600_0061L),
            new KnownDifference(
                    "CACHE_MAINTENANCE",
                    "Cache maintenance by address needs a translation (D7.5.9).",
                    Directed.at(1).with(15, Directed.UNMAPPED).run("sys #3, C7, C10, #1, x15"),
                    Outcome.ESR_EL1,
                    0x9600_0147L),
            new KnownDifference(
                    "IMPLEMENTATION_DEFINED_TRAP",
                    "HCR_EL2.TIDCP traps what is IMPLEMENTATION DEFINED.",
                    Directed.at(1).hcr(1L << 20).run("mrs x0, s3_0_c15_c0_0"),
                    Outcome.ESR_EL2,
                    0x6230_3c01L),
            new KnownDifference(
                    "ADDRESS_BEYOND_44_BITS",
                    "Our physical addresses have 48 bits, those of QEMU's Cortex-A57 44: a stage 2 fault instead of an Address size one.",
                    Directed.at(1)
                            .hcr(Directed.HCR_VM | Directed.HCR_DC)
                            .with(15, 1L << 45)
                            .run("ldr x0, [x15]"),
                    Outcome.HPFAR_EL2,
                    1L << 45 >> 8),
            new KnownDifference(
                    "TRAP_GENERAL_EXCEPTIONS",
                    "HCR_EL2.TGE switches stage 1 off at EL0 (D17.2.48, TGE).",
                    Directed.at(0)
                            .hcr(1L << 27)
                            .with(8, Layout.WINDOWS + Layout.UPPER_ALIAS)
                            .run("ldr x0, [x8]"),
                    Outcome.ESR_EL2,
                    0x9200_0000L),
            new KnownDifference(
                    "PROTECTED_TABLE_WALK",
                    "HCR_EL2.PTW means nothing to AT without stage 2.",
                    Directed.at(1).hcr(1L << 2).with(8, Layout.WINDOWS).run("sys #0, C7, C8, #0, x8"),
                    Outcome.ESR_EL1,
                    0xf200_f00dL),
            new KnownDifference(
                    "DEBUG_CHANNEL_TRAP",
                    "MDSCR_EL1.TDCC traps EL0's accesses to the debug communication channel to EL1.",
                    Directed.at(0).mdscr(1L << 12).run("mrs x4, mdccsr_el0"),
                    Outcome.ESR_EL1,
                    0x6220_c083L),
            new KnownDifference(
                    "COUNTER_TRAP",
                    "CNTHCTL_EL2.EL1PCTEN, not EL1PCEN, admits EL0 to the physical counter.",
                    Directed.at(0).timers(1, 1).run("mrs xzr, cntpct_el0"),
                    Outcome.ESR_EL1,
                    0xf200_f00dL),
            new KnownDifference(
                    "WAIT_FOR_EVENT_TRAP",
                    "SCTLR_EL1.nTWE traps a WFE that would wait: the second, since exception return is an event.",
                    Directed.at(0).sctlr(Directed.SCTLR_M).run("hint #0x2; hint #0x2"),
                    Outcome.ESR_EL1,
                    0x07e0_0001L),
            new KnownDifference(
                    "PC_ALIGNMENT_BEFORE_ABORT",
                    "A PC alignment fault comes before an Instruction Abort (D1.3.5).",
                    Directed.at(1).with(22, Directed.UNMAPPED + 2).run("br x22"),
                    Outcome.ESR_EL1,
                    0x8a00_0000L),
            new KnownDifference(
                    "WAIT_WITH_UNROUTED_INTERRUPT",
                    "HCR_EL2.VI means nothing without IMO, so that WFI waits, and is trapped (D17.2.48).",
                    Directed.at(1).hcr(1L << 7 | 1L << 13).run("hint #0x3"),
                    Outcome.ESR_EL2,
                    0x07e0_0000L),
            new KnownDifference(
                    "LEVEL_OF_EXTERNAL_ABORT_ON_WALK",
                    "The level in ESR_EL2 of an External abort on a stage 2 walk is that of the stage 2 lookup.",
                    Directed.bothStages(Operation.S12E1R, 0x8000_0000L)
                            .set(Register.TCR_EL1, 0x2_8019_3510L)
                            .set(Register.VTTBR_EL2, 0x6000_0000L)
                            .build(),
                    Outcome.PROBES + 1,
                    0x9600_01d5L),
            new KnownDifference(
                    "EXCEPTION_RETURN_WITH_OPERAND",
                    "ERET has Rn = 31; others are unallocated.",
                    Directed.at(1).run(".word 0xd69f0360"),
                    Outcome.ESR_EL1,
                    0x0200_0000L),
            new KnownDifference(
                    "DEBUG_CHANNEL_INTERRUPTS",
                    "MDCCINT_EL1 is read as zero without a debugger; QEMU leaves the register as it was.",
                    Directed.at(1).with(4, 5).run("mrs x4, mdccint_el1"),
                    Outcome.X0 + 4,
                    0),
            new KnownDifference(
                    "CLAIM_TAGS",
                    "QEMU lacks the claim tags.",
                    Directed.at(1).run("mrs x4, dbgclaimset_el1"),
                    Outcome.X0 + 4,
                    0xff),
            new KnownDifference(
                    "SHAREABILITY_OF_UNCACHED_MEMORY",
                    "PAR_EL1 gives Non-cacheable memory as Outer Shareable (D17.2.110).",
                    Directed.stage1(Operation.S1E1R, 0x8000_0000L)
                            .map(0, 2, 0x8000_0701L)
                            .build(),
                    Outcome.PROBES,
                    0x4400_0000_8000_0b00L),
            new KnownDifference(
                    "TYPE_OF_DEVICE_COMBINED_WITH_NON_CACHEABLE",
                    "Device-nGRE stays so under a Non-cacheable stage 2 (D8.5.5).",
                    Directed.bothStages(Operation.S12E1R, 0x8000_0000L)
                            .map(0, 2, 0x8000_0405L)
                            .map(1, 2, 0x8000_04d5L)
                            .build(),
                    Outcome.PROBES,
                    0x0800_0000_8000_0b00L),
            new KnownDifference(
                    "LEVEL_OF_STAGE_2_FAULT_ON_WALK",
                    "The level in the status code of a stage 2 fault is that of the stage 2 lookup (D17.2.110, FST).",
                    Directed.bothStages(Operation.S12E1R, 0x8000_0000L)
                            .map(0, 2, 0x9000_0003L)
                            .build(),
                    Outcome.PROBES,
                    0xb0bL),
            new KnownDifference(
                    "BLOCK_AT_LEVEL_0",
                    "There are no blocks at level 0 (D8.3.1).",
                    Directed.stage1(Operation.S1E1R, 0)
                            .set(Register.TCR_EL1, 0x8000_3510L | 0x19L << 16)
                            .map(0, 0, 0x701L)
                            .build(),
                    Outcome.PROBES,
                    0x809L),
            new KnownDifference(
                    "STAGE_2_INPUT_SIZE",
                    "What limits the size of stage 2 input is the implemented physical address size, not VTCR_EL2.PS (D8.2.8).",
                    Directed.bothStages(Operation.S12E1R, 0x4000_0000L)
                            .set(Register.VTCR_EL2, 0x8000_3559L)
                            .set(Register.SCTLR_EL1, 0x30d0_1804L)
                            .build(),
                    Outcome.PROBES,
                    0x4000_0b00L));

    /** The cases in order. */
    static List<TestCase> cases() {
        return ALL.stream().map(KnownDifference::testCase).toList();
    }

    /**
     * The position of the difference with a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static int indexOf(String name) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).name.equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no known difference has the name " + name);
    }
}
