/* Sizes and numbers that the assembly and the C of a guest share. SHORT chooses the table format. */
#define MAX_VCPUS 8
#define VCPU_STACK_TOP 0x2000
#ifdef SHORT
#define VCPU_BYTES 0xc000
#else
#define VCPU_BYTES 0x7000
#endif

#define PSCI_CPU_OFF 0x84000002
#define PSCI_CPU_ON 0x84000003
#define PSCI_SYSTEM_OFF 0x84000008
#define VMM_REPORT 0x8600ff00
#define VMM_YIELD 0x8600ff01

#define TRAP_RECOVERY 0
#define TRAP_VALUE 4
#define TRAP_VECTOR 8
#define TRAP_FSR 12
#define TRAP_FAR 16
#define TRAP_LR 20
#define TRAP_SPSR 24
#define VCPU_ALONE 28

#define VECTOR_UNDEFINED 0x04
#define VECTOR_SUPERVISOR_CALL 0x08
#define VECTOR_PREFETCH_ABORT 0x0c
#define VECTOR_DATA_ABORT 0x10
#define VECTOR_HYP 0x14
#define VECTOR_IRQ 0x18

/* A, I and F set. */
#define USER_MODE 0x1d0
#define SVC_MODE 0x1d3
#define HYP_MODE 0x1da
#define PSR_T 0x20
#define HSR_HVC 0x12

/* Exceptions are taken in the guest's own instruction set: SCTLR.TE, HSCTLR.TE. */
#ifdef __thumb__
#define SCTLR_TE 0x40000000
#define PSR_SET PSR_T
#else
#define SCTLR_TE 0
#define PSR_SET 0
#endif

/* RES1 bits; then I, Z, C and M. The A bit is clear. */
#define SCTLR_OFF (SCTLR_TE | 0x00c50078)
#define SCTLR_A 2

#ifdef SHORT
/* AFE, TRE: an access flag in AP[0], and memory types by PRRR and NMRR. */
#define SCTLR_ON (SCTLR_OFF | 0x30001805)
/* One table for all of the address space. */
#define TTBCR_VALUE 0
/* Walks inner shareable, write-back. */
#define TTBR_ATTRIBUTES 0x6a
/* Type 0: Normal write-back, inner shareable by the S bit. Type 1: Device. */
#define MEMORY_TYPES_0 0x010a0006
#define MEMORY_TYPES_1 0x00010001
/* Domains 0 (all of memory) and 1 (what is tested) are clients; nothing may use the others. */
#define DACR_VALUE 5
#else
#define SCTLR_ON (SCTLR_OFF | 0x1805)
/* EAE, EPD1, walks inner shareable write-back, T0SZ = 0. */
#define TTBCR_VALUE 0x80803500
/* Index 0: Normal write-back. Index 1: Device. */
#define MEMORY_TYPES_0 0x04ff
#define MEMORY_TYPES_1 0
#endif
