package dev.tlbsan.cli.demo;

import dev.tlbsan.kvm.InvalidationPolicies;
import dev.tlbsan.kvm.InvalidationPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The demonstration as text for people. */
public final class DemoText {
    private static final int NAME_WIDTH = 14;
    private static final int ENTRIES_WIDTH = 7;
    private static final int CELL_WIDTH = 25;

    private final Demo demo;

    public DemoText(Demo demo) {
        this.demo = demo;
    }

    /** For each instruction set scenarios down, policies across; then the first finding, and what it all means. */
    public String policies() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "What the guests read, and what the hypervisor did for it (e: guest entries; w: wrong reads that guests");
        lines.add(
                "noticed, i: invalidations of a local TLB for the sake of a sibling, d: descriptors read by table walks for");
        lines.add("each guest entry)");
        for (GuestIsa isa : demo.isas()) {
            lines.addAll(table(isa));
        }
        lines.add("");
        for (Scenario scenario : Scenario.ALL) {
            lines.add(pad(scenario.name(), NAME_WIDTH) + scenario.story());
        }
        String finding = demo.firstFinding();
        if (finding != null) {
            lines.add("");
            lines.add("The first finding of the sanitizer:");
            lines.add("");
            lines.add(finding.stripTrailing());
        }
        lines.add("");
        lines.addAll(conclusion());
        return String.join("\n", lines);
    }

    private List<String> table(GuestIsa isa) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(pad(isa.heading(), NAME_WIDTH + ENTRIES_WIDTH)
                + InvalidationPolicies.all().stream()
                        .map(p -> pad(heading(p), CELL_WIDTH))
                        .collect(Collectors.joining())
                        .stripTrailing());
        for (Scenario scenario : Scenario.ALL) {
            lines.add(line(isa, scenario, DemoText::cell));
        }
        if (demo.rows().stream().anyMatch(row -> row.tlbMisses() != null)) {
            lines.add("");
            lines.add("TLB misses for each guest entry");
            for (Scenario scenario : Scenario.ALL) {
                lines.add(line(isa, scenario, DemoText::missesPerEntry));
            }
        }
        return lines;
    }

    private static String heading(InvalidationPolicy policy) {
        return switch (policy.policyName()) {
            case "sched-in" -> "sched-in (seed v2)";
            case "vcpu-load" -> "vcpu-load (as merged)";
            default -> policy.policyName();
        };
    }

    private String line(GuestIsa isa, Scenario scenario, Function<Row, String> cell) {
        List<Row> rows = rows(isa, scenario);
        String entries = rows.isEmpty() ? "" : "e" + rows.getFirst().guestEntries();
        return rows.stream()
                .map(row -> pad(cell.apply(row), CELL_WIDTH))
                .collect(Collectors.joining("", pad(scenario.name(), NAME_WIDTH) + pad(entries, ENTRIES_WIDTH), ""))
                .stripTrailing();
    }

    private List<Row> rows(GuestIsa isa, Scenario scenario) {
        return demo.rows().stream()
                .filter(row -> row.isa() == isa && row.scenario().equals(scenario.name()))
                .toList();
    }

    private static String cell(Row row) {
        String verdict = row.isStale() ? "STALE w" + row.wrongReads() : "clean";
        String mark = row.ok() ? "" : " UNEXPECTED";
        return verdict + " i" + row.localInvalidations() + " d" + perEntry(row, row.descriptorReads()) + mark;
    }

    private static String missesPerEntry(Row row) {
        Long misses = row.tlbMisses();
        return misses == null ? "-" : perEntry(row, misses);
    }

    private static String perEntry(Row row, long number) {
        return String.format(Locale.ROOT, "%.1f", (double) number / row.guestEntries());
    }

    private List<String> conclusion() {
        if (!demo.isAsExpected()) {
            return List.of("Some rows did not come out as the mechanism should give; they are marked UNEXPECTED.");
        }
        List<String> holes = demo.rows().stream()
                .filter(row -> row.policy().equals("sched-in") && row.isStale())
                .map(Row::scenario)
                .distinct()
                .toList();
        if (holes.isEmpty()) {
            return List.of(
                    "These TLBs remember nothing that differs from the tables, so every policy looks right here.");
        }
        List<String> lines = new ArrayList<>(List.of(
                "Without the patch a vCPU reads its sibling's page as soon as the two share a CPU. The seed's second",
                "version stops that where vCPUs are preempted. But its hook is not called on every way into the guest, and",
                "its debt travels with the vCPU instead of staying with the CPU, so it still reads the wrong page in",
                String.join(", ", holes) + ".",
                "The form that was merged pays on the CPU itself, whenever a vCPU is loaded there whose sibling ran last:",
                "the right page everywhere, and where nothing is shared one invalidation for each VM and CPU, not one for",
                "each guest entry."));
        lines.addAll(costs());
        return lines;
    }

    /** What distinguishes the two world switches, where both have run. */
    private List<String> costs() {
        Scenario siblings = Scenario.ALL.getFirst();
        String policy = "always";
        List<String> figures = demo.isas().stream()
                .map(isa -> rows(isa, siblings).stream()
                        .filter(row -> row.policy().equals(policy))
                        .map(row -> perEntry(row, row.descriptorReads()) + " on " + isa.heading())
                        .collect(Collectors.joining()))
                .toList();
        if (demo.isas().stream().map(GuestIsa::arch).distinct().count() < 2) {
            return List.of();
        }
        return List.of(
                "The switch of arm64 invalidates stage 1 only (TLBI VMALLE1), that of arm both stages (TLBIALL in Hyp",
                "mode), so there each walk after it reads stage 2 again: under " + policy + ", " + siblings.name()
                        + " costs",
                String.join(", ", figures) + " descriptors for each guest entry.");
    }

    /** For each instruction set one line for each thing left out of the seed's mechanism. */
    public String ablations() {
        List<String> lines = new ArrayList<>();
        lines.add("The seed's mechanism on `siblings`, with one line of it left out at a time");
        for (GuestIsa isa : demo.isas()) {
            lines.add("");
            lines.add(pad(isa.heading(), NAME_WIDTH) + pad("outcome", CELL_WIDTH) + "what its loss does");
            List<Row> rows =
                    demo.rows().stream().filter(row -> row.isa() == isa).toList();
            Row whole = rows.getFirst();
            for (Row row : rows) {
                lines.add(pad(row.ablation(), NAME_WIDTH) + pad(cell(row), CELL_WIDTH) + loss(row, whole));
            }
        }
        return String.join("\n", lines);
    }

    private static String loss(Row row, Row whole) {
        if (row.ablation().equals(whole.ablation())) {
            return "(nothing: the mechanism as it is)";
        }
        if (row.isStale()) {
            return "wrong reads: " + row.wrongReads();
        }
        long needless = row.localInvalidations() - whole.localInvalidations();
        return "needless invalidations: " + needless;
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
    }
}
