/* The memory of a case: its code and its data windows. */
#include "payload.h"

#define CODE_WORDS   (CODE_SIZE / 4)
#define WINDOW_WORDS (WINDOW_SIZE / 8)

static u32 *const code = (u32 *)CODE;
static u64 *const windows = (u64 *)WINDOWS;

/* The words outside used_from..used_to all hold filled_with. */
static u32 used_from, used_to;
static u64 filled_with = ~0UL;

/* What the windows held when the case began; they hold it again between cases. */
static u64 pristine[WINDOW_COUNT * WINDOW_WORDS];
static u64 pristine_seed;
static int pristine_valid;

static u32 min(u32 a, u32 b) { return a < b ? a : b; }
static u32 max(u32 a, u32 b) { return a > b ? a : b; }

void place_code(u32 offset, const u32 *words, u32 count, u32 fill)
{
    u32 from = offset / 4, to = from + count;

    if (fill != filled_with) {
        used_from = 0;
        used_to = CODE_WORDS;
    }
    for (u32 i = used_from; i < used_to; i++)
        code[i] = fill;
    for (u32 i = 0; i < count; i++)
        code[from + i] = words[i];
    publish_code(&code[min(from, used_from)], &code[max(to, used_to)]);
    filled_with = fill;
    used_from = from;
    used_to = to;
}

/* xorshift64*; from seed 0 all words are 0. */
void fill_windows(u64 seed)
{
    u64 state = seed;

    if (pristine_valid && seed == pristine_seed)
        return;
    for (u32 i = 0; i < WINDOW_COUNT * WINDOW_WORDS; i++) {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        pristine[i] = windows[i] = state * 0x2545f4914f6cdd1d;
    }
    pristine_seed = seed;
    pristine_valid = 1;
}

static u64 mix(u64 hash, u64 value)
{
    hash = (hash + value) * 0x9e3779b97f4a7c15;
    return hash ^ hash >> 32;
}

static void note_change(u32 index, struct instructions_result *result)
{
    struct change change = { index * 8UL, windows[index] };

    windows[index] = pristine[index];
    result->changes_hash = mix(mix(result->changes_hash, change.offset), change.value);
    if (result->changes < LISTED_CHANGES)
        result->list[result->listed++] = change;
    result->changes++;
}

/* Undoes and reports what the case did to the chosen windows; returns the bytes of the list. */
u64 collect_changes(u32 chosen, struct instructions_result *result)
{
    result->changes_hash = 0;
    result->changes = result->listed = 0;
    for (u32 window = 0; window < WINDOW_COUNT; window++) {
        if (!(chosen >> window & 1))
            continue;
        for (u32 i = window * WINDOW_WORDS; i < (window + 1) * WINDOW_WORDS; i += 4) {
            u64 difference = windows[i] ^ pristine[i];
            difference |= windows[i + 1] ^ pristine[i + 1];
            difference |= windows[i + 2] ^ pristine[i + 2];
            difference |= windows[i + 3] ^ pristine[i + 3];
            for (u32 j = i; difference && j < i + 4; j++)
                if (windows[j] != pristine[j])
                    note_change(j, result);
        }
    }
    return result->listed * sizeof(struct change);
}
