/*
 * Takes faults of its own making and checks the vector, mode, syndrome, address and return address of each.
 * Its report has the number of the first check that went wrong in r3, 0 if none did.
 */
#include "mmu.h"

#define DEFAULT_ROUNDS 10
#define ASID 1

#define INVALID_VA TESTED_VA
#define READ_WRITE_VA (TESTED_VA + PAGE)
#define READ_ONLY_VA (TESTED_VA + 2 * PAGE)
#define NOT_ACCESSED_VA (TESTED_VA + 3 * PAGE)
#define USER_CODE_VA (TESTED_VA + 5 * PAGE)
#define NO_TABLE_VA (TESTED_VA + BLOCK)
#define NO_ROOT_ENTRY_VA 0xc0000000u

#define MODE (0x1f | PSR_T)

#ifdef __thumb__
#define THUMB 1
#else
#define THUMB 0
#endif

#define NO_FSR ~0u
#define NO_FAR 1u

typedef word step(word, word);
step undefined, breakpoint, supervisor_call, hypervisor_register, floating_point, exclusive_load, double_load;
step multiple_store, branch, set_alignment_check, to_user;
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

static word address_of(step *f)
{
    return (word)f & ~1u;
}

static void expect(word vector, word mode, word fsr, word far, word lr)
{
    struct trap *trap = &this_vcpu()->trap;

    check(trap->vector == vector);
    check((trap->spsr & MODE) == ((mode & 0x1f) | PSR_SET));
    check(trap->lr == lr);
    if (fsr != NO_FSR)
        check((trap->fsr & FSR_MASK) == fsr);
    if (far != NO_FAR)
        check(trap->far == far);
}

static void aborts(step *f, word a, word status)
{
    check(attempt(f, a, 0) == 1);
    expect(VECTOR_DATA_ABORT, SVC_MODE, status, a, address_of(f) + 8);
}

static void branch_faults(word va, word status)
{
    check(attempt(branch, va | THUMB, 0) == 1);
    expect(VECTOR_PREFETCH_ABORT, SVC_MODE, status, va, va + 4);
}

static void undefined_at(step *f)
{
    check(attempt(f, 0, 0) == 1);
    expect(VECTOR_UNDEFINED, SVC_MODE, NO_FSR, NO_FAR, address_of(f) + (THUMB ? 2 : 4));
}

static word user_address(step *f)
{
    return USER_CODE_VA + ((word)f - (word)user_code);
}

static void in_user_mode(step *f, word a)
{
    check(attempt(to_user, user_address(f) | THUMB, a) == 1);
}

static void user_aborts(step *f, word a, word status)
{
    in_user_mode(f, a);
    expect(VECTOR_DATA_ABORT, USER_MODE, status, a, user_address(f) + 8);
}

static void data_and_fetch_faults(void)
{
    aborts(load, NO_ROOT_ENTRY_VA, TRANSLATION(1));
    aborts(load, NO_TABLE_VA + 8, TRANSLATION(BLOCK_LEVEL));
    aborts(load, INVALID_VA + 16, TRANSLATION(PAGE_LEVEL));
    aborts(store, INVALID_VA + PAGE - 4, WRITE | TRANSLATION(PAGE_LEVEL));
    aborts(load, NOT_ACCESSED_VA, ACCESS_FLAG(PAGE_LEVEL));
    aborts(store, NOT_ACCESSED_VA, WRITE | ACCESS_FLAG(PAGE_LEVEL));
    aborts(store, READ_ONLY_VA + 24, WRITE | PERMISSION(PAGE_LEVEL));
    aborts(multiple_store, READ_ONLY_VA + 24, WRITE | PERMISSION(PAGE_LEVEL));
    aborts(store, address_of(undefined), WRITE | PERMISSION(BLOCK_LEVEL));
    branch_faults(NO_TABLE_VA, TRANSLATION(BLOCK_LEVEL));
    branch_faults(INVALID_VA, TRANSLATION(PAGE_LEVEL));
    branch_faults(READ_WRITE_VA, PERMISSION(PAGE_LEVEL));
    branch_faults((word)pages, PERMISSION(BLOCK_LEVEL));
    branch_faults(USER_CODE_VA, PERMISSION(PAGE_LEVEL));
}

static void alignment_faults(void)
{
    aborts(exclusive_load, READ_WRITE_VA + 14, ALIGNMENT);
    aborts(double_load, READ_WRITE_VA + 14, ALIGNMENT);
    aborts(multiple_store, READ_WRITE_VA + 9, WRITE | ALIGNMENT);
    check(attempt(double_load, READ_WRITE_VA + 12, 0) == 0);
    check(attempt(load, READ_WRITE_VA + 1, 0) == 0);
    set_alignment_check(1, 0);
    aborts(load, READ_WRITE_VA + 1, ALIGNMENT);
    aborts(store, READ_WRITE_VA + 2, WRITE | ALIGNMENT);
    check(attempt(load, READ_WRITE_VA + 4, 0) == 0);
    set_alignment_check(0, 0);
}

static void instruction_faults(void)
{
    undefined_at(undefined);
    undefined_at(hypervisor_register);
    undefined_at(floating_point);
    check(attempt(breakpoint, 0, 0) == 1);
    expect(VECTOR_PREFETCH_ABORT, SVC_MODE, DEBUG_EVENT, NO_FAR, address_of(breakpoint) + 4);
    check(attempt(supervisor_call, 0, 0) == 1);
    expect(VECTOR_SUPERVISOR_CALL, SVC_MODE, NO_FSR, NO_FAR, address_of(supervisor_call) + (THUMB ? 2 : 4));
}

static void faults_of_user(void)
{
    in_user_mode(user_supervisor_call, 0);
    expect(VECTOR_SUPERVISOR_CALL, USER_MODE, NO_FSR, NO_FAR, user_address(user_supervisor_call) + (THUMB ? 2 : 4));
    in_user_mode(user_privileged, 0);
    expect(VECTOR_UNDEFINED, USER_MODE, NO_FSR, NO_FAR, user_address(user_privileged) + (THUMB ? 2 : 4));
    user_aborts(user_load, READ_WRITE_VA, PERMISSION(PAGE_LEVEL));
    user_aborts(user_load, INVALID_VA, TRANSLATION(PAGE_LEVEL));
    user_aborts(user_store, USER_CODE_VA, WRITE | PERMISSION(PAGE_LEVEL));
    in_user_mode(user_branch, READ_WRITE_VA | THUMB);
    expect(VECTOR_PREFETCH_ABORT, USER_MODE, PERMISSION(PAGE_LEVEL), READ_WRITE_VA, READ_WRITE_VA + 4);
}

static void probes(word pa)
{
    check(probe_finds(READ_WRITE_VA + 0x123, pa));
    check(probe_faults(INVALID_VA, TRANSLATION(PAGE_LEVEL)));
    check(probe_faults(NO_TABLE_VA, TRANSLATION(BLOCK_LEVEL)));
}

#ifdef SHORT
#define NO_ACCESS 2u
#define DOMAIN_SECTION_VA (TESTED_VA + 2 * BLOCK)
#define DOMAIN_PAGES_VA (TESTED_VA + 3 * BLOCK)
#define ALL_MANAGERS 0xffffffffu

static void map_kinds(struct tables *tables, word page)
{
    *block_entry(tables, TESTED_VA) |= NO_PRIVILEGED_EXECUTE_TABLE;
    *block_entry(tables, DOMAIN_SECTION_VA) = section(page & ~(BLOCK - 1), DATA | NOT_GLOBAL, NO_ACCESS);
    *block_entry(tables, DOMAIN_PAGES_VA) = (word)tables->test_pages | DOMAIN_FIELD(NO_ACCESS) | PRESENT_TABLE;
}

static word set_domains(word dacr, word unused)
{
    (void)unused;
    asm volatile("mcr p15, 0, %0, c3, c0, 0; isb" ::"r"(dacr) : "memory");
    return 0;
}

static void domain_aborts(word va, word status)
{
    aborts(load, va, status);
    check((this_vcpu()->trap.fsr & 0xf0) == NO_ACCESS << 4);
}

static void faults_of_the_format(word pa)
{
    domain_aborts(DOMAIN_SECTION_VA, DOMAIN(1));
    domain_aborts(DOMAIN_PAGES_VA + PAGE, DOMAIN(2));
    branch_faults(DOMAIN_SECTION_VA, DOMAIN(1));
    check(probe_faults(DOMAIN_SECTION_VA, DOMAIN(1)));
    set_domains(ALL_MANAGERS, 0);
    check(attempt(store, READ_ONLY_VA, 0) == 0);
    check(probe_finds(DOMAIN_PAGES_VA + PAGE, pa));
    aborts(load, INVALID_VA, TRANSLATION(2));
    set_domains(DACR_VALUE, 0);
    aborts(store, READ_ONLY_VA, WRITE | PERMISSION(2));
}
#else
#define READ_ONLY_TABLE_VA (TESTED_VA + 2 * BLOCK)
#define NO_EXECUTE_TABLE_VA (TESTED_VA + 3 * BLOCK)

static void map_kinds(struct tables *tables, word page)
{
    (void)page;
    *block_entry(tables, READ_ONLY_TABLE_VA) = (word)tables->test_pages | READ_ONLY_TABLE | PRESENT_TABLE;
    *block_entry(tables, NO_EXECUTE_TABLE_VA) = (word)tables->test_pages | NO_EXECUTE_TABLE | PRESENT_TABLE;
}

static void faults_of_the_format(word pa)
{
    check(attempt(load, READ_ONLY_TABLE_VA + PAGE, 0) == 0);
    aborts(store, READ_ONLY_TABLE_VA + PAGE, WRITE | PERMISSION(3));
    aborts(load, READ_ONLY_TABLE_VA, TRANSLATION(3));
    branch_faults(NO_EXECUTE_TABLE_VA + (USER_CODE_VA - TESTED_VA), PERMISSION(3));
    branch_faults(NOT_ACCESSED_VA, ACCESS_FLAG(3));
    check(probe(READ_WRITE_VA) >> 56 == 0xff);
    check((probe(READ_WRITE_VA) & 0xfffffff981) == (pa | 0x980));
}
#endif

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
    map_page(tables, USER_CODE_VA, (word)user_code & ~1u, CODE | NOT_GLOBAL | USER | NO_PRIVILEGED_EXECUTE);
    map_kinds(tables, page);
    mmu_on(tables, ASID);
    while (rounds--) {
        data_and_fetch_faults();
        alignment_faults();
        instruction_faults();
        faults_of_user();
        probes(page);
        faults_of_the_format(page);
    }
    report_first_wrong(checks[vcpu], wrongs[vcpu], first_wrong[vcpu]);
}
