package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The walk and a slow, obvious one give the same outcomes on random tables and registers. */
class WalkAgreementTest {
    private static final int[] PA_BITS = {32, 36, 40, 42, 44, 48, 48, 48};
    private static final String ACCESSES = "rwxRWX";
    private static final int MEMORIES = Integer.getInteger("tlbsan.walk.memories", 6);
    private static final int TRIALS = 20_000;

    private final Map<String, Integer> outcomes = new TreeMap<>();

    @Test
    void agreesWithTheArchitectedWalkOnRandomTables() {
        for (int seed = 1; seed <= MEMORIES; seed++) {
            compareAll(seed);
        }
        assertThat(outcomes)
                .containsKeys(
                        "pa",
                        "TRANSLATION 1",
                        "TRANSLATION 2",
                        "ADDRESS_SIZE 1",
                        "ADDRESS_SIZE 2",
                        "ACCESS_FLAG 1",
                        "ACCESS_FLAG 2",
                        "PERMISSION 1",
                        "PERMISSION 2",
                        "EXTERNAL_ON_WALK 1",
                        "EXTERNAL_ON_WALK 2");
        assertThat(outcomes.values()).allMatch(count -> count > 100);
    }

    private void compareAll(int seed) {
        RandomTables random = new RandomTables(seed);
        TableMemory memory = random.memory();
        for (int trial = 0; trial < TRIALS; trial++) {
            var registers = new TranslationRegisters(random.stage1(), random.el2(), random.stage2());
            boolean el2 = trial % 5 == 0;
            int paBits = PA_BITS[trial % PA_BITS.length];
            long va = random.address(el2 ? registers.el2() : registers.el1());
            String where =
                    "seed %d trial %d paBits %d el2 %s va %x %s".formatted(seed, trial, paBits, el2, va, registers);
            compare(memory, new Trial(registers, paBits, el2, va), where);
        }
    }

    private record Trial(TranslationRegisters registers, int paBits, boolean el2, long va) {}

    private void compare(TableMemory memory, Trial trial, String where) {
        var oracle = new ArchitectedWalk(memory, trial.registers(), trial.paBits(), trial.el2());
        var configuration = new MmuConfiguration(trial.paBits(), 16, TlbMode.COHERENT);
        var context = new WalkContext(trial.registers(), configuration, trial.el2() ? Regime.EL2 : Regime.EL10);
        var domain = new InnerShareableDomain(memory);
        var walker = new Walker(memory, TlbStore.NONE, new EntryFiller(domain, new TestInitiator()).untold());
        for (int i = 0; i < (trial.el2() ? 3 : 6); i++) {
            Access access = new Access(Access.Kind.values()[i % 3], i < 3);
            Walk both = walker.translate(context, trial.va(), access);
            String expected = oracle.translate(trial.va(), ACCESSES.charAt(i), false);
            assertThat(describe(both.outcome())).as(where).isEqualTo(expected);
            outcomes.merge(
                    expected.replaceAll("^(pa).*|^(\\w+) level . stage (.).*", "$1$2 $3")
                            .trim(),
                    1,
                    Integer::sum);
            Walk first = walker.translateStage1(context, trial.va(), access);
            assertThat(describe(first.outcome()))
                    .as(where)
                    .isEqualTo(oracle.translate(trial.va(), ACCESSES.charAt(i), true));
        }
    }

    private static String describe(Translation outcome) {
        return switch (outcome) {
            case Translation.Mapped mapped ->
                "pa %x attr %x sh %d"
                        .formatted(
                                mapped.pa(),
                                mapped.attributes().attr(),
                                mapped.attributes().shareability());
            case TranslationFault fault ->
                fault.kind() + " level " + fault.level() + " stage " + fault.stage()
                        + (fault.onWalk() ? " s1ptw" : "")
                        + (fault.stage() == 2 ? " ipa " + Long.toHexString(fault.ipa()) : "");
        };
    }
}
