/* A rendezvous of vCPUs with their MMUs off, so that no translation is made while they wait. */
#ifndef HANDSHAKE_H
#define HANDSHAKE_H

#include "guest.h"

#define PHASES 3

/* One word a vCPU, alone in its page: no cached write may share a line with them. */
static volatile uint32_t phase_of[1024] __attribute__((aligned(4096)));

/* With one physical CPU each phase takes a preemption of every vCPU but the last. */
static inline void handshake(word vcpu, word vcpus)
{
    for (uint32_t phase = 1; phase <= PHASES; phase++) {
        phase_of[vcpu] = phase;
        full_barrier();
        for (word other = 0; other < vcpus; other++)
            while (phase_of[other] < phase)
                ;
        full_barrier();
    }
}

#endif
