/* Each vCPU in turn writes a line to the UART with its MMU on. */
#include "exclusives.h"
#include "mmu.h"

static word turn;

static void put(char c)
{
    *(volatile uint32_t *)UART_DATA = (uint32_t)c;
}

static void print(const char *text)
{
    while (*text)
        put(*text++);
}

void guest_main(word argument, word vcpus)
{
    word vcpu = vcpu_index();
    struct tables *tables = &this_vcpu()->tables;

    (void)argument;
    (void)vcpus;
    build_tables(tables);
    mmu_on(tables, 1);
    while (load_acquire(&turn) != vcpu)
        ;
    print("hello from vcpu ");
    put((char)('0' + vcpu));
    put('\n');
    store_release(&turn, vcpu + 1);
    report(1, 0);
}
