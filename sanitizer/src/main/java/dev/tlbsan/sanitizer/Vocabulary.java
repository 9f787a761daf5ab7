package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.mmu.TlbiOperation.Filter;
import dev.tlbsan.arm.mmu.Walk;
import dev.tlbsan.sanitizer.MissingMaintenance.Gap;

/** What an Execution state calls its registers, levels and instructions, and where the manual describes them. */
public enum Vocabulary {
    AARCH64("EL", "TTBR%d_EL1", "TTBR0_EL2", "VTTBR_EL2", "D8.17"),
    AARCH32("PL", "TTBR%d", "HTTBR", "VTTBR", "G5.8");

    private final String level;
    private final String stage1Root;
    private final String hypervisorRoot;
    private final String stage2Root;
    private final String chapter;

    Vocabulary(String level, String stage1Root, String hypervisorRoot, String stage2Root, String chapter) {
        this.level = level;
        this.stage1Root = stage1Root;
        this.hypervisorRoot = hypervisorRoot;
        this.stage2Root = stage2Root;
        this.chapter = chapter;
    }

    /** That of the Execution state in which an address was translated. */
    static Vocabulary of(Walk walk) {
        return walk.registers().aarch32() ? AARCH32 : AARCH64;
    }

    /** The level of an access in the EL1&0 regime. */
    String level(boolean privileged) {
        return level + (privileged ? 1 : 0);
    }

    /** The regime that has no ASIDs. */
    String hypervisor() {
        return this == AARCH64 ? "EL2" : "Hyp mode";
    }

    /**
     * The register that holds the root of the tables.
     *
     * @param upper whether the address is of the half that the second register is for
     */
    String rootRegister(int stage, Regime regime, boolean upper) {
        if (stage == 2) {
            return stage2Root;
        }
        return regime == Regime.EL2 ? hypervisorRoot : stage1Root.formatted(upper ? 1 : 0);
    }

    /** The register that holds the VMID. */
    String vmidRegister() {
        return stage2Root;
    }

    /** A TLBI as software writes it; one whose effect depends on where it is executed, with that. */
    String tlbi(TlbiOperation operation) {
        boolean atHyp = this == AARCH32
                && operation.target() == TlbiOperation.Target.BOTH_STAGES
                && operation.filter() == Filter.VMID;
        return operation.mnemonic(this == AARCH32) + (atHyp ? " (in Hyp mode)" : "");
    }

    /** The operand register of a TLBI, as its instruction wants it. */
    long operand(TlbiOperation operation, long asid, long page) {
        return switch (operation.filter()) {
            case ALL, VMID -> 0;
            case ASID -> this == AARCH64 ? asid << 48 : asid;
            case VA_AND_ASID -> this == AARCH64 ? asid << 48 | page : page << 12 | asid;
            case VA -> this == AARCH64 ? page : page << 12;
            case IPA -> page;
        };
    }

    /** The part of the manual that says which maintenance a gap left out. */
    String maintenance(Gap gap) {
        if (this == AARCH32) {
            return "G5.9";
        }
        return switch (gap) {
            case NOT_ORDERED -> "R_TGVWD, R_PSMWS";
            case NOT_SYNCHRONIZED -> "R_BLDZX";
            case OTHER_VMID -> "D8.17.5";
            case NOT_ISSUED, OTHER_PE, OTHER_KIND, OTHER_ASID -> "D8.17.6";
        };
    }

    /** The rule that the software has broken. */
    String rule(boolean otherRoot) {
        String name = otherRoot ? "R_NWYRD" : "R_WHZWS";
        return this == AARCH64 ? chapter + " " + name : chapter;
    }
}
