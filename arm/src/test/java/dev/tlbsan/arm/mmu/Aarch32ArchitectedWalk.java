package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.memory.PhysicalMemory;

/**
 * A slow and obvious walk of AArch32 tables after the pseudocode of DDI 0487, chapter J1.2, to compare the fast one with.
 * It has no TLB, shares no code with the fast one, and gives addresses and faults as text.
 */
final class Aarch32ArchitectedWalk {
    private final PhysicalMemory memory;
    private final TranslationRegisters registers;
    private final boolean hyp;

    Aarch32ArchitectedWalk(PhysicalMemory memory, TranslationRegisters registers, boolean hyp) {
        this.memory = memory;
        this.registers = registers;
        this.hyp = hyp;
    }

    /** A fault as text, or an address with a subset of "rwxRWX" (capitals for PL0), and the domain, -1 for none. */
    private record Result(String fault, long address, String permissions, int level, int domain) {
        static Result fail(String kind, int level, int stage, boolean s1ptw, long ipa) {
            String at = kind + " level " + level + " stage " + stage + (s1ptw ? " s1ptw" : "");
            return new Result(stage == 2 ? at + " ipa " + Long.toHexString(ipa) : at, 0, "", level, -1);
        }

        /** A stage 1 fault of the short format that a domain belongs to. */
        static Result failIn(int domain, String kind, int level) {
            return fail(kind + " domain " + domain, level, 1, false, 0);
        }

        boolean failed() {
            return !fault.isEmpty();
        }
    }

    private static long bits(long value, int high, int low) {
        return ArchitectedWalk.bits(value, high, low);
    }

    private static boolean bit(long value, int n) {
        return bits(value, n, n) == 1;
    }

    private boolean stage2On() {
        long hcr = registers.stage2().hcr();
        return !hyp && (bit(hcr, 0) || bit(hcr, 12));
    }

    /** The whole translation for one access: one of "rwxRWX". */
    String translate(long address, char access) {
        long va = bits(address, 31, 0);
        Result one = stage1(va);
        if (one.failed()) {
            return one.fault();
        }
        if (one.domain() >= 0) {
            int right = (int) bits(registers.el1().dacr(), 2 * one.domain() + 1, 2 * one.domain());
            if (right == 0 || right == 2) {
                return Result.failIn(one.domain(), "DOMAIN", one.level()).fault();
            }
            if (right == 1 && one.permissions().indexOf(access) < 0) {
                return Result.failIn(one.domain(), "PERMISSION", one.level()).fault();
            }
        } else if (one.permissions().indexOf(access) < 0) {
            return Result.fail("PERMISSION", one.level(), 1, false, 0).fault();
        }
        if (!stage2On()) {
            return "pa " + Long.toHexString(one.address());
        }
        Result two = stage2(one.address(), false);
        if (two.failed()) {
            return two.fault();
        }
        return two.permissions().indexOf(access) < 0
                ? Result.fail("PERMISSION", two.level(), 2, false, one.address())
                        .fault()
                : "pa " + Long.toHexString(two.address());
    }

    private Result stage1(long va) {
        Stage1Registers r = hyp ? registers.el2() : registers.el1();
        long hcr = registers.stage2().hcr();
        boolean on = bit(r.sctlr(), 0) && (hyp || (!bit(hcr, 12) && !bit(hcr, 27)));
        if (!on) {
            return new Result("", va, "rwxRWX", 0, -1);
        }
        return hyp || bit(r.tcr(), 31) ? longFormat(va, r) : shortFormat(va, r);
    }

    private Result longFormat(long va, Stage1Registers r) {
        int t0sz = (int) bits(r.tcr(), 2, 0);
        int t1sz = hyp ? 0 : (int) bits(r.tcr(), 18, 16);
        boolean inLower = t0sz == 0 || bits(va, 31, 32 - t0sz) == 0;
        boolean inUpper = !hyp
                && ((t1sz != 0 && bits(va, 31, 32 - t1sz) == bits(-1, t1sz - 1, 0))
                        || (t1sz == 0 && t0sz != 0 && !inLower));
        if (!inUpper && !inLower) {
            return Result.fail("TRANSLATION", 1, 1, false, 0);
        }
        if (!hyp && bit(r.tcr(), inUpper ? 23 : 7)) {
            return Result.fail("TRANSLATION", 1, 1, false, 0);
        }
        int size = 32 - (inUpper ? t1sz : t0sz);
        return lookup(va, size, inUpper ? r.ttbr1() : r.ttbr0(), r);
    }

    private Result lookup(long va, int size, long ttbr, Stage1Registers r) {
        int level = size > 30 ? 1 : 2;
        int lowest = size - (level == 1 ? 30 : 21) + 3;
        long base = bits(ttbr, 39, lowest) << lowest;
        boolean[] table = new boolean[4];
        int top = size - 1;
        for (; ; level++) {
            int bottom = 39 - 9 * level;
            long at = base + 8 * bits(va, top, bottom);
            Result place = stage2On() ? stage2ForWalk(at) : new Result("", at, "r", 0, -1);
            if (place.failed()) {
                return place;
            }
            if (!memory.isRam(place.address(), 8)) {
                return Result.fail("EXTERNAL_ON_WALK", level, 1, false, 0);
            }
            long d = memory.read(place.address(), 8);
            d = bit(r.sctlr(), 25) ? Long.reverseBytes(d) : d;
            boolean block = bits(d, 1, 0) == 1;
            if (!bit(d, 0) || (block && (level == 3 || level == 0))) {
                return Result.fail("TRANSLATION", level, 1, false, 0);
            }
            if (block || level == 3) {
                return longLeaf(d, va, level, table, r);
            }
            for (int i = 0; i < 4; i++) {
                table[i] |= bit(d, 59 + i);
            }
            base = bits(d, 39, 12) << 12;
            top = bottom - 1;
        }
    }

    /** The table bits are PXNTable, XNTable, APTable[0] and APTable[1]. */
    private Result longLeaf(long d, long va, int level, boolean[] table, Stage1Registers r) {
        if (!bit(d, 10)) {
            return Result.fail("ACCESS_FLAG", level, 1, false, 0);
        }
        int size = 39 - 9 * level;
        long address = (bits(d, 39, size) << size) + bits(va, size - 1, 0);
        boolean readOnly = bit(d, 7) || table[3];
        boolean xn = bit(d, 54) || table[1];
        boolean wxn = bit(r.sctlr(), 19);
        if (hyp) {
            String permissions = (readOnly ? "r" : "rw") + (xn || (wxn && !readOnly) ? "" : "x");
            return new Result("", address, permissions, level, -1);
        }
        boolean user = bit(d, 6) && !table[2];
        String ap = (readOnly ? "r" : "rw") + (user ? readOnly ? "R" : "RW" : "");
        return new Result("", address, withFetch(ap, xn, bit(d, 53) || table[0], r), level, -1);
    }

    private static String withFetch(String ap, boolean xn, boolean pxn, Stage1Registers r) {
        boolean wxn = bit(r.sctlr(), 19);
        boolean uwxn = bit(r.sctlr(), 20);
        String result = ap;
        if (!xn && !pxn && ap.contains("r") && !(wxn && ap.contains("w")) && !(uwxn && ap.contains("W"))) {
            result += "x";
        }
        if (!xn && ap.contains("R") && !(wxn && ap.contains("W"))) {
            result += "X";
        }
        return result;
    }

    private Result shortFormat(long va, Stage1Registers r) {
        int n = (int) bits(r.tcr(), 2, 0);
        boolean first = n == 0 || bits(va, 31, 32 - n) == 0;
        if (bit(r.tcr(), first ? 4 : 5)) {
            return Result.fail("TRANSLATION", 1, 1, false, 0);
        }
        int used = first ? n : 0;
        long ttbr = first ? r.ttbr0() : r.ttbr1();
        long at = (bits(ttbr, 31, 14 - used) << (14 - used)) + 4 * bits(va, 31 - used, 20);
        Result place = stage2On() ? stage2ForWalk(at) : new Result("", at, "r", 0, -1);
        if (place.failed()) {
            return place;
        }
        if (!memory.isRam(place.address(), 4)) {
            return Result.fail("EXTERNAL_ON_WALK", 1, 1, false, 0);
        }
        long d = word(place.address(), r);
        if (bits(d, 1, 0) == 0) {
            return Result.fail("TRANSLATION", 1, 1, false, 0);
        }
        return bits(d, 1, 0) == 1 ? page(d, va, r) : section(d, va, r);
    }

    private long word(long at, Stage1Registers r) {
        long value = memory.read(at, 4);
        return bit(r.sctlr(), 25) ? Integer.reverseBytes((int) value) & 0xffff_ffffL : value;
    }

    private static Result section(long d, long va, Stage1Registers r) {
        int ap = (int) (bits(d, 15, 15) << 2 | bits(d, 11, 10));
        boolean afe = bit(r.sctlr(), 29);
        if (afe && (ap & 1) == 0) {
            return Result.fail("ACCESS_FLAG", 1, 1, false, 0);
        }
        boolean supersection = bit(d, 18);
        long address = supersection
                ? bits(d, 8, 5) << 36 | bits(d, 23, 20) << 32 | bits(d, 31, 24) << 24 | bits(va, 23, 0)
                : bits(d, 31, 20) << 20 | bits(va, 19, 0);
        int domain = supersection ? 0 : (int) bits(d, 8, 5);
        return new Result("", address, withFetch(rights(ap, afe), bit(d, 4), bit(d, 0), r), 1, domain);
    }

    private Result page(long table, long va, Stage1Registers r) {
        int domain = (int) bits(table, 8, 5);
        long at = (bits(table, 31, 10) << 10) + 4 * bits(va, 19, 12);
        Result place = stage2On() ? stage2ForWalk(at) : new Result("", at, "r", 0, -1);
        if (place.failed()) {
            return place;
        }
        if (!memory.isRam(place.address(), 4)) {
            return Result.failIn(domain, "EXTERNAL_ON_WALK", 2);
        }
        long d = word(place.address(), r);
        if (bits(d, 1, 0) == 0) {
            return Result.failIn(domain, "TRANSLATION", 2);
        }
        int ap = (int) (bits(d, 9, 9) << 2 | bits(d, 5, 4));
        boolean afe = bit(r.sctlr(), 29);
        if (afe && (ap & 1) == 0) {
            return Result.failIn(domain, "ACCESS_FLAG", 2);
        }
        boolean small = bit(d, 1);
        long address = small ? bits(d, 31, 12) << 12 | bits(va, 11, 0) : bits(d, 31, 16) << 16 | bits(va, 15, 0);
        boolean xn = bit(d, small ? 0 : 15);
        String permissions = withFetch(rights(ap, afe), xn, bit(table, 2), r);
        return new Result("", address, permissions, 2, domain);
    }

    private static String rights(int ap, boolean afe) {
        String[] ofModel = {"", "rw", "rwR", "rwRW", "", "r", "rR", "rR"};
        String[] simplified = {"rw", "rw", "rwRW", "rwRW", "r", "r", "rR", "rR"};
        return afe ? simplified[ap] : ofModel[ap];
    }

    private Result stage2ForWalk(long ipa) {
        Result two = stage2(ipa, true);
        if (two.failed()) {
            return two;
        }
        boolean guarded = bit(registers.stage2().hcr(), 2) && two.domain() == 0;
        return guarded || !two.permissions().contains("r") ? Result.fail("PERMISSION", two.level(), 2, true, ipa) : two;
    }

    /** In place of a domain: 0 for Device memory, else -1. */
    private Result stage2(long ipa, boolean onWalk) {
        long vtcr = registers.stage2().vtcr();
        int t0sz = (int) bits(vtcr, 3, 0);
        int size = 32 - (t0sz >= 8 ? t0sz - 16 : t0sz);
        int level = 2 - (int) bits(vtcr, 7, 6);
        if (level < 1 || size - (39 - 9 * level) < 1 || size - (39 - 9 * level) > 13 || ipa >> size != 0) {
            return Result.fail("TRANSLATION", 1, 2, onWalk, ipa);
        }
        int lowest = size - (39 - 9 * level) + 3;
        long base = bits(registers.stage2().vttbr(), 39, lowest) << lowest;
        int top = size - 1;
        for (; ; level++) {
            int bottom = 39 - 9 * level;
            long at = base + 8 * bits(ipa, top, bottom);
            if (!memory.isRam(at, 8)) {
                return Result.fail("EXTERNAL_ON_WALK", level, 2, onWalk, ipa);
            }
            long d = memory.read(at, 8);
            d = bit(registers.el2().sctlr(), 25) ? Long.reverseBytes(d) : d;
            boolean block = bits(d, 1, 0) == 1;
            if (!bit(d, 0) || (block && level == 3)) {
                return Result.fail("TRANSLATION", level, 2, onWalk, ipa);
            }
            if (block || level == 3) {
                return stage2Leaf(d, ipa, level, onWalk);
            }
            base = bits(d, 39, 12) << 12;
            top = bottom - 1;
        }
    }

    private static Result stage2Leaf(long d, long ipa, int level, boolean onWalk) {
        if (!bit(d, 10)) {
            return Result.fail("ACCESS_FLAG", level, 2, onWalk, ipa);
        }
        int size = 39 - 9 * level;
        String permissions = (bit(d, 6) ? "rR" : "") + (bit(d, 7) ? "wW" : "");
        permissions += bit(d, 6) && !bit(d, 54) ? "xX" : "";
        boolean device = bits(d, 5, 4) == 0;
        return new Result(
                "", (bits(d, 39, size) << size) + bits(ipa, size - 1, 0), permissions, level, device ? 0 : -1);
    }
}
