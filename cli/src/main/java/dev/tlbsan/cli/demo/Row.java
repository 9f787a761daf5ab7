package dev.tlbsan.cli.demo;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one scenario gave under one policy: a line of the table, and an element of the JSON array.
 *
 * @param isa the instruction set of the guests, and with it the architecture
 * @param scenario the scenario's name
 * @param policy the policy's name
 * @param ablation what was left out of the world switch, or "-"
 * @param vcpus vCPUs of all VMs together
 * @param cpus physical CPUs
 * @param guestEntries world switches into a guest
 * @param localInvalidations invalidations on behalf of a vCPU because of its siblings
 * @param descriptorReads descriptors that walks read from tables since the TLBs had not kept them
 * @param wrongReads what the guests themselves found wrong
 * @param staleUses accesses through a stale entry that the sanitizer saw
 * @param tlbMisses table walks; only for a finite TLB
 * @param expected "clean" or "stale"
 * @param ok whether it came out as expected
 */
public record Row(
        GuestIsa isa,
        String scenario,
        String policy,
        String ablation,
        int vcpus,
        int cpus,
        long guestEntries,
        long localInvalidations,
        long descriptorReads,
        long wrongReads,
        long staleUses,
        @Nullable Long tlbMisses,
        String expected,
        boolean ok) {
    /** The components by name; those that are null are left out. */
    public Map<String, Object> asData() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("arch", isa.arch().word());
        data.put("isa", isa.name().toLowerCase(Locale.ROOT));
        data.put("scenario", scenario);
        data.put("policy", policy);
        data.put("ablation", ablation);
        data.put("vcpus", vcpus);
        data.put("cpus", cpus);
        data.put("guestEntries", guestEntries);
        data.put("localInvalidations", localInvalidations);
        data.put("descriptorReads", descriptorReads);
        data.put("wrongReads", wrongReads);
        data.put("staleUses", staleUses);
        if (tlbMisses != null) {
            data.put("tlbMisses", tlbMisses);
        }
        data.put("expected", expected);
        data.put("ok", ok);
        return data;
    }

    /** Whether a stale entry was used or a guest read something wrong. */
    boolean isStale() {
        return wrongReads > 0 || staleUses > 0;
    }
}
