/* The file format (FORMAT.md), the state of a running case, and what the parts of the payload offer each other. */
#ifndef PAYLOAD_H
#define PAYLOAD_H

#include "layout.h"

typedef unsigned int u32;
typedef unsigned long long u64;

#define BIT(n) (1ULL << (n))

#define INPUT_MAGIC  0x4553414346464944 /* "DIFFCASE" */
#define OUTPUT_MAGIC 0x544c535246464944 /* "DIFFRSLT" */
#define VERSION 1

enum status { RUNNING, DONE, BAD_INPUT, OUTPUT_FULL, PANIC };
enum kind { INSTRUCTIONS = 1, TRANSLATE = 2 };

struct input {
    u64 magic;
    u32 version;
    u32 count;
    u64 size;
    u64 reserved[5];
};

struct output {
    u64 magic;
    u32 version;
    u32 status;
    u64 count;
    u64 size;
    u64 panic_vector;
    u64 panic_esr;
    u64 panic_elr;
    u64 panic_far;
};

struct record {
    u32 size;
    u32 kind;
    u64 tag;
};

/* x0..x30, SP_EL0, SP_EL1, SP_EL2. */
struct registers {
    u64 value[34];
};

struct simd {
    u64 v[64];
    u64 fpcr;
    u64 fpsr;
};

#define FLAG_SIMD  1
#define FLAG_FLUSH 2

struct instructions {
    struct record record;
    u32 flags;
    u32 words;
    u32 offset;
    u32 fill;
    u32 spsr;
    u32 windows;
    u64 seed;
    u64 hcr;
    u64 sctlr;
    u64 tcr;
    u64 cpacr;
    u64 cptr;
    u64 mdcr;
    u64 hstr;
    u64 cnthctl;
    u64 cntkctl;
    u64 mdscr;
    struct registers registers;
    u32 code[];
};

struct change {
    u64 offset;
    u64 value;
};

#define LISTED_CHANGES 32

struct instructions_result {
    struct record record;
    u32 level;
    u32 vector;
    u64 changes_hash;
    u32 changes;
    u32 listed;
    u64 esr_el1, elr_el1, spsr_el1, far_el1;
    u64 esr_el2, elr_el2, spsr_el2, far_el2, hpfar_el2;
    struct registers registers;
    u64 aarch32[5];
    struct change list[];
};

#define FLAG_EL2_TABLES 1

struct translate {
    struct record record;
    u32 flags;
    u32 writes;
    u32 probes;
    u32 reserved;
    u64 hcr;
    u64 vtcr, vttbr;
    u64 sctlr_el1, tcr_el1, ttbr0_el1, ttbr1_el1, mair_el1;
    u64 sctlr_el2, tcr_el2, ttbr0_el2, mair_el2;
    u64 pairs[][2];
};

struct translate_result {
    struct record record;
    u64 probes;
    u64 reserved;
    u64 pairs[][2];
};

/* Everything that decides an EL1&0 translation. */
struct regime {
    u64 hcr;
    u64 vtcr, vttbr;
    u64 sctlr, tcr, ttbr0, ttbr1, mair;
    u64 dacr; /* AArch32 only */
};

struct frame {
    struct registers registers;
    u64 elr, spsr;
    u64 sctlr_el2, tcr_el2, ttbr0_el2, mair_el2;
    u64 vector;
    u64 stack;
};

extern struct frame frame;
extern char el1_vectors[], el1_root[], el2_root[], stage2_root[];

void run_case(void);
void load_simd(const struct simd *);
void save_simd(struct simd *);
void power_off(void) __attribute__((noreturn));

/* The next result, with room for so many bytes; it ends after size bytes, rounded up to 16. */
void *begin_result(const struct record *, u64 room);
void end_result(u64 size);

/* Stops at an input that is not as FORMAT.md says. */
void require(int);

void run_instructions(const struct instructions *);
void run_translate(const struct translate *);

/* Puts the words at an offset of the code area and makes them visible to instruction fetches. */
void place_code(u32 offset, const u32 *words, u32 count, u32 fill);

/* Makes the words visible to instruction fetches. */
void publish_code(const u32 *from, const u32 *to);

void fill_windows(u64 seed);
u64 collect_changes(u32 windows, struct instructions_result *);

void set_regime(const struct regime *);
void flush_later(void);
void reset_registers(void);

#endif
