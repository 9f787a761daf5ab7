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
    private static final int TEXT_WIDTH = 89;

    private final Finding finding;
    private final Notation notation;
    private final StringJoiner lines = new StringJoiner("\n", "", "\n");

    private FindingReport(Finding finding) {
        this.finding = finding;
        this.notation = finding.access().notation();
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
                        notation.virtual(finding.access().va()),
                        user.owner(),
                        user.pe(),
                        count));
        line(
                "access",
                "pc " + Words.pc(finding.access().place(), notation) + ", step " + user.instructions() + ", "
                        + context());
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
                                notation.input(entry.kind(), entry.input()),
                                Words.size(entry.sizeBits()),
                                notation.physical(entry.output()),
                                tags(entry)));
        line("", "made by " + Words.place(entry.filled(), notation));
        Origin origin = entry.origin();
        if (origin != null) {
            line(
                    "",
                    "from a %s entry, level %d, descriptor %s at %s"
                            .formatted(
                                    Words.kind(origin.kind()),
                                    origin.level(),
                                    notation.descriptor(origin.stage(), origin.value()),
                                    notation.physical(origin.address())));
            line("", "read by " + Words.place(origin.filled(), notation));
        }
    }

    private String tags(Remembered entry) {
        if (finding.access().regime() == Regime.EL2) {
            return vocabulary().hypervisor();
        }
        String asid = entry.global() ? "any ASID" : "ASID " + entry.asid();
        return "VMID " + entry.vmid() + ", " + asid;
    }

    private String outcome(Outcome outcome) {
        Long pa = outcome.pa();
        return pa == null ? String.valueOf(outcome.fault()) : "PA " + notation.physical(pa);
    }

    private String cause() {
        return switch (finding.cause()) {
            case Cause.OtherRoot root ->
                "made under another table root: %s was %s, is %s"
                        .formatted(rootRegister(root.stage()), root(root, root.then()), root(root, root.now()));
            case Cause.Replaced replaced ->
                "the stage %d level %d descriptor at %s was replaced: %s, now %s"
                        .formatted(
                                replaced.stage(),
                                replaced.level(),
                                notation.physical(replaced.address()),
                                notation.descriptor(replaced.stage(), replaced.before()),
                                notation.descriptor(replaced.stage(), replaced.after()));
        };
    }

    private Vocabulary vocabulary() {
        return finding.access().vocabulary();
    }

    private String rootRegister(int stage) {
        Finding.Accessed access = finding.access();
        return vocabulary().rootRegister(stage, access.regime(), access.upper());
    }

    private String root(Cause.OtherRoot root, @Nullable Long value) {
        return value == null ? "off" : notation.descriptor(root.stage(), value);
    }

    private void walk() {
        String columns = "%-" + notation.widestDescriptor() + "s  %s";
        line("walk", columns.formatted("then", "now"));
        for (WalkLine walk : finding.walk()) {
            String level = walk.level() < 0 ? "?" : String.valueOf(walk.level());
            String label = "S%d L%s".formatted(walk.stage(), level) + (walk.table() < 0 ? "" : "*");
            boolean same = walk.then() != null && walk.then().equals(walk.now());
            String now = same ? "the same" : descriptor(walk.stage(), walk.now());
            line(label, columns.formatted(descriptor(walk.stage(), walk.then()), now));
        }
        finding.walk().stream()
                .mapToInt(WalkLine::table)
                .filter(table -> table >= 0)
                .findFirst()
                .ifPresent(table -> line("", "* stage 2 of the address of the stage 1 level " + table + " descriptor"));
    }

    private String descriptor(int stage, @Nullable Descriptor descriptor) {
        if (descriptor == null) {
            return "-";
        }
        Long address = descriptor.address();
        Long value = descriptor.value();
        if (address == null || value == null) {
            return "no physical address";
        }
        String invalid = descriptor.valid() ? "" : " invalid";
        return "[%s] %s%s".formatted(notation.physical(address), notation.descriptor(stage, value), invalid);
    }
}
