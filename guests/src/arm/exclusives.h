/* Locks and waiting. Exclusives need the MMU on. */
#ifndef EXCLUSIVES_H
#define EXCLUSIVES_H

#include "guest.h"

static inline void lock(uint32_t *lock)
{
    uint32_t taken;
    asm volatile("   b 2f\n"
                 "1: wfe\n"
                 "2: ldrex %0, %1\n"
                 "   cmp %0, #0\n"
                 "   bne 1b\n"
                 "   strex %0, %2, %1\n"
                 "   cmp %0, #0\n"
                 "   bne 2b\n"
                 "   dmb"
                 : "=&r"(taken), "+Q"(*lock)
                 : "r"(1)
                 : "cc", "memory");
}

static inline void unlock(uint32_t *lock)
{
    asm volatile("dmb" ::: "memory");
    *(volatile uint32_t *)lock = 0;
    asm volatile("dsb ishst; sev" ::: "memory");
}

static inline void atomic_increment(word *counter)
{
    word value;
    uint32_t failed;
    asm volatile("1: ldrex %0, %2\n"
                 "   add %0, %0, #1\n"
                 "   dmb\n"
                 "   strex %1, %0, %2\n"
                 "   cmp %1, #0\n"
                 "   bne 1b"
                 : "=&r"(value), "=&r"(failed), "+Q"(*counter)::"cc", "memory");
}

static inline word load_acquire(word *address)
{
    word value = *(volatile word *)address;
    asm volatile("dmb" ::: "memory");
    return value;
}

static inline void store_release(word *address, word value)
{
    asm volatile("dmb" ::: "memory");
    *(volatile word *)address = value;
}

static inline void wait_for_event(void)
{
    asm volatile("wfe" ::: "memory");
}

static inline void send_event(void)
{
    asm volatile("dsb ishst; sev" ::: "memory");
}

#endif
