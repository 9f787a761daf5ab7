package dev.tlbsan.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.cli.Progress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The outcome table of the demonstration. */
class DemoTest {
    private static final List<String> POLICIES = List.of("none", "sched-in", "vcpu-load", "always");

    @ParameterizedTest
    @CsvSource({"A64,1", "A64,2", "A64,3", "A32,1", "A32,2", "A32,3", "T32,1", "T32,2", "T32,3"})
    void everyScenarioComesOutAsTheMechanismShouldGive(GuestIsa isa, long seed) {
        Demo demo = demo(isa, TlbMode.RETAIN, seed);
        assertThat(demo.rows()).allMatch(Row::ok).hasSize(Scenario.ALL.size() * POLICIES.size());
        assertThat(stale(demo, "none"))
                .containsExactlyInAnyOrder(
                        "siblings", "global", "fetch", "ioctl", "bookkeeping", "first-switch", "migration");
        assertThat(stale(demo, "sched-in"))
                .containsExactlyInAnyOrder("ioctl", "bookkeeping", "first-switch", "migration");
        assertThat(stale(demo, "vcpu-load")).isEmpty();
        assertThat(stale(demo, "always")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(GuestIsa.class)
    void whatSharesNothingIsNeverInvalidatedForASibling(GuestIsa isa) {
        Demo demo = demo(isa, TlbMode.RETAIN, 1);
        for (String scenario : List.of("two-vms", "pinned")) {
            assertThat(invalidations(demo, scenario, "none")).isZero();
            assertThat(invalidations(demo, scenario, "sched-in")).isZero();
            assertThat(invalidations(demo, scenario, "vcpu-load")).isLessThanOrEqualTo(2);
            assertThat(invalidations(demo, scenario, "always")).isGreaterThan(50);
        }
    }

    @ParameterizedTest
    @EnumSource(GuestIsa.class)
    void aCoherentTlbHidesEverything(GuestIsa isa) {
        assertThat(demo(isa, TlbMode.COHERENT, 1).rows()).allMatch(Row::ok).noneMatch(Row::isStale);
    }

    @ParameterizedTest
    @EnumSource(GuestIsa.class)
    void aFiniteTlbShowsTheSameAndCountsMisses(GuestIsa isa) {
        Demo demo = demo(isa, TlbMode.parse("finite:1024x4"), 1);
        assertThat(demo.rows()).allMatch(Row::ok).allMatch(row -> row.tlbMisses() != null);
        assertThat(misses(demo, "two-vms", "always")).isGreaterThan(misses(demo, "two-vms", "vcpu-load"));
    }

    @Test
    void afterTheSwitchOfArmStage2IsReadAgainAndAfterThatOfArm64ItIsNot() {
        Demo demo = new Demo(List.of(GuestIsa.values()), TlbMode.RETAIN, 1, Progress.silent());
        demo.runAll();
        double arm64 = descriptorsAnEntry(demo, GuestIsa.A64);
        assertThat(arm64).isLessThan(5);
        assertThat(descriptorsAnEntry(demo, GuestIsa.A32)).isGreaterThan(2 * arm64);
        assertThat(descriptorsAnEntry(demo, GuestIsa.T32)).isGreaterThan(2 * arm64);
        assertThat(new DemoText(demo).policies())
                .contains("arm64 ", "arm, A32", "arm, T32", "reads stage 2 again")
                .doesNotContain("UNEXPECTED");
    }

    private static double descriptorsAnEntry(Demo demo, GuestIsa isa) {
        Row row = demo.rows().stream()
                .filter(r -> r.isa() == isa
                        && r.scenario().equals("siblings")
                        && r.policy().equals("always"))
                .findFirst()
                .orElseThrow();
        return (double) row.descriptorReads() / row.guestEntries();
    }

    @ParameterizedTest
    @EnumSource(GuestIsa.class)
    void eachLineOfTheMechanismIsNeeded(GuestIsa isa) {
        Demo demo = new Demo(List.of(isa), TlbMode.RETAIN, 1, Progress.silent());
        demo.runAblations();
        Map<String, Row> rows = demo.rows().stream().collect(Collectors.toMap(Row::ablation, row -> row, (a, b) -> a));
        Row whole = demo.rows().getFirst();
        assertThat(demo.rows()).allMatch(Row::ok);
        assertThat(whole.wrongReads()).isZero();
        assertThat(List.of("isb", "tlbi", "dsb nsh"))
                .allSatisfy(line -> assertThat(row(rows, line).wrongReads()).isPositive());
        assertThat(List.of("clear flag", "!= -1")).allSatisfy(line -> {
            assertThat(row(rows, line).wrongReads()).isZero();
            assertThat(row(rows, line).localInvalidations()).isGreaterThan(whole.localInvalidations());
        });
    }

    private static Row row(Map<String, Row> rows, String line) {
        Row row = rows.get(line);
        if (row == null) {
            throw new AssertionError("no row for " + line);
        }
        return row;
    }

    private static Demo demo(GuestIsa isa, TlbMode tlb, long seed) {
        Demo demo = new Demo(List.of(isa), tlb, seed, Progress.silent());
        demo.runAll();
        return demo;
    }

    private static Set<String> stale(Demo demo, String policy) {
        return demo.rows().stream()
                .filter(row -> row.policy().equals(policy) && row.isStale())
                .map(Row::scenario)
                .collect(Collectors.toSet());
    }

    private static Row find(Demo demo, String scenario, String policy) {
        return demo.rows().stream()
                .filter(row -> row.scenario().equals(scenario) && row.policy().equals(policy))
                .findFirst()
                .orElseThrow();
    }

    private static long invalidations(Demo demo, String scenario, String policy) {
        return find(demo, scenario, policy).localInvalidations();
    }

    private static long misses(Demo demo, String scenario, String policy) {
        Long misses = find(demo, scenario, policy).tlbMisses();
        return misses == null ? -1 : misses;
    }
}
