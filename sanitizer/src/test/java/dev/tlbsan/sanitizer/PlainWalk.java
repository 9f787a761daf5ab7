package dev.tlbsan.sanitizer;

import dev.tlbsan.arm.memory.PhysicalMemory;
import dev.tlbsan.arm.mmu.Access;
import dev.tlbsan.arm.mmu.Stage1Registers;
import dev.tlbsan.arm.mmu.TranslationRegisters;
import org.jspecify.annotations.Nullable;

/**
 * Walks the tables of a {@link RandomTrace} for a privileged access: 4 KiB granule, levels 1 to 3, no TLB, no hierarchical
 * permissions.
 */
final class PlainWalk {
    private static final long ADDRESS = 0xffff_ffff_f000L;

    private final PhysicalMemory memory;
    private final TranslationRegisters registers;
    private final boolean el2;
    private final Access.Kind kind;
    private final Result result = new Result();

    /** Addresses as far as the walk got, and how it ended. */
    static final class Result {
        @Nullable
        Long ipa;

        @Nullable
        Long pa;

        @Nullable
        String fault;
        /** The descriptor that gave the fault, with what it was read for. */
        String endedAt = "";

        boolean translationFault() {
            return fault != null && fault.startsWith("TRANSLATION");
        }

        @Override
        public String toString() {
            return "%s (IPA %x, PA %x, ended at %s)".formatted(outcome(), ipa, pa, endedAt);
        }

        String outcome() {
            return fault == null ? "pa " + pa : fault;
        }
    }

    PlainWalk(PhysicalMemory memory, TranslationRegisters registers, boolean el2, Access.Kind kind) {
        this.memory = memory;
        this.registers = registers;
        this.el2 = el2;
        this.kind = kind;
    }

    Result of(long va) {
        Stage1Registers stage1 = el2 ? registers.el2() : registers.el1();
        if ((stage1.sctlr() & 1) != 0) {
            stage1(stage1, va);
        } else if (va >>> 48 != 0) {
            refuse("ADDRESS_SIZE stage 1 level 0 ipa 0", "");
        } else {
            result.ipa = va;
        }
        Long ipa = result.ipa;
        if (ipa != null && result.fault == null) {
            result.pa = stage2On() ? stage2(ipa, 0) : ipa;
        }
        return result;
    }

    private boolean stage2On() {
        return !el2 && (registers.stage2().hcr() & 1) != 0;
    }

    private static long index(long address, int level) {
        return address >>> (39 - 9 * level) & 511;
    }

    private void refuse(String fault, String where) {
        result.fault = fault;
        result.endedAt = where;
    }

    private void stage1(Stage1Registers stage1, long va) {
        boolean upper = !el2 && va < 0;
        if (va >> 39 != (upper ? -1 : 0)) {
            refuse("TRANSLATION stage 1 level 0 ipa 0", "");
            return;
        }
        long table = (upper ? stage1.ttbr1() : stage1.ttbr0()) & ADDRESS;
        for (int level = 1; level <= 3; level++) {
            long place = table + 8 * index(va, level);
            Long at = stage2On() ? stage2(place, level) : Long.valueOf(place);
            if (at == null) {
                return;
            }
            if (!memory.isRam(at, 8)) {
                refuse("EXTERNAL_ON_WALK stage 1 level %d ipa 0".formatted(level), "");
                return;
            }
            long descriptor = memory.read(at, 8);
            if (invalid(descriptor, level)) {
                refuse(
                        "TRANSLATION stage 1 level %d ipa 0".formatted(level),
                        "stage 1 level %d at %x".formatted(level, at));
                return;
            }
            if (level == 3 || (descriptor & 2) == 0) {
                stage1Leaf(descriptor, level, va);
                return;
            }
            table = descriptor & ADDRESS;
        }
    }

    private void stage1Leaf(long descriptor, int level, long va) {
        result.ipa = output(descriptor, level, va);
        boolean writable = (descriptor >>> 7 & 1) == 0;
        boolean user = (descriptor >>> 6 & 1) != 0;
        boolean allowed = switch (kind) {
            case READ -> true;
            case WRITE -> writable;
            case FETCH -> el2 ? (descriptor >>> 54 & 1) == 0 : (descriptor >>> 53 & 1) == 0 && !(user && writable);
        };
        if ((descriptor >>> 10 & 1) == 0) {
            refuse("ACCESS_FLAG stage 1 level %d ipa 0".formatted(level), "");
        } else if (!allowed) {
            refuse("PERMISSION stage 1 level %d ipa 0".formatted(level), "");
        }
    }

    private static boolean invalid(long descriptor, int level) {
        return (descriptor & 1) == 0 || (level == 3 && (descriptor & 2) == 0);
    }

    private static long output(long descriptor, int level, long input) {
        long offset = (1L << (39 - 9 * level)) - 1;
        return (descriptor & ADDRESS & ~offset) | (input & offset);
    }

    /**
     * Translates by stage 2; gives the output also after a fault by the last level, except for tables.
     *
     * @param tableLevel the level of stage 1 that has its descriptor there; zero for the access itself
     */
    private @Nullable Long stage2(long ipa, int tableLevel) {
        String onWalk = tableLevel == 0 ? "" : " on walk";
        String purpose = "stage 2 for %d of %x".formatted(tableLevel, ipa);
        String fault = " stage 2 level %d" + onWalk + " ipa " + Long.toHexString(ipa);
        if (ipa >>> 39 != 0) {
            refuse("TRANSLATION" + fault.formatted(0), "");
            return null;
        }
        long table = registers.stage2().vttbr() & ADDRESS;
        for (int level = 1; level <= 3; level++) {
            long at = table + 8 * index(ipa, level);
            if (!memory.isRam(at, 8)) {
                refuse("EXTERNAL_ON_WALK" + fault.formatted(level), "");
                return null;
            }
            long descriptor = memory.read(at, 8);
            if (invalid(descriptor, level)) {
                refuse("TRANSLATION" + fault.formatted(level), purpose + " level %d at %x".formatted(level, at));
                return null;
            }
            if (level == 3 || (descriptor & 2) == 0) {
                return stage2Leaf(descriptor, level, ipa, onWalk);
            }
            table = descriptor & ADDRESS;
        }
        return null;
    }

    private @Nullable Long stage2Leaf(long descriptor, int level, long ipa, String onWalk) {
        String fault = " stage 2 level " + level + onWalk + " ipa " + Long.toHexString(ipa);
        boolean allowed = switch (onWalk.isEmpty() ? kind : Access.Kind.READ) {
            case READ -> (descriptor >>> 6 & 1) != 0;
            case WRITE -> (descriptor >>> 7 & 1) != 0;
            case FETCH -> (descriptor >>> 54 & 1) == 0;
        };
        if ((descriptor >>> 10 & 1) == 0) {
            refuse("ACCESS_FLAG" + fault, "");
        } else if (!allowed) {
            refuse("PERMISSION" + fault, "");
        }
        return result.fault == null || onWalk.isEmpty() ? Long.valueOf(output(descriptor, level, ipa)) : null;
    }
}
