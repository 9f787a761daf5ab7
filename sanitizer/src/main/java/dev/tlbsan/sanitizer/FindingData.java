package dev.tlbsan.sanitizer;

import dev.tlbsan.sanitizer.Finding.Accessed;
import dev.tlbsan.sanitizer.Finding.Descriptor;
import dev.tlbsan.sanitizer.Finding.Origin;
import dev.tlbsan.sanitizer.Finding.Outcome;
import dev.tlbsan.sanitizer.Finding.Remembered;
import dev.tlbsan.sanitizer.Finding.WalkLine;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A finding as maps, lists, strings, numbers and booleans, for machines. Addresses and register values are strings of
 * hexadecimal digits after {@code 0x}; what there is not is left out.
 */
public final class FindingData {
    private final Notation notation;

    private FindingData(Notation notation) {
        this.notation = notation;
    }

    /** The finding as a map, in the order in which it is best read. */
    public static Map<String, Object> of(Finding finding) {
        return new FindingData(finding.access().notation()).data(finding);
    }

    private Map<String, Object> data(Finding finding) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("rule", finding.rule());
        data.put("count", finding.count());
        data.put("pe", finding.pe());
        data.put("access", access(finding.access()));
        data.put("entry", entry(finding.entry()));
        data.put("used", outcome(finding.used()));
        data.put("now", outcome(finding.now()));
        data.put("cause", cause(finding.cause()));
        data.put("missing", missing(finding.missing()));
        data.put("walk", finding.walk().stream().map(this::line).toList());
        data.put("manual", finding.manual());
        return data;
    }

    private Map<String, Object> access(Accessed access) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", Words.access(access.kind()));
        data.put("va", notation.virtual(access.va()));
        data.put("privileged", access.privileged());
        data.put("regime", access.regime().name());
        data.putAll(place(access.place()));
        return data;
    }

    private Map<String, Object> place(Place place) {
        var provenance = place.provenance();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("owner", provenance.owner());
        data.put("pe", provenance.pe());
        data.put("pc", notation.virtual(provenance.pc()));
        putIfPresent(data, "symbol", place.symbol());
        data.put("step", provenance.instructions());
        data.put("vmid", provenance.vmid());
        data.put("asid", provenance.asid());
        data.put("ttbr", notation.descriptor(1, provenance.ttbr()));
        data.put("vttbr", notation.descriptor(2, provenance.vttbr()));
        return data;
    }

    private Map<String, Object> entry(Remembered entry) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        data.put("vmid", entry.vmid());
        if (!entry.global()) {
            data.put("asid", entry.asid());
        }
        data.put("global", entry.global());
        data.put("input", notation.input(entry.kind(), entry.input()));
        data.put("bytes", 1L << entry.sizeBits());
        data.put("output", notation.physical(entry.output()));
        data.put("filled", place(entry.filled()));
        Origin origin = entry.origin();
        if (origin != null) {
            data.put("origin", origin(origin));
        }
        return data;
    }

    private Map<String, Object> origin(Origin origin) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", origin.kind().name().toLowerCase(Locale.ROOT));
        data.put("level", origin.level());
        data.put("address", notation.physical(origin.address()));
        data.put("value", notation.descriptor(origin.stage(), origin.value()));
        data.put("filled", place(origin.filled()));
        return data;
    }

    private Map<String, Object> outcome(Outcome outcome) {
        Map<String, Object> data = new LinkedHashMap<>();
        putPhysical(data, "pa", outcome.pa());
        putIfPresent(data, "fault", outcome.fault());
        return data;
    }

    private Map<String, Object> cause(Cause cause) {
        Map<String, Object> data = new LinkedHashMap<>();
        switch (cause) {
            case Cause.OtherRoot root -> {
                data.put("kind", "other-root");
                data.put("stage", root.stage());
                putDescriptor(data, "then", root.stage(), root.then());
                putDescriptor(data, "now", root.stage(), root.now());
            }
            case Cause.Replaced replaced -> {
                data.put("kind", "replaced");
                data.put("stage", replaced.stage());
                data.put("level", replaced.level());
                data.put("address", notation.physical(replaced.address()));
                data.put("then", notation.descriptor(replaced.stage(), replaced.before()));
                data.put("now", notation.descriptor(replaced.stage(), replaced.after()));
            }
        }
        return data;
    }

    private Map<String, Object> missing(MissingMaintenance missing) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("gap", missing.gap().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        data.put("explanation", missing.explanation());
        data.put("remedies", missing.remedies().stream().map(this::remedy).toList());
        data.put("advice", missing.advice());
        return data;
    }

    private Map<String, Object> remedy(MissingMaintenance.Remedy remedy) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("operation", remedy.instruction());
        if (remedy.operation().hasOperand()) {
            data.put("operand", notation.virtual(remedy.operand()));
        }
        return data;
    }

    private Map<String, Object> line(WalkLine line) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("stage", line.stage());
        data.put("level", line.level());
        if (line.table() >= 0) {
            data.put("ofStage1Level", line.table());
        }
        putIfPresent(data, "then", descriptor(line.stage(), line.then()));
        putIfPresent(data, "now", descriptor(line.stage(), line.now()));
        return data;
    }

    private @Nullable Map<String, Object> descriptor(int stage, @Nullable Descriptor descriptor) {
        if (descriptor == null) {
            return null;
        }
        Map<String, Object> data = new LinkedHashMap<>();
        putPhysical(data, "address", descriptor.address());
        putDescriptor(data, "value", stage, descriptor.value());
        data.put("valid", descriptor.valid());
        return data;
    }

    private void putPhysical(Map<String, Object> data, String name, @Nullable Long value) {
        putIfPresent(data, name, value == null ? null : notation.physical(value));
    }

    private void putDescriptor(Map<String, Object> data, String name, int stage, @Nullable Long value) {
        putIfPresent(data, name, value == null ? null : notation.descriptor(stage, value));
    }

    private static void putIfPresent(Map<String, Object> data, String name, @Nullable Object value) {
        if (value != null) {
            data.put(name, value);
        }
    }
}
