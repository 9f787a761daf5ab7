/* Sizes and numbers that the assembly and the C of a guest share. */
#define MAX_VCPUS 8
#define VCPU_STACK_TOP 0x2000
#define VCPU_BYTES 0x7000

#define PSCI_CPU_OFF 0x84000002
#define PSCI_CPU_ON 0xc4000003
#define VMM_REPORT 0x8600ff00
#define VMM_YIELD 0x8600ff01

#define TRAP_RECOVERY 0
#define TRAP_VALUE 8
#define TRAP_VECTOR 16
#define TRAP_ESR 24
#define TRAP_ELR 32
#define TRAP_FAR 40
#define TRAP_SPSR 48

/* RES1 bits, I, SA, C, M; the A bit is clear. */
#define SCTLR_ON 0x30d0180d
#define SCTLR_A 2

/* T0SZ = T1SZ = 25, walks inner shareable write-back, EPD1, 4K granules, 32-bit output addresses. */
#define TCR_VALUE 0x80993519

/* Index 0: Normal write-back. Index 1: Device-nGnRE. */
#define MAIR_VALUE 0x04ff
