/* vCPU 0 starts the others through PSCI; all count under one lock, and the total must be right. */
#include "exclusives.h"
#include "mmu.h"

#define DEFAULT_INCREMENTS 2000
#define ASID 1
#define ALREADY_ON -4
#define ON_PENDING -5

static word increments;
static uint32_t counter_lock;
static word owner;
static word locked_counter;
static word atomic_counter;
static word finished;

static word count(word vcpu)
{
    word wrong = 0;

    for (word i = 0; i < increments; i++) {
        lock(&counter_lock);
        *(volatile word *)&owner = vcpu;
        *(volatile word *)&locked_counter += 1;
        wrong += *(volatile word *)&owner != vcpu;
        unlock(&counter_lock);
        atomic_increment(&atomic_counter);
    }
    return wrong;
}

/* All vCPUs share the tables of vCPU 0. */
static void secondary_main(void)
{
    word wrong;

    mmu_on(&vcpus[0].tables, ASID);
    wrong = count(vcpu_index());
    atomic_increment(&finished);
    send_event();
    report(increments, wrong);
}

/* A vCPU that the VMM started too turns itself off first, so it may still be on. */
static word start(word vcpu)
{
    int result;

    do
        result = cpu_on(vcpu, secondary_main);
    while (result == ALREADY_ON || result == ON_PENDING);
    return result != 0;
}

void guest_main(word argument, word count_of_vcpus)
{
    word wrong = 0;
    word total;

    if (vcpu_index() != 0)
        stop();
    build_tables(&vcpus[0].tables);
    mmu_on(&vcpus[0].tables, ASID);
    increments = argument ? argument : DEFAULT_INCREMENTS;
    full_barrier();
    for (word vcpu = 1; vcpu < count_of_vcpus; vcpu++)
        wrong += start(vcpu);
    wrong += count(0);
    atomic_increment(&finished);
    while (load_acquire(&finished) != count_of_vcpus)
        wait_for_event();
    total = increments * count_of_vcpus;
    wrong += locked_counter != total;
    wrong += atomic_counter != total;
    report(increments + count_of_vcpus + 1, wrong);
}
