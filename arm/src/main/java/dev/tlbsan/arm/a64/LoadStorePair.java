package dev.tlbsan.arm.a64;

import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.A64;

/**
 * Load/store no-allocate pair and load/store register pair. The field t packs Rt2 and Rt, Rt in bits 4:0. A pair is two
 * accesses: the second may fault when the first has been performed. CONSTRAINED UNPREDICTABLE: a pair loaded into one
 * register leaves the first value there, a base register that is transferred too is stored with its old value, and the
 * writeback replaces what was loaded into it.
 */
public final class LoadStorePair {
    private LoadStorePair() {}

    /** STNP. */
    @A64(
            bits = "z0 101 0 000 0 iiiiiii ttttt nnnnn ttttt",
            asm = "stnp {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}{i,z:soffset*4}]",
            manual = "C6.2 STNP")
    static void stnp(Semantics s, boolean z, int i, int n, int t) {
        store(s, z, n, offset(z, i), t);
    }

    /** LDNP. */
    @A64(
            bits = "z0 101 0 000 1 iiiiiii ttttt nnnnn ttttt",
            asm = "ldnp {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}{i,z:soffset*4}]",
            manual = "C6.2 LDNP")
    static void ldnp(Semantics s, boolean z, int i, int n, int t) {
        load(s, z, n, offset(z, i), t);
    }

    /** STP, post-indexed. */
    @A64(
            bits = "z0 101 0 001 0 iiiiiii ttttt nnnnn ttttt",
            asm = "stp {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}], {i,z:simm*4}",
            manual = "C6.2 STP")
    static void stpPostIndexed(Semantics s, boolean z, int i, int n, int t) {
        store(s, z, n, 0, t);
        LoadStore.advance(s, n, offset(z, i));
    }

    /** LDP, post-indexed. */
    @A64(
            bits = "z0 101 0 001 1 iiiiiii ttttt nnnnn ttttt",
            asm = "ldp {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}], {i,z:simm*4}",
            manual = "C6.2 LDP")
    static void ldpPostIndexed(Semantics s, boolean z, int i, int n, int t) {
        load(s, z, n, 0, t);
        LoadStore.advance(s, n, offset(z, i));
    }

    /** STP. */
    @A64(
            bits = "z0 101 0 010 0 iiiiiii ttttt nnnnn ttttt",
            asm = "stp {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}{i,z:soffset*4}]",
            manual = "C6.2 STP")
    static void stp(Semantics s, boolean z, int i, int n, int t) {
        store(s, z, n, offset(z, i), t);
    }

    /** LDP. */
    @A64(
            bits = "z0 101 0 010 1 iiiiiii ttttt nnnnn ttttt",
            asm = "ldp {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}{i,z:soffset*4}]",
            manual = "C6.2 LDP")
    static void ldp(Semantics s, boolean z, int i, int n, int t) {
        load(s, z, n, offset(z, i), t);
    }

    /** STP, pre-indexed. */
    @A64(
            bits = "z0 101 0 011 0 iiiiiii ttttt nnnnn ttttt",
            asm = "stp {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}, {i,z:simm*4}]!",
            manual = "C6.2 STP")
    static void stpPreIndexed(Semantics s, boolean z, int i, int n, int t) {
        store(s, z, n, offset(z, i), t);
        LoadStore.advance(s, n, offset(z, i));
    }

    /** LDP, pre-indexed. */
    @A64(
            bits = "z0 101 0 011 1 iiiiiii ttttt nnnnn ttttt",
            asm = "ldp {t<4:0>:r}, {t<9:5>:r}, [{n:xsp}, {i,z:simm*4}]!",
            manual = "C6.2 LDP")
    static void ldpPreIndexed(Semantics s, boolean z, int i, int n, int t) {
        load(s, z, n, offset(z, i), t);
        LoadStore.advance(s, n, offset(z, i));
    }

    /** LDPSW, post-indexed. */
    @A64(
            bits = "01 101 0 001 1 iiiiiii ttttt nnnnn ttttt",
            asm = "ldpsw {t<4:0>:x}, {t<9:5>:x}, [{n:xsp}], {i:simm*4}",
            manual = "C6.2 LDPSW")
    static void ldpswPostIndexed(Semantics s, int i, int n, int t) {
        loadSigned(s, n, 0, t);
        LoadStore.advance(s, n, offset(false, i));
    }

    /** LDPSW. */
    @A64(
            bits = "01 101 0 010 1 iiiiiii ttttt nnnnn ttttt",
            asm = "ldpsw {t<4:0>:x}, {t<9:5>:x}, [{n:xsp}{i:soffset*4}]",
            manual = "C6.2 LDPSW")
    static void ldpsw(Semantics s, int i, int n, int t) {
        loadSigned(s, n, offset(false, i), t);
    }

    /** LDPSW, pre-indexed. */
    @A64(
            bits = "01 101 0 011 1 iiiiiii ttttt nnnnn ttttt",
            asm = "ldpsw {t<4:0>:x}, {t<9:5>:x}, [{n:xsp}, {i:simm*4}]!",
            manual = "C6.2 LDPSW")
    static void ldpswPreIndexed(Semantics s, int i, int n, int t) {
        loadSigned(s, n, offset(false, i), t);
        LoadStore.advance(s, n, offset(false, i));
    }

    private static long offset(boolean z, int i) {
        return (long) LoadStore.signed(i, 7) * LoadStore.wordOrDouble(z);
    }

    private static void load(Semantics s, boolean z, int n, long offset, int t) {
        int bytes = LoadStore.wordOrDouble(z);
        int base = LoadStore.base(s, n);
        int first = s.load(bytes, base, offset);
        int second = s.load(bytes, base, offset + bytes);
        s.x(LoadStore.second(t), z, second);
        s.x(LoadStore.first(t), z, first);
    }

    private static void loadSigned(Semantics s, int n, long offset, int t) {
        int base = LoadStore.base(s, n);
        int first = s.loadSigned(4, base, offset);
        int second = s.loadSigned(4, base, offset + 4);
        s.x(LoadStore.second(t), true, second);
        s.x(LoadStore.first(t), true, first);
    }

    private static void store(Semantics s, boolean z, int n, long offset, int t) {
        int bytes = LoadStore.wordOrDouble(z);
        int base = LoadStore.base(s, n);
        s.store(bytes, base, offset, s.x(LoadStore.first(t)));
        s.store(bytes, base, offset + bytes, s.x(LoadStore.second(t)));
    }
}
