package dev.tlbsan.machine;

import java.util.Map;
import java.util.TreeMap;

/** Named addresses of a program. */
public final class Symbols {
    private final TreeMap<Long, String> byAddress;

    /** Takes the address, in bytes, and the name of each symbol. */
    public Symbols(Map<Long, String> byAddress) {
        this.byAddress = new TreeMap<>(byAddress);
    }

    /** The symbol at or below an address with the distance, as {@code name+0x10}; empty if none is near. */
    public String describe(long address) {
        Map.Entry<Long, String> below = byAddress.floorEntry(address);
        if (below == null || address - below.getKey() > 0x10_0000) {
            return "";
        }
        long distance = address - below.getKey();
        return distance == 0 ? below.getValue() : below.getValue() + "+0x" + Long.toHexString(distance);
    }
}
