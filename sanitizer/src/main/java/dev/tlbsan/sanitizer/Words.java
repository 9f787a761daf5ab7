package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.Provenance;
import dev.tlbsan.arm.mmu.TlbEntry;
import dev.tlbsan.arm.mmu.TranslationFault;
import java.util.Locale;

/** How findings call things. */
final class Words {
    private Words() {}

    static String access(Access.Kind kind) {
        return switch (kind) {
            case READ -> "load";
            case WRITE -> "store";
            case FETCH -> "fetch";
        };
    }

    static String kind(TlbEntry.Kind kind) {
        return switch (kind) {
            case TABLE -> "stage 1 table";
            case STAGE1 -> "stage 1";
            case COMBINED -> "combined";
            case FLAT -> "combined (stage 1 off)";
            case STAGE2_TABLE -> "stage 2 table";
            case STAGE2 -> "stage 2";
        };
    }

    /** Who, on which PE, at which instruction and when. */
    static String place(Place place, Notation notation) {
        Provenance provenance = place.provenance();
        return "%s on PE %d, pc %s, step %d"
                .formatted(provenance.owner(), provenance.pe(), pc(place, notation), provenance.instructions());
    }

    /** The pc, and its name if it has one. */
    static String pc(Place place, Notation notation) {
        String symbol = place.symbol();
        return notation.virtual(place.provenance().pc()) + (symbol == null ? "" : " <" + symbol + ">");
    }

    static String fault(TranslationFault fault, Notation notation) {
        String name = fault.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String onWalk = fault.onWalk() ? " on a stage 1 walk" : "";
        String ipa = fault.stage() == 2 ? ", IPA " + notation.physical(fault.ipa()) : "";
        return "%s fault, stage %d%s, level %d%s".formatted(name, fault.stage(), onWalk, fault.level(), ipa);
    }

    /** 4K, 2M and so on. */
    static String size(int bits) {
        return (1L << bits % 10) + "_KMGTPE".substring(bits / 10, bits / 10 + 1);
    }
}
