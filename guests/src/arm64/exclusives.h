/* Locks and waiting. Exclusives need the MMU on. */
#ifndef EXCLUSIVES_H
#define EXCLUSIVES_H

#include "guest.h"

/* Waits for the event that clearing its exclusive monitor raises: unlock needs no SEV. */
static inline void lock(uint32_t *lock)
{
    uint32_t taken;
    asm volatile("   sevl\n"
                 "1: wfe\n"
                 "2: ldaxr %w0, %1\n"
                 "   cbnz %w0, 1b\n"
                 "   stxr %w0, %w2, %1\n"
                 "   cbnz %w0, 2b"
                 : "=&r"(taken), "+Q"(*lock)
                 : "r"(1)
                 : "memory");
}

static inline void unlock(uint32_t *lock)
{
    asm volatile("stlr wzr, %0" : "=Q"(*lock)::"memory");
}

static inline void atomic_increment(word *counter)
{
    word value;
    uint32_t failed;
    asm volatile("1: ldxr %0, %2\n"
                 "   add %0, %0, #1\n"
                 "   stlxr %w1, %0, %2\n"
                 "   cbnz %w1, 1b"
                 : "=&r"(value), "=&r"(failed), "+Q"(*counter)::"memory");
}

static inline word load_acquire(word *address)
{
    word value;
    asm volatile("ldar %0, %1" : "=r"(value) : "Q"(*address) : "memory");
    return value;
}

static inline void store_release(word *address, word value)
{
    asm volatile("stlr %1, %0" : "=Q"(*address) : "r"(value) : "memory");
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
