package dev.tlbsan.arm.pe;

/** The bits of HCR_EL2 (DDI 0487, D17.2.48) that the processing element acts on, as masks. */
public final class HcrEl2 {
    public static final long VM = 1L;
    public static final long FMO = 1L << 3;
    public static final long IMO = 1L << 4;
    public static final long AMO = 1L << 5;
    public static final long VF = 1L << 6;
    public static final long VI = 1L << 7;
    public static final long VSE = 1L << 8;
    public static final long FB = 1L << 9;
    public static final int BSU_SHIFT = 10;
    public static final long DC = 1L << 12;
    public static final long TWI = 1L << 13;
    public static final long TWE = 1L << 14;
    public static final long TID0 = 1L << 15;
    public static final long TID1 = 1L << 16;
    public static final long TID2 = 1L << 17;
    public static final long TID3 = 1L << 18;
    public static final long TSC = 1L << 19;
    public static final long TIDCP = 1L << 20;
    public static final long TACR = 1L << 21;
    public static final long TSW = 1L << 22;
    public static final long TPC = 1L << 23;
    public static final long TPU = 1L << 24;
    public static final long TTLB = 1L << 25;
    public static final long TVM = 1L << 26;
    public static final long TGE = 1L << 27;
    public static final long TDZ = 1L << 28;
    public static final long HCD = 1L << 29;
    public static final long TRVM = 1L << 30;
    public static final long RW = 1L << 31;

    private HcrEl2() {}
}
