package dev.tlbsan.sanitizer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.ShareabilityDomain;
import dev.tlbsan.arm.mmu.Stage1Registers;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.mmu.TranslationRegisters;
import dev.tlbsan.sanitizer.MissingMaintenance.Gap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule stale-use in AArch32: descriptors of four bytes that stand sixteen times, its registers and its operations. */
class Aarch32FindingTest {
    private static final long VA = 0x5000_5000L;
    private static final long IPA = 0x8000_0000L;
    private static final long PA = 0x6000_0000L;
    private static final long OTHER_PA = 0x7000_0000L;
    private static final int TLBIALL_CRM = 7;

    private final World world = new World();
    private final Tables tables = world.tables;
    private final ShortTables shorts = new ShortTables(world);
    private final TestPe pe = world.pe;
    private final long root = shorts.root();
    private final long otherRoot = shorts.root();

    private void enter(String owner, long pc, long table) {
        pe.as(owner, pc);
        shorts.stage1(pe, 1, table);
        pe.isb();
    }

    private static TlbiOperation operation(int opc1, int crm, int opc2, boolean hyp) {
        return requireNonNull(TlbiOperation.ofAarch32(opc1, crm, opc2, hyp));
    }

    private void invalidate(TlbiOperation operation, long rt) {
        pe.invalidate(operation, operation.operandOfAarch32(rt));
    }

    private void assertRemediesWork(long expected) {
        MissingMaintenance missing = world.finding().missing();
        assertThat(missing.remedies()).isNotEmpty();
        for (MissingMaintenance.Remedy remedy : missing.remedies()) {
            invalidate(remedy.operation(), remedy.operand());
        }
        assertThat(pe.load(VA)).isEqualTo(expected);
        assertThat(world.sanitizer.findings()).hasSize(1);
    }

    /** Two vCPUs of one VM, whose pages differ in stage 1 and in stage 2. */
    private void siblings() {
        long vm = shorts.stage2Root();
        tables.write(vm + 16, tables.page() | Tables.TABLE);
        long second = tables.read(vm + 16) & Tables.ADDRESS;
        tables.write(second, PA | Tables.BLOCK2);
        tables.write(second + 8, OTHER_PA | Tables.BLOCK2);
        shorts.mapPage(root, VA, IPA | ShortTables.SMALL_PAGE);
        shorts.mapPage(otherRoot, VA, IPA + 0x20_0000 | ShortTables.SMALL_PAGE);
        shorts.stage2(pe, 1, vm);
        enter("vm0/vcpu0", 0x1000, root);
        assertThat(pe.load(VA)).isEqualTo(PA);
    }

    @Test
    void aSiblingsEntryReadsLikeThis() {
        siblings();
        enter("vm0/vcpu1", 0x2000, otherRoot);
        pe.load(VA + 8);
        assertThat(FindingReport.text(world.finding())).isEqualTo("""
                ==tlbsan: stale-use: load at VA 0x50005008 by vm0/vcpu1 on PE 0
                  access   pc 0x0000200c, step 7, PL1, VMID 1, ASID 1
                  entry    combined, 0x50005000 + 4K -> 0x0060000000, VMID 1, ASID 1
                           made by vm0/vcpu0 on PE 0, pc 0x0000100c, step 4
                  used     PA 0x0060000008; tables now: PA 0x0070000008
                  because  made under another table root: TTBR0 was 0x40000000, is 0x40004000
                  missing  no TLBI for VMID 1 reached PE 0 between step 4 and step 7
                           TLBIALL for VMID 1; DSB; ISB on PE 0 would have removed the entry
                  walk     then                               now
                  S1 L1    [0x0040001400] 0x4000b021          [0x0040005400] 0x4000c021
                  S1 L2    [0x004000b014] 0x8000087e          [0x004000c014] 0x8020087e
                  S2 L1    [0x0040008010] 0x000000004000a003  the same
                  S2 L2    [0x004000a000] 0x00000000600004fd  [0x004000a008] 0x00000000700004fd
                  manual   DDI 0487 G5.8, G5.9
                """);
        assertRemediesWork(OTHER_PA);
    }

    @Test
    void machinesReadTheSameDigitsAsPeople() {
        siblings();
        enter("vm0/vcpu1", 0x2000, otherRoot);
        pe.load(VA + 8);
        Map<String, Object> data = FindingData.of(world.finding());
        assertThat(String.valueOf(data.get("access"))).contains("va=0x50005008,", "pc=0x0000200c,", "ttbr=0x40004000,");
        assertThat(String.valueOf(data.get("access"))).containsPattern("vttbr=0x[0-9a-f]{16}}");
        assertThat(String.valueOf(data.get("entry"))).contains("input=0x50005000,", "output=0x0060000000,");
        assertThat(data).containsEntry("used", Map.of("pa", "0x0060000008"));
        assertThat(String.valueOf(data.get("cause"))).contains("then=0x40000000,", "now=0x40004000}");
        assertThat(String.valueOf(data.get("walk")))
                .contains("{address=0x0040001400, value=0x4000b021, valid=true}")
                .contains("{address=0x0040008010, value=0x000000004000a003, valid=true}");
    }

    @Test
    void tlbiallInHypModeBeforeTheVmidIsInEffectIsForAnother() {
        siblings();
        long vttbr = pe.programmed().stage2().vttbr();
        pe.as("host", 0x3000);
        shorts.host(pe);
        pe.isb().regime(Regime.EL2);
        shorts.stage1(pe, 1, otherRoot);
        shorts.stage2(pe, 1, vttbr & Tables.ADDRESS);
        pe.tlbi(operation(0, TLBIALL_CRM, 0, true), 0)
                .dsb(ShareabilityDomain.NON_SHAREABLE)
                .isb();
        pe.as("vm0/vcpu1", 0x2000).regime(Regime.EL10);
        assertThat(pe.load(VA)).isEqualTo(PA);
        MissingMaintenance missing = world.finding().missing();
        assertThat(missing.gap()).isEqualTo(Gap.OTHER_VMID);
        assertThat(missing.explanation())
                .startsWith("TLBIALL (in Hyp mode) (host on PE 0")
                .contains("VTTBR with VMID 1 took effect only after it")
                .doesNotContain("EL2");
        assertThat(missing.advice()).isEqualTo("TLBIALL for VMID 1; DSB; ISB on PE 0 would have removed the entry");
        assertRemediesWork(OTHER_PA);
    }

    @Test
    void theWorldSwitchOfTheKernelIsClean() {
        siblings();
        pe.as("host", 0x3000).regime(Regime.EL2);
        shorts.stage1(pe, 1, otherRoot);
        pe.isb();
        invalidate(operation(0, TLBIALL_CRM, 0, true), 0);
        pe.as("vm0/vcpu1", 0x2000).regime(Regime.EL10);
        assertThat(pe.load(VA)).isEqualTo(OTHER_PA);
        assertThat(world.sanitizer.findings()).isEmpty();
    }

    @Test
    void aReplacedStage2DescriptorNeedsTlbiallInHypMode() {
        siblings();
        long second = tables.read((pe.programmed().stage2().vttbr() & Tables.ADDRESS) + 16) & Tables.ADDRESS;
        tables.write(second, OTHER_PA | Tables.BLOCK2);
        pe.as("vm0/vcpu0", 0x4000).load(VA);
        assertThat(world.finding().cause().stage()).isEqualTo(2);
        assertThat(world.finding().missing().advice())
                .isEqualTo("TLBIALL (in Hyp mode) for VMID 1; DSB; ISB on PE 0 would have removed the entry");
        assertRemediesWork(OTHER_PA);
    }

    @Test
    void aReplacedSmallPageNeedsTlbimva() {
        long at = shorts.mapPage(root, VA, PA | ShortTables.SMALL_PAGE);
        enter("vm0/vcpu0", 0x1000, root);
        pe.load(VA);
        world.memory.write(at, 4, OTHER_PA | ShortTables.SMALL_PAGE);
        pe.load(VA);
        assertThat(world.finding().cause())
                .isEqualTo(
                        new Cause.Replaced(1, 2, at, PA | ShortTables.SMALL_PAGE, OTHER_PA | ShortTables.SMALL_PAGE));
        assertThat(world.finding().missing().remedies())
                .containsExactly(new MissingMaintenance.Remedy(TlbiOperation.VAE1, "TLBIMVA", VA | 1));
        assertRemediesWork(OTHER_PA);
    }

    /** The entry comes from one of the sixteen descriptors, the use looks at another. */
    @ParameterizedTest
    @ValueSource(longs = {0, 0x1000, 0xa000, 0xf000})
    void aLargePageThatBecameSmallPagesIsStaleAllOver(long offset) {
        long at = shorts.mapPage(root, VA, PA | ShortTables.LARGE_PAGE);
        long base = VA & -0x1_0000;
        enter("vm0/vcpu0", 0x1000, root);
        assertThat(pe.load(VA)).isEqualTo(PA + (VA & 0xffff));
        for (int i = 0; i < 16; i++) {
            world.memory.write(at + 4L * i, 4, PA | ShortTables.SMALL_PAGE);
        }
        assertThat(pe.load(base + offset)).isEqualTo(PA + offset);
        if (offset == 0) {
            assertThat(world.sanitizer.findings()).as("the same address").isEmpty();
        } else {
            assertThat(world.finding().cause()).isInstanceOf(Cause.Replaced.class);
            assertThat(world.finding().cause().stage()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x10_0000, 0xf0_0000})
    void aReplacedSupersectionIsStaleAllOver(long offset) {
        long base = 0x5000_0000L;
        shorts.mapSection(root, base, PA | ShortTables.SUPERSECTION);
        enter("vm0/vcpu0", 0x1000, root);
        assertThat(pe.load(base + 0x30_0000)).isEqualTo(PA + 0x30_0000);
        shorts.mapSection(root, base, OTHER_PA | ShortTables.SUPERSECTION);
        assertThat(pe.load(base + offset)).isEqualTo(PA + offset);
        assertThat(world.finding().cause()).isInstanceOf(Cause.Replaced.class);
    }

    @Test
    void aLargePageThatWasInvalidatedIsOwed() {
        long at = shorts.mapPage(root, VA, PA | ShortTables.LARGE_PAGE);
        enter("vm0/vcpu0", 0x1000, root);
        pe.load(VA);
        shorts.mapAll(at, 0);
        pe.load(VA + 0x3000);
        assertThat(world.sanitizer.findings()).isEmpty();
    }

    @Test
    void memoryAttributesOfARootAreNoAddress() {
        shorts.mapPage(root, VA, PA | ShortTables.SMALL_PAGE);
        enter("vm0/vcpu0", 0x1000, root);
        pe.load(VA);
        long walksDisabled = 1 << 4;
        shorts.stage1(pe, 1, root | 0x7f, walksDisabled);
        pe.isb();
        pe.load(VA);
        assertThat(world.sanitizer.findings()).as("no other root").isEmpty();
    }

    @Test
    void aFindingInHypModeNamesItsRegistersAndOperations() {
        long tablesOfHyp = tables.page();
        long l2 = tables.page();
        tables.write(tablesOfHyp + 8, l2 | Tables.TABLE);
        tables.write(l2, PA | (Tables.BLOCK & ~Tables.NON_GLOBAL));
        var hyp = new Stage1Registers(1, 0, tablesOfHyp, 0, 0xff);
        TranslationRegisters off = TranslationRegisters.OFF;
        pe.as("xen", 0x8000).regime(Regime.EL2);
        pe.program(new TranslationRegisters(off.el1(), hyp, off.stage2(), true)).isb();
        pe.load(0x4000_0000L);
        tables.write(l2, OTHER_PA | (Tables.BLOCK & ~Tables.NON_GLOBAL));
        pe.load(0x4000_0000L);
        String text = FindingReport.text(world.finding());
        assertThat(text)
                .contains(
                        "VA 0x40000000 by xen", "[0x0040009000] 0x0000000060000401  [0x0040009000] 0x0000000070000401")
                .contains("regime Hyp mode", "-> 0x0060000000, Hyp mode", "no TLBI for Hyp mode reached PE 0")
                .contains("TLBIMVAH of the VA; DSB; ISB on PE 0 would have removed the entry")
                .doesNotContain("EL2");
        assertThat(world.finding().missing().remedies())
                .containsExactly(new MissingMaintenance.Remedy(TlbiOperation.VAE2, "TLBIMVAH", 0x4000_0000L));
    }
}
