/* Runs all cases of the input area, in order, into the output area. */
#include "payload.h"
#include "sysreg.h"

#define FRAME_CHECK(offset, field) \
    _Static_assert((offset) == __builtin_offsetof(struct frame, field), "frame." #field)

FRAME_CHECK(FRAME_X, registers);
FRAME_CHECK(FRAME_SP_EL0, registers.value[31]);
FRAME_CHECK(FRAME_SP_EL1, registers.value[32]);
FRAME_CHECK(FRAME_SP_EL2, registers.value[33]);
FRAME_CHECK(FRAME_ELR, elr);
FRAME_CHECK(FRAME_SPSR, spsr);
FRAME_CHECK(FRAME_SCTLR_EL2, sctlr_el2);
FRAME_CHECK(FRAME_TCR_EL2, tcr_el2);
FRAME_CHECK(FRAME_TTBR0_EL2, ttbr0_el2);
FRAME_CHECK(FRAME_MAIR_EL2, mair_el2);
FRAME_CHECK(FRAME_VECTOR, vector);
FRAME_CHECK(FRAME_STACK, stack);

#define FORMAT_CHECK(offset, type, field) \
    _Static_assert((offset) == __builtin_offsetof(struct type, field), #type "." #field)

FORMAT_CHECK(0x80, instructions, registers);
FORMAT_CHECK(0x190, instructions, code);
FORMAT_CHECK(0x70, instructions_result, registers);
FORMAT_CHECK(0x1a8, instructions_result, list);
FORMAT_CHECK(0x80, translate, pairs);
FORMAT_CHECK(0x20, translate_result, pairs);

struct frame frame;

static const struct input *const input = (const struct input *)INPUT;
static struct output *const output = (struct output *)OUTPUT;

static void stop(enum status status) __attribute__((noreturn));
static void stop(enum status status)
{
    output->status = status;
    DO("dsb sy");
    power_off();
}

void require(int condition)
{
    if (!condition)
        stop(BAD_INPUT);
}

void panic(u64 vector)
{
    output->panic_vector = vector;
    output->panic_esr = SYNDROME;
    output->panic_elr = RETURN_ADDRESS;
    output->panic_far = FAULT_ADDRESS;
    stop(PANIC);
}

void *begin_result(const struct record *of, u64 room)
{
    struct record *record = (struct record *)(unsigned long)(OUTPUT + output->size);

    if (output->size + room > OUTPUT_END - OUTPUT)
        stop(OUTPUT_FULL);
    record->kind = of->kind;
    record->tag = of->tag;
    return record;
}

void end_result(u64 size)
{
    struct record *record = (struct record *)(unsigned long)(OUTPUT + output->size);

    record->size = (size + 15) & -(u64)16;
    output->size += record->size;
    output->count++;
}

static void run(const struct record *record)
{
    if (record->kind == INSTRUCTIONS)
        run_instructions((const struct instructions *)record);
    else if (record->kind == TRANSLATE)
        run_translate((const struct translate *)record);
    else
        stop(BAD_INPUT);
}

void payload_main(void)
{
    u64 at = sizeof *input;

    output->magic = OUTPUT_MAGIC;
    output->version = VERSION;
    output->status = RUNNING;
    output->count = 0;
    output->size = sizeof *output;
    require(input->magic == INPUT_MAGIC && input->version == VERSION);
    require(input->size <= INPUT_END - INPUT);
    for (u32 i = 0; i < input->count; i++) {
        const struct record *record = (const struct record *)(unsigned long)(INPUT + at);

        require(at + sizeof *record <= input->size && (record->size & 15) == 0);
        require(record->size >= sizeof *record && at + record->size <= input->size);
        run(record);
        at += record->size;
    }
    stop(DONE);
}
