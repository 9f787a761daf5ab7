/* Follows pointers round a shuffled ring of 1 MiB, one node a cache line, `argument` steps. */
#include "bench.h"

#define NODES 16384

const word default_argument = 60000000;

static struct node {
    struct node *next;
    uint32_t number;
} __attribute__((aligned(64))) nodes[NODES];

/* Sattolo's shuffle, which makes one cycle of all nodes. */
static void link_nodes(void)
{
    uint32_t random = 1;

    for (uint32_t i = 0; i < NODES; i++) {
        nodes[i].number = i;
        nodes[i].next = &nodes[i];
    }
    for (uint32_t i = NODES - 1; i > 0; i--) {
        random = next_random(random);
        struct node *other = &nodes[(random >> 8) % i];
        struct node *next = nodes[i].next;
        nodes[i].next = other->next;
        other->next = next;
    }
}

uint32_t benchmark(word steps)
{
    struct node *node = &nodes[0];
    uint32_t sum = 0;

    link_nodes();
    while (steps--) {
        node = node->next;
        sum += node->number;
    }
    return sum;
}
