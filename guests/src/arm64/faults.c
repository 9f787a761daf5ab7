/*
 * Takes faults of its own making and checks the syndrome, address and return address of each.
 * Its report has the number of the first check that went wrong in x3, 0 if none did.
 */
#include "mmu.h"

#define DEFAULT_ROUNDS 10
#define ASID 1

#define INVALID_VA TESTED_VA
#define READ_WRITE_VA (TESTED_VA + PAGE)
#define READ_ONLY_VA (TESTED_VA + 2 * PAGE)
#define NOT_ACCESSED_VA (TESTED_VA + 3 * PAGE)
#define TOO_HIGH_VA (TESTED_VA + 4 * PAGE)
#define USER_CODE_VA (TESTED_VA + 5 * PAGE)
#define NO_TABLE_VA (TESTED_VA + BLOCK)
#define NO_ROOT_ENTRY_VA 0xc0000000ul
#define BEYOND_VA 0x0000008000000000ul
#define UPPER_VA 0xffffffff80000000ul
#define TOO_HIGH_PA 0x100000000ul

#define FROM_SAME_LEVEL 0x200
#define FROM_USER 0x400
#define MODE 0x3cf
#define EL1H 0x3c5
#define EL0T 0x3c0

#define ADDRESS_SIZE(level) (0x00 | (level))
#define ALIGNMENT 0x21

#define UNKNOWN 0x02000000ul
#define ILLEGAL_STATE 0x3a000000ul
#define SVC 0x56000000ul
#define USER_FETCH 0x82000000ul
#define FETCH 0x86000000ul
#define PC_ALIGNMENT 0x8a000000ul
#define USER_DATA_ABORT 0x92000000ul
#define BRK 0xf2000000ul

#define NO_FAR 1ul

typedef word step(word, word);
step undefined, breakpoint, supervisor_call, hypervisor_register, exclusive_load, branch;
step set_alignment_check, illegal_state, to_user;
step user_code, user_supervisor_call, user_load, user_store, user_privileged, user_branch;

static word pages[MAX_VCPUS][PAGE / sizeof(word)] __attribute__((aligned(PAGE)));
static word checks[MAX_VCPUS];
static word wrongs[MAX_VCPUS];
static word first_wrong[MAX_VCPUS];

static void check(int right)
{
    word vcpu = vcpu_index();
    checks[vcpu]++;
    wrongs[vcpu] += !right;
    if (!right && first_wrong[vcpu] == 0)
        first_wrong[vcpu] = checks[vcpu];
}

static void expect(word vector, word mode, word esr, word far, word elr)
{
    struct trap *trap = &this_vcpu()->trap;

    check(trap->vector == vector);
    check((trap->spsr & MODE) == mode);
    check(trap->esr == esr);
    check(trap->elr == elr);
    if (far != NO_FAR)
        check(trap->far == far);
}

static void faults(step *f, word a, word esr, word far, word elr)
{
    check(attempt(f, a, 0) == 1);
    expect(FROM_SAME_LEVEL, EL1H, esr, far, elr);
}

static void load_faults(word va, word code)
{
    faults(load, va, DATA_ABORT | code, va, (word)load);
}

static void store_faults(word va, word code)
{
    faults(store, va, DATA_ABORT | WRITE | code, va, (word)store);
}

static void branch_faults(word va, word code)
{
    faults(branch, va, FETCH | code, va, va);
}

static void user_faults(step *f, word a, word esr, word far, word offset)
{
    word pc = USER_CODE_VA + ((word)f - (word)user_code);

    check(attempt(to_user, pc, a) == 1);
    expect(FROM_USER, EL0T, esr, far, pc + offset);
}

static void data_and_fetch_faults(void)
{
    load_faults(BEYOND_VA, TRANSLATION(0));
    load_faults(UPPER_VA, TRANSLATION(0));
    load_faults(NO_ROOT_ENTRY_VA, TRANSLATION(1));
    load_faults(NO_TABLE_VA + 8, TRANSLATION(2));
    load_faults(INVALID_VA + 16, TRANSLATION(3));
    store_faults(INVALID_VA + PAGE - 8, TRANSLATION(3));
    load_faults(NOT_ACCESSED_VA, ACCESS_FLAG(3));
    store_faults(NOT_ACCESSED_VA, ACCESS_FLAG(3));
    load_faults(TOO_HIGH_VA, ADDRESS_SIZE(3));
    store_faults(READ_ONLY_VA + 24, PERMISSION(3));
    store_faults((word)undefined & ~7ul, PERMISSION(2));
    branch_faults(NO_TABLE_VA, TRANSLATION(2));
    branch_faults(INVALID_VA, TRANSLATION(3));
    branch_faults(READ_WRITE_VA, PERMISSION(3));
    branch_faults((word)pages, PERMISSION(2));
    branch_faults(USER_CODE_VA, PERMISSION(3));
}

static void alignment_faults(void)
{
    faults(branch, (word)branch + 2, PC_ALIGNMENT, (word)branch + 2, (word)branch + 2);
    faults(exclusive_load, READ_WRITE_VA + 12, DATA_ABORT | ALIGNMENT, READ_WRITE_VA + 12, (word)exclusive_load);
    check(attempt(load, READ_WRITE_VA + 1, 0) == 0);
    set_alignment_check(1, 0);
    load_faults(READ_WRITE_VA + 1, ALIGNMENT);
    store_faults(READ_WRITE_VA + 4, ALIGNMENT);
    check(attempt(load, READ_WRITE_VA + 8, 0) == 0);
    set_alignment_check(0, 0);
}

static void instruction_faults(void)
{
    faults(undefined, 0, UNKNOWN, NO_FAR, (word)undefined);
    faults(hypervisor_register, 0, UNKNOWN, NO_FAR, (word)hypervisor_register);
    faults(breakpoint, 0, BRK | 0x1234, NO_FAR, (word)breakpoint);
    faults(supervisor_call, 0, SVC | 0xabcd, NO_FAR, (word)supervisor_call + 4);
    faults(illegal_state, (word)load, ILLEGAL_STATE, NO_FAR, (word)load);
}

static void faults_of_user(void)
{
    user_faults(user_supervisor_call, 0, SVC | 0x77, NO_FAR, 4);
    user_faults(user_privileged, 0, UNKNOWN, NO_FAR, 0);
    user_faults(user_load, READ_WRITE_VA, USER_DATA_ABORT | PERMISSION(3), READ_WRITE_VA, 0);
    user_faults(user_load, INVALID_VA, USER_DATA_ABORT | TRANSLATION(3), INVALID_VA, 0);
    user_faults(user_store, USER_CODE_VA, USER_DATA_ABORT | WRITE | PERMISSION(3), USER_CODE_VA, 0);
    check(attempt(to_user, USER_CODE_VA + ((word)user_branch - (word)user_code), READ_WRITE_VA) == 1);
    expect(FROM_USER, EL0T, USER_FETCH | PERMISSION(3), READ_WRITE_VA, READ_WRITE_VA);
}

/* PAR_EL1: attributes, address and shareability of a success; the status code of a failure. */
static void probes(word pa)
{
    check(probe(READ_WRITE_VA + 0x123) >> 56 == 0xff);
    check((probe(READ_WRITE_VA + 0x123) & 0xfffffffff181) == (pa | 0x180));
    check(probe_faults(INVALID_VA, TRANSLATION(3)));
    check(probe_faults(NO_TABLE_VA, TRANSLATION(2)));
}

void guest_main(word argument, word vcpus)
{
    word vcpu = vcpu_index();
    word rounds = argument ? argument : DEFAULT_ROUNDS;
    word page = (word)pages[vcpu];
    struct tables *tables = &this_vcpu()->tables;

    (void)vcpus;
    build_tables(tables);
    map_page(tables, READ_WRITE_VA, page, DATA | NOT_GLOBAL);
    map_page(tables, READ_ONLY_VA, page, DATA | NOT_GLOBAL | READ_ONLY);
    map_page(tables, NOT_ACCESSED_VA, page, (DATA | NOT_GLOBAL) & ~ACCESSED);
    map_page(tables, TOO_HIGH_VA, TOO_HIGH_PA, DATA | NOT_GLOBAL);
    map_page(tables, USER_CODE_VA, (word)user_code,
             INNER_SHAREABLE | ACCESSED | NOT_GLOBAL | USER | READ_ONLY | NO_PRIVILEGED_EXECUTE);
    mmu_on(tables, ASID);
    while (rounds--) {
        data_and_fetch_faults();
        alignment_faults();
        instruction_faults();
        faults_of_user();
        probes(page);
    }
    hypercall(VMM_REPORT, checks[vcpu], wrongs[vcpu], first_wrong[vcpu]);
}
