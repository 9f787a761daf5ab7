package dev.tlbsan.sanitizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.ShareabilityDomain;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.sanitizer.MissingMaintenance.Gap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a finding says was missing, for the world switch of a hypervisor with one line after another taken out. */
class MissingMaintenanceTest {
    private static final long VA = 0x40_0000;
    private static final long IPA = 0x8000_0000L;
    private static final long OTHER_IPA = 0x9000_0000L;
    private static final long PA = 0x5000_0000L;
    private static final long OTHER_PA = 0x6000_0000L;

    private final World world = new World();
    private final Tables tables = world.tables;
    private final TestPe pe = world.pe;
    private final long first = tables.page();
    private final long second = tables.page();
    private final long vm = tables.page();
    private final long host = tables.page();

    @BeforeEach
    void theFirstVcpuRunsAndTheHostFollows() {
        tables.mapRam(vm);
        tables.map(vm, IPA, PA | Tables.PAGE2);
        tables.map(vm, OTHER_IPA, OTHER_PA | Tables.PAGE2);
        tables.map(first, VA, IPA | Tables.PAGE);
        tables.map(second, VA, OTHER_IPA | Tables.PAGE);
        pe.as("vm0/vcpu0", 0x1000).stage1(1, first, 0).stage2(1, vm).isb();
        assertThat(pe.load(VA)).isEqualTo(PA);
        pe.as("host", 0x2000).stage2Off(0).isb();
    }

    /** Writes the registers of the second vCPU, which are not in effect yet. */
    private void load() {
        pe.stage1(1, second, 0).stage2(1, vm);
    }

    private MissingMaintenance missingWhenTheSecondRuns() {
        pe.isb();
        return missingNow();
    }

    private MissingMaintenance missingNow() {
        pe.as("vm0/vcpu1", 0x3000);
        assertThat(pe.load(VA)).isEqualTo(PA);
        return world.finding().missing();
    }

    private void assertRemediesWork(MissingMaintenance missing, long expected) {
        assertThat(missing.remedies()).isNotEmpty();
        for (MissingMaintenance.Remedy remedy : missing.remedies()) {
            pe.invalidate(remedy.operation(), remedy.operand());
        }
        assertThat(pe.load(VA)).isEqualTo(expected);
        assertThat(world.sanitizer.findings()).hasSize(1);
    }

    @Test
    void theWholeSequenceIsClean() {
        load();
        pe.isb();
        pe.tlbi(TlbiOperation.VMALLE1, 0).dsb(ShareabilityDomain.NON_SHAREABLE).isb();
        assertThat(pe.load(VA)).isEqualTo(OTHER_PA);
        assertThat(world.sanitizer.findings()).isEmpty();
    }

    @Test
    void withoutTheTlbi() {
        load();
        pe.isb().dsb(ShareabilityDomain.NON_SHAREABLE);
        MissingMaintenance missing = missingWhenTheSecondRuns();
        assertThat(missing.gap()).isEqualTo(Gap.NOT_ISSUED);
        assertThat(missing.explanation()).isEqualTo("no TLBI for VMID 1 reached PE 0 between step 4 and step 12");
        assertThat(missing.advice())
                .isEqualTo("TLBI VMALLE1 for VMID 1; DSB; ISB on PE 0 would have removed the entry");
        assertRemediesWork(missing, OTHER_PA);
    }

    @Test
    void withoutTheIsb() {
        load();
        pe.tlbi(TlbiOperation.VMALLE1, 0).dsb(ShareabilityDomain.NON_SHAREABLE);
        MissingMaintenance missing = missingWhenTheSecondRuns();
        assertThat(missing.gap()).isEqualTo(Gap.OTHER_VMID);
        assertThat(missing.explanation())
                .isEqualTo("TLBI VMALLE1 (host on PE 0, pc 0x0000000000002014, step 9) was for VMID 0: VTTBR_EL2 with"
                        + " VMID 1 took effect only after it, at step 11, for want of an ISB");
        assertRemediesWork(missing, OTHER_PA);
    }

    @Test
    void withoutTheDsb() {
        load();
        pe.isb().tlbi(TlbiOperation.VMALLE1, 0);
        MissingMaintenance missing = missingWhenTheSecondRuns();
        assertThat(missing.gap()).isEqualTo(Gap.NOT_ORDERED);
        assertThat(missing.explanation())
                .isEqualTo(
                        "TLBI VMALLE1 (host on PE 0, pc 0x0000000000002018, step 10) has not completed: no DSB of its"
                                + " scope has followed it");
        assertThat(missing.remedies()).isEmpty();
        pe.dsb(ShareabilityDomain.NON_SHAREABLE).isb();
        assertThat(pe.load(VA)).isEqualTo(OTHER_PA);
    }

    @Test
    void withADsbOfTooSmallAScope() {
        load();
        pe.isb().tlbi(TlbiOperation.VMALLE1IS, 0).dsb(ShareabilityDomain.NON_SHAREABLE);
        assertThat(missingWhenTheSecondRuns().gap()).isEqualTo(Gap.NOT_ORDERED);
    }

    @Test
    void withoutTheContextSynchronisationEventAfterTheDsb() {
        load();
        pe.isb().tlbi(TlbiOperation.VMALLE1, 0).dsb(ShareabilityDomain.NON_SHAREABLE);
        MissingMaintenance missing = missingNow();
        assertThat(missing.gap()).isEqualTo(Gap.NOT_SYNCHRONIZED);
        assertThat(missing.remedies()).isEmpty();
        pe.isb();
        assertThat(pe.load(VA)).isEqualTo(OTHER_PA);
    }

    @Test
    void withTheTlbiOnAnotherElement() {
        load();
        world.other.stage2(1, vm).isb().invalidate(TlbiOperation.VMALLE1, 0);
        MissingMaintenance missing = missingWhenTheSecondRuns();
        assertThat(missing.gap()).isEqualTo(Gap.OTHER_PE);
        assertThat(missing.explanation()).endsWith("was for PE 1 only");
        assertRemediesWork(missing, OTHER_PA);
    }

    @Test
    void withABroadcastTlbiThatItsIssuerHasNotCompleted() {
        load();
        world.other.stage2(1, vm).isb().tlbi(TlbiOperation.VMALLE1IS, 0);
        assertThat(missingWhenTheSecondRuns().gap()).isEqualTo(Gap.NOT_ORDERED);
    }

    @Test
    void withTheTlbiForAnotherAsid() {
        load();
        pe.isb().invalidate(TlbiOperation.ASIDE1, 2L << 48);
        MissingMaintenance missing = missingWhenTheSecondRuns();
        assertThat(missing.gap()).isEqualTo(Gap.OTHER_ASID);
        assertThat(missing.explanation()).endsWith("was for ASID 2, not 1");
        assertRemediesWork(missing, OTHER_PA);
    }

    @Test
    void withTheTlbiForAnotherVmidOnPurpose() {
        pe.stage2(7, vm).isb().invalidate(TlbiOperation.VMALLE1, 0);
        pe.stage2Off(0).isb();
        load();
        assertThat(missingWhenTheSecondRuns().gap()).isEqualTo(Gap.NOT_ISSUED);
    }

    @Test
    void withTheTlbiBeforeTheEntryWasMade() {
        pe.stage1(1, first, 0).stage2(1, vm).isb();
        pe.invalidate(TlbiOperation.VMALLE1, 0);
        pe.load(VA);
        load();
        assertThat(missingWhenTheSecondRuns().gap()).isEqualTo(Gap.NOT_ISSUED);
    }

    @Test
    void withStage2InvalidatedAlone() {
        pe.as("vm0/vcpu0", 0x1000).stage1(1, first, 0).stage2(1, vm).isb();
        tables.map(vm, IPA, 0);
        pe.invalidate(TlbiOperation.IPAS2E1, IPA >>> 12);
        tables.map(vm, IPA, OTHER_PA | Tables.PAGE2);
        MissingMaintenance missing = missingNow();
        assertThat(missing.gap()).isEqualTo(Gap.OTHER_KIND);
        assertThat(missing.explanation()).startsWith("TLBI IPAS2E1").endsWith("need not remove a combined entry");
        assertRemediesWork(missing, OTHER_PA);
    }

    @Test
    void withStage1InvalidatedAlone() {
        pe.as("vm0/vcpu0", 0x1000).stage1(1, first, 0).stage2(1, vm).isb();
        tables.map(vm, IPA, OTHER_PA | Tables.PAGE2);
        pe.invalidate(TlbiOperation.VMALLE1, 0);
        MissingMaintenance missing = missingNow();
        assertThat(missing.gap()).isEqualTo(Gap.OTHER_KIND);
        assertThat(missing.explanation()).startsWith("TLBI VMALLE1").endsWith("need not remove a stage 2 entry");
        assertThat(missing.advice())
                .isEqualTo("TLBI IPAS2E1 of IPA 0x0000000080000000 for VMID 1; DSB; TLBI VMALLE1 for VMID 1; DSB; ISB"
                        + " on PE 0 would have removed the entry");
        assertRemediesWork(missing, OTHER_PA);
    }

    @Test
    void withTheTwoInTheWrongOrder() {
        pe.as("vm0/vcpu0", 0x1000).stage1(1, first, 0).stage2(1, vm).isb();
        tables.map(vm, IPA, OTHER_PA | Tables.PAGE2);
        pe.invalidate(TlbiOperation.VMALLE1, 0);
        pe.load(VA);
        pe.invalidate(TlbiOperation.IPAS2E1, IPA >>> 12);
        pe.as("vm0/vcpu1", 0x3000);
        assertThat(pe.load(VA)).isEqualTo(PA);
        MissingMaintenance missing = world.sanitizer.findings().getLast().missing();
        assertThat(missing.gap()).isEqualTo(Gap.OTHER_KIND);
        assertThat(missing.explanation()).startsWith("TLBI IPAS2E1").endsWith("need not remove a combined entry");
    }

    @Test
    void withTheLastLevelOfAReplacedTableInvalidatedAlone() {
        pe.as("vm0/vcpu0", 0x1000).stage1(1, first, 0).stage2(1, vm).isb();
        tables.write(tables.place(first, VA, 2), tables.read(tables.place(second, VA, 2)));
        long page = 1L << 48 | VA >>> 12;
        pe.invalidate(TlbiOperation.VALE1, page);
        MissingMaintenance missing = missingNow();
        assertThat(missing.gap()).isEqualTo(Gap.OTHER_KIND);
        assertThat(missing.explanation()).startsWith("TLBI VALE1").endsWith("need not remove a stage 1 table entry");
        assertThat(missing.remedies())
                .containsExactly(new MissingMaintenance.Remedy(TlbiOperation.VAE1, "TLBI VAE1", page));
        assertRemediesWork(missing, OTHER_PA);
    }

    @Test
    void aReusedVmidNeedsBothStages() {
        long reborn = tables.page();
        tables.mapRam(reborn);
        tables.map(reborn, IPA, OTHER_PA | Tables.PAGE2);
        pe.stage1(1, first, 0).stage2(1, reborn);
        MissingMaintenance missing = missingWhenTheSecondRuns();
        assertThat(missing.remedies())
                .containsExactly(new MissingMaintenance.Remedy(TlbiOperation.VMALLS12E1, "TLBI VMALLS12E1", 0));
        assertRemediesWork(missing, OTHER_PA);
    }

    @Test
    void el2IsInvalidatedByItsOwnOperations() {
        tables.map(host, VA, PA | Tables.PAGE);
        pe.regime(Regime.EL2);
        pe.el2(host).isb();
        pe.load(VA);
        tables.map(host, VA, OTHER_PA | Tables.PAGE);
        pe.invalidate(TlbiOperation.ALLE1, 0);
        MissingMaintenance missing = missingNow();
        assertThat(missing.gap()).isEqualTo(Gap.NOT_ISSUED);
        assertThat(missing.explanation()).startsWith("no TLBI for EL2 reached PE 0");
        assertThat(missing.remedies())
                .containsExactly(new MissingMaintenance.Remedy(TlbiOperation.VAE2, "TLBI VAE2", VA >>> 12));
        assertRemediesWork(missing, OTHER_PA);
    }

    @Test
    void maintenanceIsRememberedThroughManyOthers() {
        load();
        pe.isb().tlbi(TlbiOperation.VMALLE1, 0);
        for (int i = 0; i < 4000; i++) {
            pe.tlbi(TlbiOperation.VAE1, 0x777);
        }
        assertThat(missingNow().gap()).isEqualTo(Gap.NOT_ORDERED);
    }

    @Test
    void maintenanceIsForgottenAfterTooManyOthers() {
        load();
        pe.isb().tlbi(TlbiOperation.VMALLE1, 0);
        for (int i = 0; i < 5000; i++) {
            pe.tlbi(TlbiOperation.VAE1, 0x777);
        }
        MissingMaintenance missing = missingNow();
        assertThat(missing.gap()).isEqualTo(Gap.NOT_ISSUED);
        assertThat(missing.explanation()).isEqualTo("none of the last 4096 TLBIs was for the entry");
    }

    @Test
    void withTlbisForOtherAddressesOnly() {
        load();
        pe.isb().invalidate(TlbiOperation.VAE1, 1L << 48 | 0x777);
        pe.invalidate(TlbiOperation.IPAS2E1, 0x777);
        MissingMaintenance missing = missingWhenTheSecondRuns();
        assertThat(missing.gap()).isEqualTo(Gap.NOT_ISSUED);
        assertThat(missing.explanation())
                .isEqualTo(
                        "none of the 2 TLBIs for VMID 1 that reached PE 0 between step 4 and step 17 was for the entry");
        assertRemediesWork(missing, OTHER_PA);
    }
}
