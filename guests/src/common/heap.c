#include "heap.h"

/*
 * A block has its size and whether it is in use before it, and the same again at its end; sizes count
 * both tags. Free blocks are in a list in no order.
 */
struct tag {
    uint32_t size;
    uint32_t used;
    uint64_t padding;
};

struct free_block {
    struct tag head;
    struct free_block *next;
    struct free_block *previous;
};

struct heap {
    uint8_t *begin;
    uint8_t *end;
    struct free_block *first;
};

#define TAGS (2 * sizeof(struct tag))
#define SMALLEST ((uint32_t)(TAGS + HEAP_ALIGNMENT))

_Static_assert(sizeof(struct tag) == HEAP_ALIGNMENT, "blocks must be aligned");
_Static_assert(SMALLEST >= sizeof(struct free_block) + sizeof(struct tag), "a free block must hold its links");

static struct tag *tail(struct free_block *block)
{
    return (struct tag *)((uint8_t *)block + block->head.size) - 1;
}

static struct free_block *after(struct free_block *block)
{
    return (struct free_block *)((uint8_t *)block + block->head.size);
}

static struct free_block *before(struct free_block *block)
{
    struct tag *tag = (struct tag *)block - 1;
    return (struct free_block *)((uint8_t *)block - tag->size);
}

static void set_tags(struct free_block *block, uint32_t size, uint32_t used)
{
    block->head.size = size;
    block->head.used = used;
    tail(block)->size = size;
    tail(block)->used = used;
}

static void insert(struct heap *heap, struct free_block *block)
{
    block->previous = 0;
    block->next = heap->first;
    if (heap->first)
        heap->first->previous = block;
    heap->first = block;
}

static void take_out(struct heap *heap, struct free_block *block)
{
    if (block->previous)
        block->previous->next = block->next;
    else
        heap->first = block->next;
    if (block->next)
        block->next->previous = block->previous;
}

/* The first and last blocks are used and never given out, so that every other has two neighbours. */
struct heap *heap_create(void *memory, word bytes)
{
    struct heap *heap = memory;
    struct free_block *block;

    heap->begin = (uint8_t *)memory + (sizeof(struct heap) + HEAP_ALIGNMENT - 1) / HEAP_ALIGNMENT * HEAP_ALIGNMENT;
    heap->end = (uint8_t *)memory + bytes;
    heap->first = 0;
    block = (struct free_block *)heap->begin;
    set_tags(block, TAGS, 1);
    block = after(block);
    set_tags(block, (uint32_t)(heap->end - (uint8_t *)block - TAGS), 0);
    insert(heap, block);
    set_tags(after(block), TAGS, 1);
    return heap;
}

static uint32_t size_for(word bytes)
{
    return (uint32_t)(bytes + HEAP_ALIGNMENT - 1) / HEAP_ALIGNMENT * HEAP_ALIGNMENT + (uint32_t)TAGS;
}

static void give_back(struct heap *heap, struct free_block *block)
{
    if (!after(block)->head.used) {
        take_out(heap, after(block));
        set_tags(block, block->head.size + after(block)->head.size, 0);
    }
    if (!before(block)->head.used) {
        struct free_block *merged = before(block);
        take_out(heap, merged);
        set_tags(merged, merged->head.size + block->head.size, 0);
        block = merged;
    }
    set_tags(block, block->head.size, 0);
    insert(heap, block);
}

/* The block is used already and in no list. */
static void cut(struct heap *heap, struct free_block *block, uint32_t size)
{
    uint32_t rest = block->head.size - size;

    if (rest < SMALLEST) {
        set_tags(block, block->head.size, 1);
        return;
    }
    set_tags(block, size, 1);
    set_tags(after(block), rest, 1);
    give_back(heap, after(block));
}

void *heap_allocate(struct heap *heap, word bytes)
{
    uint32_t size = size_for(bytes);
    struct free_block *block = heap->first;

    if (bytes == 0 || bytes > 0x7fffffff)
        return 0;
    while (block && block->head.size < size)
        block = block->next;
    if (!block)
        return 0;
    take_out(heap, block);
    cut(heap, block, size);
    return (struct tag *)block + 1;
}

void heap_free(struct heap *heap, void *memory)
{
    if (memory)
        give_back(heap, (struct free_block *)((struct tag *)memory - 1));
}

static void copy(uint64_t *to, const uint64_t *from, uint32_t bytes)
{
    for (uint32_t i = 0; i < bytes / 8; i++)
        to[i] = from[i];
}

void *heap_resize(struct heap *heap, void *memory, word bytes)
{
    struct free_block *block = (struct free_block *)((struct tag *)memory - 1);
    uint32_t size = size_for(bytes);
    struct free_block *next = after(block);
    void *larger;

    if (bytes == 0 || bytes > 0x7fffffff)
        return 0;
    if (size > block->head.size && !next->head.used && size <= block->head.size + next->head.size) {
        take_out(heap, next);
        set_tags(block, block->head.size + next->head.size, 1);
    }
    if (size <= block->head.size) {
        cut(heap, block, size);
        return memory;
    }
    larger = heap_allocate(heap, bytes);
    if (larger) {
        copy(larger, memory, block->head.size - (uint32_t)TAGS);
        heap_free(heap, memory);
    }
    return larger;
}

int heap_check(struct heap *heap)
{
    struct free_block *block = (struct free_block *)heap->begin;
    int free_blocks = 0;
    int listed = 0;
    uint32_t used_before = 1;

    while ((uint8_t *)block < heap->end) {
        if (tail(block)->size != block->head.size || tail(block)->used != block->head.used)
            return -1;
        if (!used_before && !block->head.used)
            return -1;
        free_blocks += !block->head.used;
        used_before = block->head.used;
        block = after(block);
    }
    for (struct free_block *other = heap->first; other; other = other->next) {
        if (other->head.used || (other->next && other->next->previous != other))
            return -1;
        listed++;
    }
    return (uint8_t *)block == heap->end && listed == free_blocks ? free_blocks : -1;
}

word heap_largest(struct heap *heap)
{
    uint32_t largest = TAGS;

    for (struct free_block *block = heap->first; block; block = block->next)
        if (block->head.size > largest)
            largest = block->head.size;
    return largest - TAGS;
}
