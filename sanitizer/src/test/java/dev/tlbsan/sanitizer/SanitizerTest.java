package dev.tlbsan.sanitizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.TlbiOperation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How uses become findings. */
class SanitizerTest {
    private static final long VA = 0x40_0000;

    private final World world = new World();
    private final Tables tables = world.tables;
    private final TestPe pe = world.pe;
    private final long first = tables.page();
    private final long second = tables.page();
    private final long root = tables.page();
    private final long otherRoot = tables.page();

    private void enter(String owner, long pc, long table) {
        pe.as(owner, pc).stage1(1, table, 0).isb();
    }

    private void share() {
        tables.map(root, VA, first | Tables.PAGE);
        tables.map(otherRoot, VA, second | Tables.PAGE);
        enter("vm0/vcpu0", 0x1000, root);
        pe.load(VA);
    }

    @Test
    void theSameInstructionGivesOneFindingWithACount() {
        share();
        for (int i = 0; i < 10; i++) {
            enter("vm0/vcpu1", 0x2000, otherRoot);
            pe.load(VA + i);
        }
        assertThat(world.sanitizer.staleUses()).isEqualTo(10);
        assertThat(world.finding().count()).isEqualTo(10);
        assertThat(world.finding().access().va()).as("the first").isEqualTo(VA);
    }

    @Test
    void anotherInstructionKindUserOrFillerIsAnotherFinding() {
        share();
        enter("vm0/vcpu1", 0x2000, otherRoot);
        pe.load(VA);
        pe.load(VA);
        enter("vm0/vcpu1", 0x2000, otherRoot);
        pe.access(Access.Kind.WRITE, VA);
        enter("vm0/vcpu2", 0x2000, otherRoot);
        pe.load(VA);
        pe.invalidate(TlbiOperation.VMALLE1, 0);
        enter("vm0/vcpu3", 0x3000, root);
        pe.load(VA);
        enter("vm0/vcpu1", 0x2000, otherRoot);
        pe.load(VA);
        assertThat(world.sanitizer.findings()).hasSize(5);
        assertThat(world.sanitizer.staleUses()).isEqualTo(5);
        assertThat(world.sanitizer.findings()).allMatch(finding -> finding.count() == 1);
    }

    @Test
    void eachFindingIsToldOnce() {
        List<Finding> told = new ArrayList<>();
        world.domain.addListener(new Sanitizer(Symbolizer.NONE, told::add));
        share();
        for (int i = 0; i < 3; i++) {
            enter("vm0/vcpu1", 0x2000, otherRoot);
            pe.load(VA);
        }
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().count()).isEqualTo(1);
        assertThat(told.getFirst().missing()).isEqualTo(world.finding().missing());
    }

    @Test
    void aReplayedLogGivesTheSameFindings() {
        EventLog log = new EventLog();
        world.domain.addListener(log);
        share();
        enter("vm0/vcpu1", 0x2000, otherRoot);
        pe.load(VA);
        pe.tlbi(TlbiOperation.VMALLE1, 0);
        pe.load(VA);
        enter("vm0/vcpu0", 0x1000, root);
        Sanitizer offline = new Sanitizer();
        log.replay(offline);
        assertThat(log.size()).isPositive();
        assertThat(offline.findings()).isNotEmpty().isEqualTo(world.sanitizer.findings());
        assertThat(offline.staleUses()).isEqualTo(world.sanitizer.staleUses());
        assertThat(offline.exitStatus()).isEqualTo(66);
    }

    @Test
    void aLogMayRecordEveryUse() {
        EventLog everything = new EventLog(true);
        EventLog disagreements = new EventLog();
        assertThat(everything.wantsEveryUse()).isTrue();
        assertThat(disagreements.wantsEveryUse()).isFalse();
        world.domain.addListener(everything);
        share();
        int before = everything.size();
        pe.load(VA);
        assertThat(everything.size()).isEqualTo(before + 1);
        Sanitizer offline = new Sanitizer();
        everything.replay(offline);
        assertThat(offline.findings()).isEmpty();
    }

    @Test
    void symbolsNameEveryPlace() {
        Sanitizer named = new Sanitizer(pc -> pc >= 0x2000 ? "reader+0x%x".formatted(pc - 0x2000) : "writer");
        world.domain.addListener(named);
        share();
        enter("vm0/vcpu1", 0x2000, otherRoot);
        pe.tlbi(TlbiOperation.VMALLE1, 0);
        pe.load(VA);
        Finding finding = named.findings().getFirst();
        assertThat(finding.access().place().symbol()).isEqualTo("reader+0x10");
        assertThat(finding.entry().filled().symbol()).isEqualTo("writer");
        assertThat(finding.missing().explanation()).contains("<reader+0xc>");
    }
}
