package dev.tlbsan.sanitizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.sanitizer.MissingMaintenance.Gap;
import dev.tlbsan.sanitizer.SlowOracle.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The rule and a slow, obvious oracle agree on every access of thousands of random traces. */
class RandomTraceTest {
    private static final int TRACES = 4000;
    private static final int STEPS = 250;

    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Gap, Integer> gaps = new EnumMap<>(Gap.class);
    private final Map<String, Integer> causes = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    @Test
    void theRuleAndTheOracleAgree() {
        for (long seed = 0; seed < TRACES; seed++) {
            judge(seed);
        }
        System.out.println("RandomTrace seeds 0 to " + (TRACES - 1) + ": " + verdicts + " " + gaps + " " + causes);
        assertThat(failures).as("disagreements").isEmpty();
        assertThat(verdicts)
                .hasSize(Verdict.values().length)
                .allSatisfy((_, times) -> assertThat(times).isGreaterThan(1000));
        assertThat(gaps)
                .hasSize(Gap.values().length)
                .allSatisfy((_, times) -> assertThat(times).isGreaterThan(10));
        assertThat(causes).hasSize(6).allSatisfy((_, times) -> assertThat(times).isGreaterThan(100));
    }

    private void judge(long seed) {
        RandomTrace trace = new RandomTrace(seed);
        Sanitizer sanitizer = new Sanitizer();
        SlowOracle oracle = new SlowOracle(trace);
        trace.domain.addListener(sanitizer);
        trace.domain.addListener(oracle);
        for (int step = 0; step < STEPS; step++) {
            long before = sanitizer.staleUses();
            if (trace.step()) {
                Verdict verdict = oracle.verdict();
                verdicts.merge(verdict, 1, Integer::sum);
                boolean found = sanitizer.staleUses() > before;
                if (found != (verdict == Verdict.STALE)) {
                    failures.add("seed " + seed + ", step " + step + ": " + verdict + ", " + oracle.story());
                }
            }
        }
        for (Finding finding : sanitizer.findings()) {
            gaps.merge(finding.missing().gap(), 1, Integer::sum);
            boolean ofTable = finding.walk().stream().anyMatch(line -> line.table() >= 0);
            String name = finding.cause().getClass().getSimpleName() + " in stage "
                    + finding.cause().stage() + (ofTable ? " of a table" : "");
            causes.merge(name, 1, Integer::sum);
        }
    }

    @Test
    void hearingOfDisagreementsOnlyGivesTheSameFindings() {
        for (long seed = 0; seed < 300; seed++) {
            List<Finding> expected = findings(seed, true);
            assertThat(findings(seed, false)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static List<Finding> findings(long seed, boolean everyUse) {
        RandomTrace trace = new RandomTrace(seed);
        Sanitizer online = new Sanitizer();
        EventLog log = new EventLog(everyUse);
        trace.domain.addListener(online);
        trace.domain.addListener(log);
        for (int step = 0; step < STEPS; step++) {
            trace.step();
        }
        Sanitizer offline = new Sanitizer();
        log.replay(offline);
        assertThat(offline.findings()).as("replayed, seed %d", seed).isEqualTo(online.findings());
        assertThat(offline.staleUses()).isEqualTo(online.staleUses());
        return online.findings();
    }

    @Test
    void everyReportFitsAScreen() {
        for (long seed = 0; seed < 300; seed++) {
            for (Finding finding : findings(seed, false)) {
                String text = FindingReport.text(finding);
                assertThat(text.lines().count()).as(text).isLessThanOrEqualTo(25);
                assertThat(text.lines()).allMatch(line -> line.length() <= 100);
            }
        }
    }
}
