/* Reports to the VMM, or where there is none as a line on the UART. */
#include "exclusives.h"
#include "mmu.h"

#define NOT_SUPPORTED ~(word)0

static uint32_t uart_lock;

static void print(const char *text)
{
    while (*text)
        *(volatile word *)UART_DATA = (word)*text++;
}

static void print_number(const char *name, word value)
{
    char digits[11];
    char *at = digits + sizeof digits;

    *--at = 0;
    do
        *--at = (char)('0' + value % 10);
    while (value /= 10);
    print(name);
    print(at);
}

void report_first_wrong(word checks, word wrong, word first_wrong)
{
    if (hypercall(VMM_REPORT, checks, wrong, first_wrong) != NOT_SUPPORTED)
        return;
    lock(&uart_lock);
    print_number("vcpu ", vcpu_index());
    print_number(" reports 1 checks ", checks);
    print_number(" wrong ", wrong);
    print_number(" first ", first_wrong);
    print("\n");
    unlock(&uart_lock);
}

void report(word checks, word wrong)
{
    report_first_wrong(checks, wrong, 0);
}

/* An exception nobody asked for: no checks and one wrong result, with r3 to r6 saying why. */
_Noreturn void unexpected(void)
{
    struct trap *trap = &this_vcpu()->trap;
    register word r0 asm("r0") = VMM_REPORT;
    register word r1 asm("r1") = 0;
    register word r2 asm("r2") = 1;
    register word r3 asm("r3") = trap->fsr;
    register word r4 asm("r4") = trap->lr;
    register word r5 asm("r5") = trap->far;
    register word r6 asm("r6") = trap->spsr;

    asm volatile("hvc #0"
                 : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3)
                 : "r"(r4), "r"(r5), "r"(r6)
                 : "r12", "memory");
    if (r0 == NOT_SUPPORTED) {
        print_number("exception at vector ", trap->vector);
        print_number(" fsr ", trap->fsr);
        print_number(" lr ", trap->lr);
        print_number(" far ", trap->far);
        print_number(" spsr ", trap->spsr);
        print("\n");
    }
    stop();
}
