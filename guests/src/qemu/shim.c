/* Loads the guest, starts its vCPUs, serves its hypercalls and prints what each reported. */
#include <stdint.h>

#define MAX_VCPUS 8
#define GUEST_ENTRY 0x40080000ul
#define UART_DATA 0x09000000ul

#define PSCI_SYSTEM_OFF 0x84000008
#define PSCI_CPU_OFF 0x84000002
#define PSCI_CPU_ON 0xc4000003
#define VMM_REPORT 0x8600ff00
#define VMM_YIELD 0x8600ff01
#define ALREADY_ON -4ul
#define NOT_SUPPORTED -1ul
#define HVC64 0x16

struct report {
    uint64_t reports;
    uint64_t checks;
    uint64_t wrong;
    uint64_t why[4];
};

extern const char ARGUMENT[];
extern const char VCPUS[];
extern const uint64_t guest_image[], guest_image_end[];
void shim_start(void);
_Noreturn void enter_guest(uint64_t pc, uint64_t x0, uint64_t x1);
uint64_t secure_call(uint64_t function, uint64_t a, uint64_t b, uint64_t c);

static volatile struct report reports[MAX_VCPUS];
static volatile uint64_t start_pc[MAX_VCPUS];
static volatile uint64_t start_context[MAX_VCPUS];
static volatile uint32_t on[MAX_VCPUS];
static volatile uint64_t start_ticks;
static uint32_t vcpus_on;
static volatile uint64_t yields[MAX_VCPUS];

static uint64_t index(void)
{
    uint64_t mpidr;
    asm("mrs %0, mpidr_el1" : "=r"(mpidr));
    return mpidr & 0xff;
}

static uint64_t ticks(void)
{
    uint64_t now;
    asm volatile("isb; mrs %0, cntpct_el0" : "=r"(now));
    return now;
}

static void print(const char *text)
{
    while (*text)
        *(volatile uint32_t *)UART_DATA = (uint32_t)*text++;
}

static void print_number(const char *name, uint64_t value)
{
    char digits[21];
    char *at = digits + sizeof digits;

    *--at = 0;
    do
        *--at = (char)('0' + value % 10);
    while (value /= 10);
    print(name);
    print(at);
}

static void finish(void)
{
    uint64_t total = ticks() - start_ticks;

    for (uint64_t vcpu = 0; vcpu < (uint64_t)VCPUS; vcpu++) {
        print_number("vcpu ", vcpu);
        print_number(" reports ", reports[vcpu].reports);
        print_number(" checks ", reports[vcpu].checks);
        print_number(" wrong ", reports[vcpu].wrong);
        print_number(" yields ", yields[vcpu]);
        if (reports[vcpu].checks == 0 && reports[vcpu].wrong)
            for (int i = 0; i < 4; i++)
                print_number(" why ", reports[vcpu].why[i]);
        print("\n");
    }
    print_number("ticks ", total);
    print("\n");
    secure_call(PSCI_SYSTEM_OFF, 0, 0, 0);
}

_Noreturn void shim_bad(uint64_t esr, uint64_t elr, uint64_t far)
{
    print_number("shim: esr ", esr);
    print_number(" elr ", elr);
    print_number(" far ", far);
    print("\n");
    secure_call(PSCI_SYSTEM_OFF, 0, 0, 0);
    for (;;)
        ;
}

static _Noreturn void wait_to_be_started(uint64_t vcpu)
{
    while (!start_pc[vcpu])
        asm volatile("wfe" ::: "memory");
    uint64_t pc = start_pc[vcpu];
    start_pc[vcpu] = 0;
    enter_guest(pc, start_context[vcpu], 0);
}

static void cpu_off(uint64_t vcpu)
{
    on[vcpu] = 0;
    asm volatile("dsb sy" ::: "memory");
    if (__atomic_sub_fetch(&vcpus_on, 1, __ATOMIC_SEQ_CST) == 0)
        finish();
    wait_to_be_started(vcpu);
}

static uint64_t cpu_on(uint64_t vcpu, uint64_t pc, uint64_t context)
{
    if (vcpu >= (uint64_t)VCPUS)
        return -2ul;
    if (on[vcpu])
        return ALREADY_ON;
    on[vcpu] = 1;
    __atomic_add_fetch(&vcpus_on, 1, __ATOMIC_SEQ_CST);
    start_context[vcpu] = context;
    asm volatile("dsb sy" ::: "memory");
    start_pc[vcpu] = pc;
    asm volatile("dsb sy; sev" ::: "memory");
    return 0;
}

static void keep_report(volatile struct report *report, const uint64_t *x)
{
    report->reports++;
    report->checks = x[1];
    report->wrong = x[2];
    for (int i = 0; i < 4; i++)
        report->why[i] = x[3 + i];
}

static uint64_t hypercall(const uint64_t *x)
{
    switch ((uint32_t)x[0]) {
    case VMM_REPORT:
        keep_report(&reports[index()], x);
        return 0;
    case VMM_YIELD:
        yields[index()]++;
        return 0;
    case PSCI_CPU_ON:
        return cpu_on(x[1], x[2], x[3]);
    case PSCI_CPU_OFF:
        cpu_off(index());
        return 0;
    case PSCI_SYSTEM_OFF:
        finish();
        return 0;
    default:
        return NOT_SUPPORTED;
    }
}

void shim_exit(uint64_t *x, uint64_t esr)
{
    uint64_t elr;

    asm volatile("mrs %0, elr_el2" : "=r"(elr));
    if (esr >> 26 != HVC64)
        shim_bad(esr, elr, 0);
    x[0] = hypercall(x);
    x[1] = x[2] = x[3] = ~0ul;
}

static void load_guest(void)
{
    volatile uint64_t *to = (volatile uint64_t *)GUEST_ENTRY;

    for (const uint64_t *from = guest_image; from < guest_image_end; from++)
        *to++ = *from;
    asm volatile("dsb sy; ic ialluis; dsb sy; isb" ::: "memory");
}

void shim_main(void)
{
    uint64_t vcpu = index();

    if (vcpu == 0) {
        load_guest();
        vcpus_on = (uint32_t)(uint64_t)VCPUS;
        for (uint64_t i = 0; i < (uint64_t)VCPUS; i++)
            on[i] = 1;
        start_ticks = ticks();
        for (uint64_t i = 1; i < (uint64_t)VCPUS; i++)
            secure_call(PSCI_CPU_ON, i, (uint64_t)shim_start, 0);
    }
    enter_guest(GUEST_ENTRY, (uint64_t)ARGUMENT, (uint64_t)VCPUS);
}
