/* System registers of AArch32 and barriers. A register is its opc1, CRn, CRm and opc2. */
#ifndef SYSREG_H
#define SYSREG_H

#define MIDR        0, c0, c0, 0
#define MPIDR       0, c0, c0, 5
#define CTR         0, c0, c0, 1
#define CSSELR      2, c0, c0, 0
#define SCTLR       0, c1, c0, 0
#define CPACR       0, c1, c0, 2
#define TTBCR       0, c2, c0, 2
#define DACR        0, c3, c0, 0
#define DFSR        0, c5, c0, 0
#define IFSR        0, c5, c0, 1
#define ADFSR       0, c5, c1, 0
#define AIFSR       0, c5, c1, 1
#define DFAR        0, c6, c0, 0
#define IFAR        0, c6, c0, 2
#define MAIR0       0, c10, c2, 0
#define MAIR1       0, c10, c2, 1
#define AMAIR0      0, c10, c3, 0
#define AMAIR1      0, c10, c3, 1
#define VBAR        0, c12, c0, 0
#define CONTEXTIDR  0, c13, c0, 1
#define TPIDRURW    0, c13, c0, 2
#define TPIDRURO    0, c13, c0, 3
#define TPIDRPRW    0, c13, c0, 4
#define CNTKCTL     0, c14, c1, 0
#define CNTP_CTL    0, c14, c2, 1
#define CNTV_CTL    0, c14, c3, 1
#define VPIDR       4, c0, c0, 0
#define VMPIDR      4, c0, c0, 5
#define HSCTLR      4, c1, c0, 0
#define HACTLR      4, c1, c0, 1
#define HCR         4, c1, c1, 0
#define HDCR        4, c1, c1, 1
#define HCPTR       4, c1, c1, 2
#define HSTR        4, c1, c1, 3
#define HACR        4, c1, c1, 7
#define HTCR        4, c2, c0, 2
#define VTCR        4, c2, c1, 2
#define HADFSR      4, c5, c1, 0
#define HAIFSR      4, c5, c1, 1
#define HSR         4, c5, c2, 0
#define HDFAR       4, c6, c0, 0
#define HIFAR       4, c6, c0, 2
#define HPFAR       4, c6, c0, 4
#define HMAIR0      4, c10, c2, 0
#define HMAIR1      4, c10, c2, 1
#define HAMAIR0     4, c10, c3, 0
#define HAMAIR1     4, c10, c3, 1
#define HVBAR       4, c12, c0, 0
#define HTPIDR      4, c13, c0, 2
#define CNTHCTL     4, c14, c1, 0
#define CNTHP_CTL   4, c14, c2, 1

/* 64-bit registers: opc1 and CRm. */
#define TTBR0       0, c2
#define TTBR1       1, c2
#define HTTBR       4, c2
#define VTTBR       6, c2
#define PAR         0, c7
#define CNTVOFF     4, c14

#define MRC_(opc1, crn, crm, opc2) ({ \
    u32 value_; \
    asm volatile("mrc p15, " #opc1 ", %0, " #crn ", " #crm ", " #opc2 : "=r"(value_)); \
    value_; \
})
#define MCR_(value, opc1, crn, crm, opc2) \
    asm volatile("mcr p15, " #opc1 ", %0, " #crn ", " #crm ", " #opc2 : : "r"((u32)(value)) : "memory")
#define MRRC_(opc1, crm) ({ \
    u64 value_; \
    asm volatile("mrrc p15, " #opc1 ", %Q0, %R0, " #crm : "=r"(value_)); \
    value_; \
})
#define MCRR_(value, opc1, crm) \
    asm volatile("mcrr p15, " #opc1 ", %Q0, %R0, " #crm : : "r"((u64)(value)) : "memory")
#define EXPAND(macro, ...) macro(__VA_ARGS__)

#define READ(name)           EXPAND(MRC_, name)
#define WRITE(name, value)   EXPAND(MCR_, value, name)
#define READ64(name)         EXPAND(MRRC_, name)
#define WRITE64(name, value) EXPAND(MCRR_, value, name)

/* Writes only what differs, since some writes are dear; true if it did. */
#define CHANGE_(value, ...) ({ \
    u32 wanted_ = (value); \
    int differs_ = MRC_(__VA_ARGS__) != wanted_; \
    if (differs_) \
        MCR_(wanted_, __VA_ARGS__); \
    differs_; \
})
#define CHANGE64_(value, ...) ({ \
    u64 wanted_ = (value); \
    int differs_ = MRRC_(__VA_ARGS__) != wanted_; \
    if (differs_) \
        MCRR_(wanted_, __VA_ARGS__); \
    differs_; \
})
#define CHANGE(name, value)   EXPAND(CHANGE_, value, name)
#define CHANGE64(name, value) EXPAND(CHANGE64_, value, name)

/* Operations, as registers that are only written. */
#define ICIMVAU     0, c7, c5, 1
#define DCCMVAU     0, c7, c11, 1
#define DCCMVAC     0, c7, c10, 1
#define TLBIALLNSNH 4, c8, c7, 4
#define TLBIALLH    4, c8, c7, 0

#define DO(instruction) asm volatile(instruction : : : "memory")

#define READ_BANKED(name) ({ u32 value_; asm volatile("mrs %0, " #name : "=r"(value_)); value_; })
#define WRITE_BANKED(name, value) asm volatile("msr " #name ", %0" : : "r"((u32)(value)))

#define SYNDROME       READ(HSR)
#define RETURN_ADDRESS READ_BANKED(ELR_hyp)
#define FAULT_ADDRESS  READ(HDFAR)

#define EXCEPTION_CLASS(hsr) ((hsr) >> 26 & 63)
#define EC_HVC 0x12

#define HCR_VM  BIT(0)
#define HCR_PTW BIT(2)
#define HCR_DC  BIT(12)
#define HCR_TGE BIT(27)

#define SCTLR_M BIT(0)
#define TTBCR_EAE BIT(31)

#endif
