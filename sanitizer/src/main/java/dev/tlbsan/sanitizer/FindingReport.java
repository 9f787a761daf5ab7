package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Provenance;
import dev.tlbsan.arm.mmu.Regime;
import dev.tlbsan.sanitizer.Finding.Descriptor;
import dev.tlbsan.sanitizer.Finding.Origin;
import dev.tlbsan.sanitizer.Finding.Outcome;
import dev.tlbsan.sanitizer.Finding.Remembered;
import dev.tlbsan.sanitizer.Finding.WalkLine;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A finding as text for people. */
public final class FindingReport {
    private static final int DESCRIPTOR_WIDTH = 39;
    private static final int TEXT_WIDTH = 89;

    private final Finding finding;
    private final StringJoiner lines = new StringJoiner("\n", "", "\n");

    private FindingReport(Finding finding) {
        this.finding = finding;
    }

    /** The report: at most 25 lines with names of ordinary length, each ended by a newline. */
    public static String text(Finding finding) {
        return new FindingReport(finding).write();
    }

    private String write() {
        Provenance user = finding.access().place().provenance();
        String count = finding.count() == 1 ? "" : ", " + finding.count() + " times";
        lines.add("==tlbsan: %s: %s at VA %s by %s on PE %d%s"
                .formatted(
                        finding.rule(),
                        Words.access(finding.access().kind()),
                        Words.hex(finding.access().va()),
                        user.owner(),
                        user.pe(),
                        count));
        line("access", "pc " + Words.pc(finding.access().place()) + ", step " + user.instructions() + ", " + context());
        entry();
        line("used", outcome(finding.used()) + "; tables now: " + outcome(finding.now()));
        line("because", cause());
        line("missing", finding.missing().explanation());
        line("", finding.missing().advice());
        walk();
        line("manual", "DDI 0487 " + String.join(", ", finding.manual()));
        return lines.toString();
    }

    /** Adds a line, and more of them where the text is too long for one. */
    private void line(String label, String text) {
        String rest = text;
        String before = label;
        while (rest.length() > TEXT_WIDTH) {
            int end = rest.lastIndexOf(' ', TEXT_WIDTH);
            lines.add("  %-8s %s".formatted(before, rest.substring(0, end)));
            rest = rest.substring(end + 1);
            before = "";
        }
        lines.add("  %-8s %s".formatted(before, rest).stripTrailing());
    }

    private String context() {
        if (finding.access().regime() == Regime.EL2) {
            return "regime " + vocabulary().hypervisor();
        }
        Provenance user = finding.access().place().provenance();
        return "%s, VMID %d, ASID %d"
                .formatted(vocabulary().level(finding.access().privileged()), user.vmid(), user.asid());
    }

    private void entry() {
        Remembered entry = finding.entry();
        line(
                "entry",
                "%s, %s + %s -> %s, %s"
                        .formatted(
                                Words.kind(entry.kind()),
                                Words.hex(entry.input()),
                                Words.size(entry.sizeBits()),
                                Words.hex(entry.output()),
                                tags(entry)));
        line("", "made by " + Words.place(entry.filled()));
        Origin origin = entry.origin();
        if (origin != null) {
            line(
                    "",
                    "from a %s entry, level %d, descriptor %s at %s"
                            .formatted(
                                    Words.kind(origin.kind()),
                                    origin.level(),
                                    Words.hex(origin.value()),
                                    Words.hex(origin.address())));
            line("", "read by " + Words.place(origin.filled()));
        }
    }

    private String tags(Remembered entry) {
        if (finding.access().regime() == Regime.EL2) {
            return vocabulary().hypervisor();
        }
        String asid = entry.global() ? "any ASID" : "ASID " + entry.asid();
        return "VMID " + entry.vmid() + ", " + asid;
    }

    private static String outcome(Outcome outcome) {
        Long pa = outcome.pa();
        return pa == null ? String.valueOf(outcome.fault()) : "PA " + Words.hex(pa);
    }

    private String cause() {
        return switch (finding.cause()) {
            case Cause.OtherRoot root ->
                "made under another table root: %s was %s, is %s"
                        .formatted(rootRegister(root.stage()), root(root.then()), root(root.now()));
            case Cause.Replaced replaced ->
                "the stage %d level %d descriptor at %s was replaced: %s, now %s"
                        .formatted(
                                replaced.stage(),
                                replaced.level(),
                                Words.hex(replaced.address()),
                                Words.hex(replaced.before()),
                                Words.hex(replaced.after()));
        };
    }

    private Vocabulary vocabulary() {
        return finding.access().vocabulary();
    }

    private String rootRegister(int stage) {
        Finding.Accessed access = finding.access();
        return vocabulary().rootRegister(stage, access.regime(), access.upper());
    }

    private static String root(@Nullable Long root) {
        return root == null ? "off" : Words.hex(root);
    }

    private void walk() {
        line("walk", ("%-" + DESCRIPTOR_WIDTH + "s  %s").formatted("then", "now"));
        for (WalkLine walk : finding.walk()) {
            String level = walk.level() < 0 ? "?" : String.valueOf(walk.level());
            String label = "S%d L%s".formatted(walk.stage(), level) + (walk.table() < 0 ? "" : "*");
            boolean same = walk.then() != null && walk.then().equals(walk.now());
            String now = same ? "the same" : descriptor(walk.now());
            line(label, ("%-" + DESCRIPTOR_WIDTH + "s  %s").formatted(descriptor(walk.then()), now));
        }
        finding.walk().stream()
                .mapToInt(WalkLine::table)
                .filter(table -> table >= 0)
                .findFirst()
                .ifPresent(table -> line("", "* stage 2 of the address of the stage 1 level " + table + " descriptor"));
    }

    private static String descriptor(@Nullable Descriptor descriptor) {
        if (descriptor == null) {
            return "-";
        }
        Long address = descriptor.address();
        Long value = descriptor.value();
        if (address == null || value == null) {
            return "no physical address";
        }
        return "[%s] %s%s".formatted(Words.hex(address), Words.hex(value), descriptor.valid() ? "" : " invalid");
    }
}
