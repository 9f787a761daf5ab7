package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.ir.SystemOperation;
import dev.tlbsan.arm.mmu.AtOperation;
import dev.tlbsan.arm.mmu.TlbiOperation;
import dev.tlbsan.arm.pe.CacheOperation;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The names of cache, address translation and TLB instructions (DDI 0487, C5.3 to C5.5). */
final class SystemNames {
    private static final Map<String, Integer> ENCODINGS = new TreeMap<>();

    static {
        for (CacheOperation operation : CacheOperation.values()) {
            ENCODINGS.put(operation.name().toLowerCase(Locale.ROOT).replace('_', ' '), operation.encoding());
        }
        for (AtOperation operation : AtOperation.values()) {
            ENCODINGS.put("at " + operation.name().toLowerCase(Locale.ROOT), operation.encoding());
        }
        for (TlbiOperation operation : TlbiOperation.values()) {
            ENCODINGS.put("tlbi " + operation.name().toLowerCase(Locale.ROOT), operation.encoding());
        }
    }

    private SystemNames() {}

    /** The operands of SYS for a mnemonic and an operation, or a text that is none. */
    static String operands(String mnemonic, String operation) {
        String name = mnemonic + " " + operation.toLowerCase(Locale.ROOT);
        Integer encoding = ENCODINGS.get(name);
        if (encoding == null) {
            return "no operation " + name;
        }
        return "#%d, C%d, C%d, #%d"
                .formatted(
                        SystemOperation.op1(encoding),
                        SystemOperation.crn(encoding),
                        SystemOperation.crm(encoding),
                        SystemOperation.op2(encoding));
    }
}
