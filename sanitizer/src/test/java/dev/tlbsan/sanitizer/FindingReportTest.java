package dev.tlbsan.sanitizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.arm.mmu.TlbiOperation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Findings as people and machines read them. */
class FindingReportTest {
    private static final long VA = 0x40_0000;
    private static final long IPA = 0x8000_0000L;

    private final World world = new World();
    private final Tables tables = world.tables;
    private final TestPe pe = world.pe;
    private final long root = tables.page();
    private final long otherRoot = tables.page();
    private final long vm = tables.page();

    private Finding siblings() {
        tables.mapRam(vm);
        tables.map(vm, IPA, 0x5000_0000L | Tables.PAGE2);
        tables.map(vm, IPA + 0x1000, 0x6000_0000L | Tables.PAGE2);
        tables.map(root, VA, IPA | Tables.PAGE);
        tables.map(otherRoot, VA, IPA + 0x1000 | Tables.PAGE);
        pe.as("vm0/vcpu0", 0x1000).stage1(1, root, 0).stage2(1, vm).isb();
        pe.load(VA);
        pe.as("vm0/vcpu1", 0x2000).stage1(1, otherRoot, 0).isb();
        pe.load(VA + 8);
        return world.finding();
    }

    @Test
    void aSiblingsEntryReadsLikeThis() {
        assertThat(FindingReport.text(siblings())).isEqualTo("""
                ==tlbsan: stale-use: load at VA 0x0000000000400008 by vm0/vcpu1 on PE 0
                  access   pc 0x000000000000200c, step 7, EL1, VMID 1, ASID 1
                  entry    combined, 0x0000000000400000 + 4K -> 0x0000000050000000, VMID 1, ASID 1
                           made by vm0/vcpu0 on PE 0, pc 0x0000000000001010, step 4
                  used     PA 0x0000000050000008; tables now: PA 0x0000000060000008
                  because  made under another table root: TTBR0_EL1 was 0x0001000040000000, is 0x0001000040001000
                  missing  no TLBI for VMID 1 reached PE 0 between step 4 and step 7
                           TLBI VMALLE1 for VMID 1; DSB; ISB on PE 0 would have removed the entry
                  walk     then                                     now
                  S1 L0    [0x0000000040000000] 0x0000000040006003  [0x0000000040001000] 0x0000000040009003
                  S1 L1    [0x0000000040006000] 0x0000000040007003  [0x0000000040009000] 0x000000004000a003
                  S1 L2    [0x0000000040007010] 0x0000000040008003  [0x000000004000a010] 0x000000004000b003
                  S1 L3    [0x0000000040008000] 0x0000000080000c03  [0x000000004000b000] 0x0000000080001c03
                  S2 L0    [0x0000000040002000] 0x0000000040003003  the same
                  S2 L1    [0x0000000040003010] 0x0000000040004003  the same
                  S2 L2    [0x0000000040004000] 0x0000000040005003  the same
                  S2 L3    [0x0000000040005000] 0x00000000500004ff  [0x0000000040005008] 0x00000000600004ff
                  manual   DDI 0487 D8.17 R_NWYRD, D8.17.6
                """);
    }

    @Test
    void aReplacedDescriptorOfEl2ReadsLikeThis() {
        pe.as("xen", 0x8000).regime(Regime.EL2);
        tables.map(root, VA, 2, 0x5000_0000L | (Tables.BLOCK & ~Tables.NON_GLOBAL));
        pe.el2(root).isb();
        pe.load(VA);
        tables.map(root, VA, 2, 0);
        tables.map(root, VA, 0x6000_0000L | (Tables.PAGE & ~Tables.NON_GLOBAL));
        for (int i = 0; i < 3; i++) {
            pe.as("xen", 0x800c);
            pe.load(VA);
        }
        assertThat(FindingReport.text(world.finding())).isEqualTo("""
                ==tlbsan: stale-use: load at VA 0x0000000000400000 by xen on PE 0, 3 times
                  access   pc 0x0000000000008010, step 4, regime EL2
                  entry    stage 1, 0x0000000000400000 + 2M -> 0x0000000050000000, EL2
                           made by xen on PE 0, pc 0x000000000000800c, step 3
                  used     PA 0x0000000050000000; tables now: PA 0x0000000060000000
                  because  the stage 1 level 2 descriptor at 0x0000000040004010 was replaced: 0x0000000050000401,
                           now 0x0000000040005003
                  missing  no TLBI for EL2 reached PE 0 between step 3 and step 4
                           TLBI VAE2 of the VA; DSB; ISB on PE 0 would have removed the entry
                  walk     then                                     now
                  S1 L0    [0x0000000040000000] 0x0000000040003003  the same
                  S1 L1    [0x0000000040003000] 0x0000000040004003  the same
                  S1 L2    [0x0000000040004010] 0x0000000050000401  [0x0000000040004010] 0x0000000040005003
                  S1 L3    -                                        [0x0000000040005000] 0x0000000060000403
                  manual   DDI 0487 D8.17 R_WHZWS, D8.17.6
                """);
    }

    /** A finding with everything: an entry derived from another's, and a stage 1 table moved by stage 2. */
    private Finding movedTable() {
        siblings();
        tables.map(vm, TestMemory.BASE, 1, 0);
        for (long pa = TestMemory.BASE; pa < TestMemory.BASE + 0x20_0000; pa += 0x1000) {
            tables.map(vm, pa, pa | Tables.PAGE2);
        }
        pe.invalidate(TlbiOperation.VMALLS12E1, 0);
        tables.map(otherRoot, VA + 0x1000, IPA | Tables.PAGE);
        pe.as("vm0/vcpu0", 0x3000);
        pe.load(VA);
        long table = tables.read(tables.place(otherRoot, VA, 2)) & Tables.ADDRESS;
        tables.map(vm, table, tables.page() | Tables.PAGE2);
        pe.as("vm0/vcpu1", 0x4000);
        pe.load(VA + 0x1000);
        pe.load(VA + 0x1000);
        return world.sanitizer.findings().getLast();
    }

    @Test
    void theLongestReportFitsAScreen() {
        String text = FindingReport.text(movedTable());
        assertThat(text).isEqualTo("""
                ==tlbsan: stale-use: load at VA 0x0000000000401000 by vm0/vcpu1 on PE 0
                  access   pc 0x0000000000004008, step 13, EL1, VMID 1, ASID 1
                  entry    combined, 0x0000000000401000 + 4K -> 0x0000000050000000, VMID 1, ASID 1
                           made by vm0/vcpu1 on PE 0, pc 0x0000000000004004, step 12
                           from a stage 2 entry, level 3, descriptor 0x000000004000b4ff at 0x000000004000d058
                           read by vm0/vcpu0 on PE 0, pc 0x0000000000003004, step 11
                  used     PA 0x0000000050000000; tables now: translation fault, stage 1, level 3
                  because  the stage 2 level 3 descriptor at 0x000000004000d058 was replaced: 0x000000004000b4ff,
                           now 0x000000004000e4ff
                  missing  no TLBI for VMID 1 reached PE 0 between step 11 and step 13
                           TLBI IPAS2E1 of IPA 0x000000004000b008 for VMID 1; DSB; TLBI VMALLE1 for VMID 1; DSB; ISB
                           on PE 0 would have removed the entry
                  walk     then                                     now
                  S1 L0    [0x0000000040001000] 0x0000000040009003  the same
                  S1 L1    [0x0000000040009000] 0x000000004000a003  the same
                  S1 L2    [0x000000004000a010] 0x000000004000b003  the same
                  S1 L3    [0x000000004000b008] 0x0000000080000c03  [0x000000004000e008] 0x0000000000000000 invalid
                  S2 L0*   [0x0000000040002000] 0x0000000040003003  the same
                  S2 L1*   [0x0000000040003008] 0x000000004000c003  the same
                  S2 L2*   [0x000000004000c000] 0x000000004000d003  the same
                  S2 L3*   [0x000000004000d058] 0x000000004000b4ff  [0x000000004000d058] 0x000000004000e4ff
                           * stage 2 of the address of the stage 1 level 3 descriptor
                  manual   DDI 0487 D8.17 R_WHZWS, D8.17.6
                """);
        assertThat(text.lines().count()).isLessThanOrEqualTo(25);
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void dataIsPlainAndComplete() {
        Map<String, Object> data = FindingData.of(siblings());
        assertThat(data.keySet())
                .containsExactly(
                        "rule", "count", "pe", "access", "entry", "used", "now", "cause", "missing", "walk", "manual");
        assertPlain(data);
        assertThat(data)
                .containsEntry("rule", "stale-use")
                .containsEntry("count", 1L)
                .containsEntry("used", Map.of("pa", "0x0000000050000008"))
                .containsEntry("now", Map.of("pa", "0x0000000060000008"));
        assertThat(data.get("cause"))
                .isEqualTo(Map.of(
                        "kind", "other-root", "stage", 1, "then", "0x0001000040000000", "now", "0x0001000040001000"));
        assertThat(String.valueOf(data.get("access"))).contains("kind=load", "owner=vm0/vcpu1", "step=7", "asid=1");
        assertThat((List<?>) data.get("walk")).hasSize(8);
    }

    private static void assertPlain(Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                map.keySet().forEach(key -> assertThat(key).isInstanceOf(String.class));
                map.values().forEach(FindingReportTest::assertPlain);
            }
            case List<?> list -> list.forEach(FindingReportTest::assertPlain);
            default -> assertThat(value).isInstanceOfAny(String.class, Long.class, Integer.class, Boolean.class);
        }
    }
}
