package dev.tlbsan.arm.mmu;

import dev.tlbsan.arm.memory.PhysicalMemory;

/**
 * A slow and obvious table walk after the pseudocode of DDI 0487, chapter J1, to compare the fast one with. It has no
 * TLB, shares no code with the fast one, and works on bit fields spelled out as in the manual.
 */
final class ArchitectedWalk {
    private final PhysicalMemory memory;
    private final TranslationRegisters registers;
    private final int paBits;
    private final boolean el2;

    ArchitectedWalk(PhysicalMemory memory, TranslationRegisters registers, int paBits, boolean el2) {
        this.memory = memory;
        this.registers = registers;
        this.paBits = paBits;
        this.el2 = el2;
    }

    /** What a stage gives: text of the fault, or address, permissions as a subset of "rwxRWX" (capitals for EL0), type. */
    record Result(String fault, long address, String permissions, int attr, int sh, int level) {
        static Result fail(String kind, int level, int stage, boolean s1ptw, long ipa) {
            String at = kind + " level " + level + " stage " + stage + (s1ptw ? " s1ptw" : "");
            return new Result(stage == 2 ? at + " ipa " + Long.toHexString(ipa) : at, 0, "", 0, 0, level);
        }

        boolean failed() {
            return !fault.isEmpty();
        }
    }

    static long bits(long value, int high, int low) {
        return value >>> low & (-1L >>> (63 - (high - low)));
    }

    private long hcr() {
        return registers.stage2().hcr();
    }

    private boolean dc() {
        return bits(hcr(), 12, 12) == 1;
    }

    private boolean stage2On() {
        return !el2 && (bits(hcr(), 0, 0) == 1 || dc());
    }

    /** The whole translation for one access: one of "rwxRWX". */
    String translate(long va, char access, boolean stage1Only) {
        Result one = stage1(va, access);
        if (one.failed()) {
            return one.fault();
        }
        if (one.permissions().indexOf(access) < 0) {
            return Result.fail("PERMISSION", one.level(), 1, false, 0).fault();
        }
        if (stage1Only || !stage2On()) {
            return describe(one.address(), one.attr(), one.sh());
        }
        Result two = stage2(one.address(), false);
        if (two.failed()) {
            return two.fault();
        }
        if (two.permissions().indexOf(access) < 0) {
            return Result.fail("PERMISSION", two.level(), 2, false, one.address())
                    .fault();
        }
        boolean fetch = access == 'x' || access == 'X';
        boolean forced = bits(hcr(), fetch ? 33 : 32, fetch ? 33 : 32) == 1;
        return combined(two.address(), one, two, forced);
    }

    static String describe(long pa, int attr, int sh) {
        int shareability = attr < 16 || attr == 0x44 ? 2 : sh;
        return "pa " + Long.toHexString(pa) + " attr " + Integer.toHexString(attr) + " sh " + shareability;
    }

    private static String combined(long pa, Result one, Result two, boolean forced) {
        int stage1Sh = one.attr() < 16 || one.attr() == 0x44 ? 2 : one.sh();
        int sh = 0;
        if (stage1Sh == 3 || two.sh() == 3) {
            sh = 3;
        }
        if (stage1Sh == 2 || two.sh() == 2) {
            sh = 2;
        }
        boolean oneDevice = one.attr() < 16;
        boolean twoDevice = two.attr() < 4;
        if (oneDevice || twoDevice) {
            int type = 3;
            if (oneDevice) {
                type = Math.min(type, one.attr() / 4);
            }
            if (twoDevice) {
                type = Math.min(type, two.attr());
            }
            return describe(pa, type * 4, 2);
        }
        int outer = forced ? 4 : weaker(one.attr() / 16, two.attr() / 4);
        int inner = forced ? 4 : weaker(one.attr() % 16, two.attr() % 4);
        return describe(pa, outer * 16 + inner, sh);
    }

    /** A MAIR nibble and two bits of MemAttr; 1 is Non-cacheable, 2 Write-Through, 3 (and 0, reserved) Write-Back. */
    private static int weaker(int nibble, int two) {
        if (nibble == 4 || two == 1) {
            return 4;
        }
        boolean writeBack = (nibble >= 4 && nibble <= 7) || nibble >= 12;
        if (writeBack && two == 2) {
            return 8 + nibble % 4;
        }
        return nibble;
    }

    private Result stage1(long va, char access) {
        Stage1Registers r = el2 ? registers.el2() : registers.el1();
        boolean tge = bits(hcr(), 27, 27) == 1;
        boolean on = bits(r.sctlr(), 0, 0) == 1 && (el2 || (!dc() && !tge));
        boolean upper = !el2 && bits(va, 55, 55) == 1;
        int tbiBit = el2 ? 20 : upper ? 38 : 37;
        boolean tbi = bits(r.tcr(), tbiBit, tbiBit) == 1;
        int top = tbi ? 55 : 63;
        if (!on) {
            return stage1Off(va, top, access, r);
        }
        int tsz = (int) (upper ? bits(r.tcr(), 21, 16) : bits(r.tcr(), 5, 0));
        if (tsz < 16 || tsz > 39) {
            return Result.fail("TRANSLATION", 0, 1, false, 0);
        }
        int inputSize = 64 - tsz;
        long high = bits(va, top, inputSize);
        long allOnes = bits(-1L, top, inputSize);
        if (high != (upper ? allOnes : 0)) {
            return Result.fail("TRANSLATION", 0, 1, false, 0);
        }
        int epdBit = upper ? 23 : 7;
        if (!el2 && bits(r.tcr(), epdBit, epdBit) == 1) {
            return Result.fail("TRANSLATION", 0, 1, false, 0);
        }
        int tg = (int) (upper ? bits(r.tcr(), 31, 30) : bits(r.tcr(), 15, 14));
        int grain = upper ? new int[] {12, 14, 12, 16}[tg] : new int[] {12, 16, 14, 12}[tg];
        long ps = el2 ? bits(r.tcr(), 18, 16) : bits(r.tcr(), 34, 32);
        int stride = grain - 3;
        int level = 4 - (1 + (inputSize - grain - 1) / stride);
        return lookup(new Start(grain, level, inputSize, upper ? r.ttbr1() : r.ttbr0(), outputSize(ps)), va, r);
    }

    private Result stage1Off(long va, int top, char access, Stage1Registers r) {
        if (bits(va, top, paBits) != 0) {
            return Result.fail("ADDRESS_SIZE", 0, 1, false, 0);
        }
        int attr = 0;
        int sh = 2;
        if (!el2 && dc()) {
            attr = 0xff;
            sh = 0;
        } else if (access == 'x' || access == 'X') {
            attr = bits(r.sctlr(), 12, 12) == 1 ? 0xaa : 0x44;
        }
        return new Result("", bits(va, 47, 0), "rwxRWX", attr, sh, 0);
    }

    private int outputSize(long ps) {
        int[] sizes = {32, 36, 40, 42, 44, 48, 52, 52};
        return Math.min(sizes[(int) ps], paBits);
    }

    private record Start(int grain, int level, int inputSize, long ttbr, int outputSize) {
        /** The address of the first table: its low bits that the size of the table covers are zero. */
        long base() {
            int stride = grain - 3;
            int lower = 3 + inputSize - ((3 - level) * stride + grain);
            return bits(ttbr, 47, lower) << lower;
        }
    }

    private Result lookup(Start start, long va, Stage1Registers r) {
        int stride = start.grain() - 3;
        long base = start.base();
        if (base >> start.outputSize() != 0) {
            return Result.fail("ADDRESS_SIZE", 0, 1, false, 0);
        }
        int selectTop = start.inputSize() - 1;
        long tables = 0;
        for (int level = start.level(); ; level++) {
            int selectBottom = (3 - level) * stride + start.grain();
            long address = base + 8 * bits(va, selectTop, selectBottom);
            Result place = stage2On() ? stage2(address, true) : new Result("", address, "r", 0, 0, 0);
            if (place.failed()) {
                return place;
            }
            if (!memory.isRam(place.address(), 8)) {
                return Result.fail("EXTERNAL_ON_WALK", level, 1, false, 0);
            }
            long d = descriptor(place.address(), r.sctlr());
            String kind = kind(d, level, start.grain());
            if (kind.equals("invalid")) {
                return Result.fail("TRANSLATION", level, 1, false, 0);
            }
            if (start.outputSize() < 48 && bits(d, 47, start.outputSize()) != 0) {
                return Result.fail("ADDRESS_SIZE", level, 1, false, 0);
            }
            if (kind.equals("leaf")) {
                return leaf(d, join(d, va, selectBottom), permissions(d, r, tables), level);
            }
            tables |= d;
            base = bits(d, 47, start.grain()) << start.grain();
            selectTop = selectBottom - 1;
        }
    }

    private Result leaf(long d, long address, String permissions, int level) {
        if (bits(d, 10, 10) == 0) {
            return Result.fail("ACCESS_FLAG", level, 1, false, 0);
        }
        int index = (int) bits(d, 4, 2);
        long mair = el2 ? registers.el2().mair() : registers.el1().mair();
        int attr = (int) bits(mair, 8 * index + 7, 8 * index);
        return new Result("", address, permissions, attr, (int) bits(d, 9, 8), level);
    }

    private static long join(long descriptor, long input, int low) {
        return bits(descriptor, 47, low) << low | bits(input, low - 1, 0);
    }

    private long descriptor(long pa, long sctlr) {
        long value = memory.read(pa, 8);
        return bits(sctlr, 25, 25) == 1 ? Long.reverseBytes(value) : value;
    }

    private static String kind(long d, int level, int grain) {
        long low = bits(d, 1, 0);
        if (low == 0 || low == 2) {
            return "invalid";
        }
        if (level == 3) {
            return low == 3 ? "leaf" : "invalid";
        }
        if (low == 3) {
            return "table";
        }
        boolean blocks = grain == 12 ? level == 1 || level == 2 : level == 2;
        return blocks ? "leaf" : "invalid";
    }

    private String permissions(long d, Stage1Registers r, long tables) {
        boolean wxn = bits(r.sctlr(), 19, 19) == 1;
        boolean ap1 = bits(d, 6, 6) == 1;
        boolean ap2 = bits(d, 7, 7) == 1 || bits(tables, 62, 62) == 1;
        boolean xn = bits(d, 54, 54) == 1 || bits(tables, 60, 60) == 1;
        if (el2) {
            boolean execute = !xn && !(wxn && !ap2);
            return "r" + (ap2 ? "" : "w") + (execute ? "x" : "");
        }
        if (bits(tables, 61, 61) == 1) {
            ap1 = false;
        }
        boolean pxn = bits(d, 53, 53) == 1 || bits(tables, 59, 59) == 1;
        boolean privilegedWrite = !ap2;
        boolean userWrite = ap1 && !ap2;
        boolean privilegedExecute = !pxn && !userWrite && !(wxn && privilegedWrite);
        boolean userExecute = !xn && !(wxn && userWrite);
        return "r" + (privilegedWrite ? "w" : "") + (privilegedExecute ? "x" : "") + (ap1 ? "R" : "")
                + (userWrite ? "W" : "") + (userExecute ? "X" : "");
    }

    private Result stage2(long ipa, boolean s1ptw) {
        Stage2Registers r = registers.stage2();
        int t0sz = (int) bits(r.vtcr(), 5, 0);
        int inputSize = 64 - t0sz;
        int tg = (int) bits(r.vtcr(), 15, 14);
        int grain = new int[] {12, 16, 14, 12}[tg];
        int stride = grain - 3;
        int sl0 = (int) bits(r.vtcr(), 7, 6);
        int level = grain == 12 ? 2 - sl0 : 3 - sl0;
        boolean reserved = sl0 == 3;
        if ((grain == 12 && level == 0 && paBits < 44) || (grain == 16 && level == 1 && paBits < 44)) {
            reserved = true;
        }
        if (grain == 14 && level == 1 && paBits < 42) {
            reserved = true;
        }
        int check = inputSize - ((3 - level) * stride + grain);
        if (t0sz < 16 || t0sz > 39 || inputSize > paBits || reserved || check < 1 || check > stride + 4) {
            return Result.fail("TRANSLATION", 0, 2, s1ptw, ipa);
        }
        if (inputSize < 48 && bits(ipa, 47, inputSize) != 0) {
            return Result.fail("TRANSLATION", 0, 2, s1ptw, ipa);
        }
        int outputSize = outputSize(bits(r.vtcr(), 18, 16));
        return lookup2(new Start(grain, level, inputSize, r.vttbr(), outputSize), ipa, s1ptw);
    }

    private Result lookup2(Start start, long ipa, boolean s1ptw) {
        int stride = start.grain() - 3;
        long base = start.base();
        if (base >> start.outputSize() != 0) {
            return Result.fail("ADDRESS_SIZE", 0, 2, s1ptw, ipa);
        }
        int selectTop = start.inputSize() - 1;
        for (int level = start.level(); ; level++) {
            int selectBottom = (3 - level) * stride + start.grain();
            long address = base + 8 * bits(ipa, selectTop, selectBottom);
            if (!memory.isRam(address, 8)) {
                return Result.fail("EXTERNAL_ON_WALK", level, 2, s1ptw, ipa);
            }
            long d = descriptor(address, registers.el2().sctlr());
            String kind = kind(d, level, start.grain());
            if (kind.equals("invalid")) {
                return Result.fail("TRANSLATION", level, 2, s1ptw, ipa);
            }
            if (start.outputSize() < 48 && bits(d, 47, start.outputSize()) != 0) {
                return Result.fail("ADDRESS_SIZE", level, 2, s1ptw, ipa);
            }
            if (kind.equals("leaf")) {
                return leaf2(d, ipa, new int[] {selectBottom, level}, s1ptw);
            }
            base = bits(d, 47, start.grain()) << start.grain();
            selectTop = selectBottom - 1;
        }
    }

    private Result leaf2(long d, long ipa, int[] lowAndLevel, boolean s1ptw) {
        int level = lowAndLevel[1];
        if (bits(d, 10, 10) == 0) {
            return Result.fail("ACCESS_FLAG", level, 2, s1ptw, ipa);
        }
        String permissions = (bits(d, 6, 6) == 1 ? "rR" : "")
                + (bits(d, 7, 7) == 1 ? "wW" : "")
                + (bits(d, 54, 54) == 0 ? "xX" : "");
        boolean device = bits(d, 5, 4) == 0;
        boolean guarded = device && bits(hcr(), 2, 2) == 1;
        if (s1ptw && (guarded || bits(d, 6, 6) == 0)) {
            return Result.fail("PERMISSION", level, 2, true, ipa);
        }
        long pa = join(d, ipa, lowAndLevel[0]);
        return new Result("", pa, permissions, (int) bits(d, 5, 2), (int) bits(d, 9, 8), level);
    }
}
