/*
 * Sorts arrays of many lengths and orders, those that are the worst for a median of three among them, and
 * checks order, contents and depth of recursion.
 */
#include "mmu.h"

#define DEFAULT_LENGTH 2000
#define LONGEST 16384
#define FEW 12
#define SMALL_LENGTHS 40
#define ASID 1

static int32_t arrays[MAX_VCPUS][LONGEST];
static word depth[MAX_VCPUS];
static word deepest[MAX_VCPUS];

static inline void swap(int32_t *a, int32_t *b)
{
    int32_t old = *a;
    *a = *b;
    *b = old;
}

static void insertion_sort(int32_t *first, word count)
{
    for (word i = 1; i < count; i++)
        for (word j = i; j > 0 && first[j - 1] > first[j]; j--)
            swap(&first[j - 1], &first[j]);
}

/* The middle one of three becomes first[1], between a smaller one and a larger one. */
static int32_t take_pivot(int32_t *first, word count)
{
    swap(&first[count / 2], &first[1]);
    if (first[0] > first[count - 1])
        swap(&first[0], &first[count - 1]);
    if (first[1] > first[count - 1])
        swap(&first[1], &first[count - 1]);
    if (first[0] > first[1])
        swap(&first[0], &first[1]);
    return first[1];
}

/* Where the pivot ends: none before it is greater, none after it is less. */
static word partition(int32_t *first, word count)
{
    int32_t pivot = take_pivot(first, count);
    word low = 1;
    word high = count - 1;

    for (;;) {
        do
            low++;
        while (first[low] < pivot);
        do
            high--;
        while (first[high] > pivot);
        if (high <= low)
            break;
        swap(&first[low], &first[high]);
    }
    swap(&first[1], &first[high]);
    return high;
}

/* Recurses into the shorter side only, so its depth is at most the length's logarithm. */
static void quicksort(int32_t *first, word count)
{
    word vcpu = vcpu_index();

    if (++depth[vcpu] > deepest[vcpu])
        deepest[vcpu] = depth[vcpu];
    while (count > FEW) {
        word pivot = partition(first, count);
        word rest = count - pivot - 1;
        if (pivot < rest) {
            quicksort(first, pivot);
            first += pivot + 1;
            count = rest;
        } else {
            quicksort(first + pivot + 1, rest);
            count = pivot;
        }
    }
    insertion_sort(first, count);
    depth[vcpu]--;
}

static word logarithm(word count)
{
    word bits = 1;
    while (count >>= 1)
        bits++;
    return bits;
}

enum order { RANDOM, ASCENDING, DESCENDING, EQUAL, FEW_VALUES, ORGAN_PIPE, SAW, WORST_FOR_THREE, EXTREMES, ORDERS };

static int32_t value(enum order order, word i, word count, uint32_t *random)
{
    *random = *random * 1664525u + 1013904223u;
    switch (order) {
    case RANDOM:
        return (int32_t)(*random ^ *random >> 15);
    case ASCENDING:
        return (int32_t)i - 1000;
    case DESCENDING:
        return -(int32_t)i;
    case EQUAL:
        return 7;
    case FEW_VALUES:
        return (int32_t)(*random >> 30) - 2;
    case ORGAN_PIPE:
        return (int32_t)(i < count / 2 ? i : count - i);
    case SAW:
        return (int32_t)(i % 17);
    case WORST_FOR_THREE:
        return (int32_t)(i % 2 ? i + count : i / 2);
    default:
        return *random >> 31 ? INT32_MIN : INT32_MAX;
    }
}

/* The sum and the sum of a mixture of each: the same before and after. */
static uint64_t contents(const int32_t *first, word count)
{
    uint32_t sum = 0;
    uint32_t mixed = 0;

    for (word i = 0; i < count; i++) {
        uint32_t v = (uint32_t)first[i];
        sum += v;
        mixed += (v ^ v >> 16) * 0x9e3779b1u;
    }
    return (uint64_t)mixed << 32 | sum;
}

static word wrong_after_sorting(enum order order, word count, uint32_t *random)
{
    word vcpu = vcpu_index();
    int32_t *first = arrays[vcpu];
    uint64_t before;
    word disorder = 0;

    for (word i = 0; i < count; i++)
        first[i] = value(order, i, count, random);
    before = contents(first, count);
    deepest[vcpu] = 0;
    quicksort(first, count);
    for (word i = 1; i < count; i++)
        disorder += first[i - 1] > first[i];
    return (disorder != 0) + (contents(first, count) != before) + (deepest[vcpu] > logarithm(count));
}

void guest_main(word argument, word vcpus)
{
    word longest = argument ? argument : DEFAULT_LENGTH;
    struct tables *tables = &this_vcpu()->tables;
    uint32_t random = (uint32_t)vcpu_index() + 1;
    word sorted = 0;
    word wrong = 0;

    (void)vcpus;
    if (longest > LONGEST)
        longest = LONGEST;
    build_tables(tables);
    mmu_on(tables, ASID);
    for (enum order order = RANDOM; order < ORDERS; order++) {
        for (word count = 0; count < SMALL_LENGTHS; count++, sorted++)
            wrong += wrong_after_sorting(order, count, &random);
        for (word count = SMALL_LENGTHS; count <= longest; count += count / 2 + 1, sorted++)
            wrong += wrong_after_sorting(order, count, &random);
    }
    report(3 * sorted, wrong);
}
