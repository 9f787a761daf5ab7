#include "bench.h"
#include "mmu.h"

/* Only vCPU 0 runs; the others turn themselves off. */
void guest_main(word argument, word count_of_vcpus)
{
    struct tables *tables = &vcpus[0].tables;

    (void)count_of_vcpus;
    if (vcpu_index() != 0)
        stop();
    build_tables(tables);
    mmu_on(tables, 1);
    report(benchmark(argument ? argument : default_argument), 0);
}
