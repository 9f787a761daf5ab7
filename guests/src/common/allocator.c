/*
 * All vCPUs allocate, resize and free in one heap under one lock, each filling its blocks with patterns
 * of its own and checking them; at the end the heap must be one free block again.
 */
#include "exclusives.h"
#include "heap.h"
#include "mmu.h"

#define DEFAULT_STEPS 4000
#define ASID 1
#define HEAP_BYTES 0x80000
#define SLOTS 64
#define CHECK_EVERY 64
#define TOO_MUCH (2 * HEAP_BYTES)

struct slot {
    uint8_t *block;
    word bytes;
    uint32_t seed;
};

struct user {
    struct slot slots[SLOTS];
    uint32_t random;
    word checks;
    word wrong;
};

static uint8_t memory[HEAP_BYTES] __attribute__((aligned(HEAP_ALIGNMENT)));
static struct heap *heap;
static word whole;
static uint32_t heap_lock;
static word users_done;

static word below(struct user *user, word limit)
{
    user->random ^= user->random << 13;
    user->random ^= user->random >> 17;
    user->random ^= user->random << 5;
    return user->random % limit;
}

static void check(struct user *user, int right)
{
    user->checks++;
    user->wrong += !right;
}

/* Many small blocks, some large ones. */
static word some_size(struct user *user)
{
    return 1 + below(user, (word)16 << below(user, 9));
}

static uint8_t pattern(uint32_t seed, word i)
{
    return (uint8_t)((seed + i) * 0x9e3779b1u >> 24);
}

static void fill(struct slot *slot, word from)
{
    for (word i = from; i < slot->bytes; i++)
        slot->block[i] = pattern(slot->seed, i);
}

static int holds(struct slot *slot, word bytes)
{
    for (word i = 0; i < bytes; i++)
        if (slot->block[i] != pattern(slot->seed, i))
            return 0;
    return 1;
}

static void allocate(struct user *user, struct slot *slot)
{
    slot->bytes = some_size(user);
    slot->seed = user->random;
    lock(&heap_lock);
    slot->block = heap_allocate(heap, slot->bytes);
    unlock(&heap_lock);
    if (slot->block) {
        check(user, (word)slot->block % HEAP_ALIGNMENT == 0);
        fill(slot, 0);
    }
}

static void release(struct user *user, struct slot *slot)
{
    check(user, holds(slot, slot->bytes));
    lock(&heap_lock);
    heap_free(heap, slot->block);
    unlock(&heap_lock);
    slot->block = 0;
}

static void resize(struct user *user, struct slot *slot)
{
    word bytes = some_size(user);
    uint8_t *block;

    lock(&heap_lock);
    block = heap_resize(heap, slot->block, bytes);
    unlock(&heap_lock);
    if (!block)
        return;
    slot->block = block;
    check(user, holds(slot, bytes < slot->bytes ? bytes : slot->bytes));
    if (bytes > slot->bytes) {
        word old = slot->bytes;
        slot->bytes = bytes;
        fill(slot, old);
    }
    slot->bytes = bytes;
}

static void step(struct user *user)
{
    struct slot *slot = &user->slots[below(user, SLOTS)];

    if (!slot->block)
        allocate(user, slot);
    else if (below(user, 3) == 0)
        resize(user, slot);
    else
        release(user, slot);
}

static void check_heap(struct user *user)
{
    lock(&heap_lock);
    check(user, heap_check(heap) >= 0);
    check(user, heap_allocate(heap, TOO_MUCH) == 0);
    check(user, heap_allocate(heap, 0) == 0);
    unlock(&heap_lock);
}

/* Whoever comes first makes the heap. */
static void create_heap(void)
{
    lock(&heap_lock);
    if (!heap) {
        heap = heap_create(memory, HEAP_BYTES);
        whole = heap_largest(heap);
    }
    unlock(&heap_lock);
}

/* Whoever is last sees all that was split merged again, and can have it in one piece. */
static void check_whole(struct user *user, word vcpus)
{
    lock(&heap_lock);
    if (++users_done == vcpus) {
        check(user, heap_check(heap) == 1);
        check(user, heap_largest(heap) == whole);
        check(user, heap_allocate(heap, whole) != 0);
        check(user, heap_check(heap) == 0);
        check(user, heap_allocate(heap, 1) == 0);
    }
    unlock(&heap_lock);
}

static struct user users[MAX_VCPUS];

void guest_main(word argument, word count_of_vcpus)
{
    struct user *user = &users[vcpu_index()];
    struct tables *tables = &this_vcpu()->tables;
    word steps = argument ? argument : DEFAULT_STEPS;

    build_tables(tables);
    mmu_on(tables, ASID);
    user->random = 0x9e3779b9u * (uint32_t)(vcpu_index() + 1);
    create_heap();
    for (word i = 0; i < steps; i++) {
        step(user);
        if (i % CHECK_EVERY == 0)
            check_heap(user);
    }
    for (word i = 0; i < SLOTS; i++)
        if (user->slots[i].block)
            release(user, &user->slots[i]);
    check_whole(user, count_of_vcpus);
    report(user->checks, user->wrong);
}
