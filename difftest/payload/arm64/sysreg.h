/* System registers and barriers. */
#ifndef SYSREG_H
#define SYSREG_H

#define READ(name) ({ u64 value_; asm volatile("mrs %0, " #name : "=r"(value_)); value_; })
#define WRITE(name, value) asm volatile("msr " #name ", %x0" : : "rZ"((u64)(value)))

/* Writes only what differs, since some writes are dear; true if it did. */
#define CHANGE(name, value) ({ \
    u64 wanted_ = (value); \
    int differs_ = READ(name) != wanted_; \
    if (differs_) \
        WRITE(name, wanted_); \
    differs_; \
})

#define DO(instruction) asm volatile(instruction : : : "memory")
#define DO_AT(instruction, address) asm volatile(instruction ", %0" : : "r"(address) : "memory")

#define SYNDROME       READ(ESR_EL2)
#define RETURN_ADDRESS READ(ELR_EL2)
#define FAULT_ADDRESS  READ(FAR_EL2)

#define EXCEPTION_CLASS(esr) ((esr) >> 26 & 63)
#define EC_HVC32 0x12
#define EC_HVC64 0x16
#define EC_BRK   0x3c

#define HCR_VM  BIT(0)
#define HCR_PTW BIT(2)
#define HCR_DC  BIT(12)
#define HCR_TGE BIT(27)
#define HCR_HCD BIT(29)
#define HCR_RW  BIT(31)
#define HCR_CD  BIT(32)
#define HCR_ID  BIT(33)

#define SCTLR_M  BIT(0)

#endif
