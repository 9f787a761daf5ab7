/* A heap with boundary tags: first fit, blocks split and merged with their neighbours. */
#ifndef HEAP_H
#define HEAP_H

#include "guest.h"

#define HEAP_ALIGNMENT 16

struct heap;

/* Makes a heap of memory that is aligned to HEAP_ALIGNMENT; at most 2 GiB. */
struct heap *heap_create(void *memory, word bytes);

/* 0 if there is no room, or if 0 bytes are asked for. */
void *heap_allocate(struct heap *heap, word bytes);
void heap_free(struct heap *heap, void *block);

/* Grows in place if the next block is free and large enough; on failure the block stays as it is. */
void *heap_resize(struct heap *heap, void *block, word bytes);

/* Walks all blocks. Returns how many are free, or -1 if their tags or the free list do not fit together. */
int heap_check(struct heap *heap);

/* Bytes of the largest block that could be allocated. */
word heap_largest(struct heap *heap);

#endif
