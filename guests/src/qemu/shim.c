/* Loads the guest, starts its vCPUs, serves its hypercalls and prints what each reported. */
#include "cpu.h"

#define MAX_VCPUS 8
#define GUEST_BASE 0x40080000ul
#define UART_DATA 0x09000000ul

#define PSCI_SYSTEM_OFF 0x84000008
#define PSCI_CPU_OFF 0x84000002
#define VMM_REPORT 0x8600ff00
#define VMM_YIELD 0x8600ff01
#define NOT_SUPPORTED ~(word)0
#define INVALID_PARAMETERS (~(word)0 - 1)
#define ALREADY_ON (~(word)0 - 3)

struct report {
    word reports;
    word checks;
    word wrong;
    word why[4];
};

extern const char ARGUMENT[];
extern const char VCPUS[];
extern const char ENTRY[];
extern const uint64_t guest_image[], guest_image_end[];
void shim_start(void);
_Noreturn void enter_guest(word pc, word x0, word x1);
word secure_call(word function, word a, word b, word c);

static volatile struct report reports[MAX_VCPUS];
static volatile word start_pc[MAX_VCPUS];
static volatile word start_context[MAX_VCPUS];
static volatile uint32_t on[MAX_VCPUS];
static volatile uint64_t start_ticks;
static uint32_t vcpus_on;
static volatile word yields[MAX_VCPUS];

static word index(void)
{
    return read_mpidr() & 0xff;
}

static void print(const char *text)
{
    while (*text)
        *(volatile uint32_t *)UART_DATA = (uint32_t)*text++;
}

static void print_number(const char *name, word value)
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
    word total = (word)(ticks() - start_ticks);

    for (word vcpu = 0; vcpu < (word)VCPUS; vcpu++) {
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

_Noreturn void shim_bad(word syndrome, word pc, word far)
{
    print_number("shim: syndrome ", syndrome);
    print_number(" pc ", pc);
    print_number(" far ", far);
    print("\n");
    secure_call(PSCI_SYSTEM_OFF, 0, 0, 0);
    for (;;)
        ;
}

static _Noreturn void wait_to_be_started(word vcpu)
{
    while (!start_pc[vcpu])
        asm volatile("wfe" ::: "memory");
    word pc = start_pc[vcpu];
    start_pc[vcpu] = 0;
    enter_guest(pc, start_context[vcpu], 0);
}

static void cpu_off(word vcpu)
{
    on[vcpu] = 0;
    asm volatile("dsb sy" ::: "memory");
    if (__atomic_sub_fetch(&vcpus_on, 1, __ATOMIC_SEQ_CST) == 0)
        finish();
    wait_to_be_started(vcpu);
}

static word cpu_on(word vcpu, word pc, word context)
{
    if (vcpu >= (word)VCPUS)
        return INVALID_PARAMETERS;
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

static void keep_report(volatile struct report *report, const word *x)
{
    report->reports++;
    report->checks = x[1];
    report->wrong = x[2];
    for (int i = 0; i < 4; i++)
        report->why[i] = x[3 + i];
}

static word hypercall(const word *x)
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

void shim_exit(word *x, word syndrome)
{
    if (syndrome >> 26 != HYPERCALL)
        shim_bad(syndrome, return_address(), 0);
    x[0] = hypercall(x);
    x[1] = x[2] = x[3] = ~0ul;
}

static void load_guest(void)
{
    volatile uint64_t *to = (volatile uint64_t *)GUEST_BASE;

    for (const uint64_t *from = guest_image; from < guest_image_end; from++)
        *to++ = *from;
    code_written();
}

void shim_main(void)
{
    word vcpu = index();

    if (vcpu == 0) {
        load_guest();
        vcpus_on = (uint32_t)(word)VCPUS;
        for (word i = 0; i < (word)VCPUS; i++)
            on[i] = 1;
        start_ticks = ticks();
        for (word i = 1; i < (word)VCPUS; i++)
            secure_call(PSCI_CPU_ON, i, (word)shim_start, 0);
    }
    enter_guest((word)ENTRY, (word)ARGUMENT, (word)VCPUS);
}
