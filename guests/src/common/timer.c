/*
 * Each vCPU's virtual timer interrupts it again and again while it waits with WFI: every interrupt must be
 * the timer's, after its deadline, and not while it is masked anywhere on its way.
 */
#include "gic.h"
#include "interrupts.h"
#include "mmu.h"

#define DEFAULT_TICKS 50
#define INTERVAL 2000
#define ASID 1
#define TIMER_ON 1
#define TIMER_MASKED 2
#define CONDITION_MET 4
#define SGI 5
#define TIMER_PRIORITY 0x80
#define SGI_PRIORITY 0x40
#define ALL_PRIORITIES 0xf0

struct clock {
    word ticks;
    word last;
    word sgis;
    uint64_t deadline;
    word checks;
    word wrong;
};

static struct clock clocks[MAX_VCPUS];

static void check(struct clock *clock, int right)
{
    clock->checks++;
    clock->wrong += !right;
}

static word ticks(struct clock *clock)
{
    return *(volatile word *)&clock->ticks;
}

static void tick(struct clock *clock)
{
    check(clock, timer_control() == (TIMER_ON | CONDITION_MET));
    check(clock, counter() >= clock->deadline);
    check(clock, gic_read(GICC_RPR) == TIMER_PRIORITY);
    if (++clock->ticks == clock->last) {
        set_timer_control(0);
        return;
    }
    clock->deadline = counter() + INTERVAL;
    set_deadline(clock->deadline);
}

/* An SGI is told with the number of its sender. */
void interrupt(void)
{
    struct clock *clock = &clocks[vcpu_index()];
    uint32_t acknowledged = gic_read(GICC_IAR);

    if (acknowledged == SPURIOUS)
        return;
    if (acknowledged == VIRTUAL_TIMER)
        tick(clock);
    else
        check(clock, acknowledged == (SGI | (uint32_t)vcpu_index() << 10) && ++clock->sgis == 1);
    gic_write(GICC_EOIR, acknowledged);
}

static void set_up(void)
{
    use_interrupt_vectors();
    set_timer_control(0);
    gic_write(GICD_CTLR, 1);
    set_priority(SGI, SGI_PRIORITY);
    set_priority(VIRTUAL_TIMER, TIMER_PRIORITY);
    gic_write(GICD_ISENABLER, 1u << VIRTUAL_TIMER | 1u << SGI);
    gic_write(GICC_PMR, ALL_PRIORITIES);
    gic_write(GICC_CTLR, 1);
}

static int pending(void)
{
    return (gic_read(GICD_ISPENDR) >> VIRTUAL_TIMER & 1) && gic_read(GICC_HPPIR) == VIRTUAL_TIMER;
}

static int taken(struct clock *clock)
{
    word before = ticks(clock);

    enable_interrupts();
    disable_interrupts();
    return ticks(clock) != before;
}

/* The deadline has passed; each mask on the way must hold, and the first tick comes when all are gone. */
static void masks(struct clock *clock)
{
    clock->deadline = counter();
    set_deadline(clock->deadline);
    set_timer_control(TIMER_ON | TIMER_MASKED);
    check(clock, timer_control() == (TIMER_ON | TIMER_MASKED | CONDITION_MET));
    check(clock, !pending() && !taken(clock));
    check(clock, gic_read(GICC_IAR) == SPURIOUS);
    set_timer_control(TIMER_ON);
    check(clock, pending() && ticks(clock) == 0);
    gic_write(GICC_PMR, TIMER_PRIORITY);
    check(clock, !taken(clock));
    gic_write(GICC_PMR, ALL_PRIORITIES);
    gic_write(GICD_ICENABLER, 1u << VIRTUAL_TIMER);
    check(clock, !taken(clock));
    gic_write(GICD_ISENABLER, 1u << VIRTUAL_TIMER);
    while (!taken(clock))
        ;
}

static void interrupts_itself(struct clock *clock)
{
    gic_write(GICD_SGIR, SGI_TO_ITSELF | SGI);
    while (*(volatile word *)&clock->sgis == 0) {
        enable_interrupts();
        disable_interrupts();
    }
}

/* Waits masked, as an interrupt between the question and WFI would be slept over. */
static void wait_for_ticks(struct clock *clock)
{
    while (ticks(clock) != clock->last) {
        wait_for_interrupt();
        enable_interrupts();
        disable_interrupts();
    }
}

void guest_main(word argument, word vcpus)
{
    struct clock *clock = &clocks[vcpu_index()];
    struct tables *tables = &this_vcpu()->tables;
    uint64_t start;

    (void)vcpus;
    build_tables(tables);
    mmu_on(tables, ASID);
    clock->last = argument ? argument : DEFAULT_TICKS;
    set_up();
    start = counter();
    interrupts_itself(clock);
    masks(clock);
    wait_for_ticks(clock);
    check(clock, ticks(clock) == clock->last);
    check(clock, counter() - start >= (clock->last - 1) * (uint64_t)INTERVAL);
    check(clock, gic_read(GICC_IAR) == SPURIOUS && gic_read(GICC_RPR) == IDLE_PRIORITY);
    report(clock->checks, clock->wrong);
}
