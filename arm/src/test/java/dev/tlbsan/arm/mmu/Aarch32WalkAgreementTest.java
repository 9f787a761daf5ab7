package dev.tlbsan.arm.mmu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The walk and a slow, obvious one give the same outcomes on random AArch32 tables of both formats and registers. */
class Aarch32WalkAgreementTest {
    private static final String ACCESSES = "rwxRWX";
    private static final int MEMORIES = Integer.getInteger("tlbsan.walk.memories", 2);
    private static final int TRIALS = 20_000;

    private final Map<String, Integer> outcomes = new TreeMap<>();

    @Test
    void agreesWithTheArchitectedWalkOnRandomTables() {
        for (int seed = 1; seed <= MEMORIES; seed++) {
            for (boolean shortFormat : new boolean[] {false, true}) {
                var tables = new RandomAarch32Tables(seed, shortFormat);
                TableMemory memory = tables.memory();
                for (int trial = 0; trial < TRIALS; trial++) {
                    compare(tables, memory, trial % 5 == 0, "seed " + seed + " trial " + trial);
                }
            }
        }
        assertThat(outcomes)
                .containsKeys(
                        "pa",
                        "TRANSLATION 1",
                        "TRANSLATION 2",
                        "ACCESS_FLAG 1",
                        "ACCESS_FLAG 2",
                        "DOMAIN 1",
                        "PERMISSION 1",
                        "PERMISSION 2",
                        "EXTERNAL_ON_WALK 1",
                        "EXTERNAL_ON_WALK 2");
        assertThat(outcomes.values()).allMatch(count -> count > 100);
    }

    private void compare(RandomAarch32Tables tables, TableMemory memory, boolean hyp, String name) {
        var registers = new TranslationRegisters(tables.stage1(), tables.hyp(), tables.stage2(), true);
        long va = tables.address();
        var context = new WalkContext(registers, MmuConfiguration.DEFAULT, hyp ? Regime.EL2 : Regime.EL10);
        var domain = new InnerShareableDomain(memory);
        var walker = new Walker(memory, TlbStore.NONE, new EntryFiller(domain, new TestInitiator()).untold());
        var oracle = new Aarch32ArchitectedWalk(memory, registers, hyp);
        for (int i = 0; i < (hyp ? 3 : 6); i++) {
            Walk walk = walker.translate(context, va, new Access(Access.Kind.values()[i % 3], i < 3));
            String expected = oracle.translate(va, ACCESSES.charAt(i));
            assertThat(describe(walk.outcome()))
                    .as("%s, hyp %s, va %x, %s", name, hyp, va, registers)
                    .isEqualTo(expected);
            String kind = expected.replaceAll("^(pa).*|^(\\w+)(?: domain \\d+)? level . stage (.).*", "$1$2 $3");
            outcomes.merge(kind.trim(), 1, Integer::sum);
        }
    }

    private static String describe(Translation outcome) {
        return switch (outcome) {
            case Translation.Mapped mapped -> "pa " + Long.toHexString(mapped.pa());
            case TranslationFault fault ->
                fault.kind() + domain(fault) + " level " + fault.level() + " stage " + fault.stage()
                        + (fault.onWalk() ? " s1ptw" : "")
                        + (fault.stage() == 2 ? " ipa " + Long.toHexString(fault.ipa()) : "");
        };
    }

    /** The domain where a fault status has one: not for faults of the first level that come before its use. */
    private static String domain(TranslationFault fault) {
        boolean used = switch (fault.kind()) {
            case DOMAIN, PERMISSION -> true;
            default -> fault.level() == 2;
        };
        return used && fault.domain() >= 0 ? " domain " + fault.domain() : "";
    }
}
