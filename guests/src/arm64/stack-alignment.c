/* SCTLR_EL1.SA: a load through a misaligned stack pointer faults. QEMU does not check this. */
#include "mmu.h"

#define DEFAULT_ROUNDS 10
#define SP_ALIGNMENT 0x9a000000ul

word load_from_misaligned_stack(word, word);
extern const char misaligned_load[];

asm(".text\n"
    ".type load_from_misaligned_stack, %function\n"
    "load_from_misaligned_stack:\n"
    "    sub sp, sp, #8\n"
    "misaligned_load:\n"
    "    ldr x0, [sp]\n"
    "    add sp, sp, #8\n"
    "    ret\n");

void guest_main(word argument, word vcpus)
{
    word rounds = argument ? argument : DEFAULT_ROUNDS;
    struct vcpu *vcpu = this_vcpu();
    word wrong = 0;

    (void)vcpus;
    build_tables(&vcpu->tables);
    mmu_on(&vcpu->tables, 1);
    for (word i = 0; i < rounds; i++)
        wrong += !(attempt(load_from_misaligned_stack, 0, 0) && vcpu->trap.esr == SP_ALIGNMENT
                   && vcpu->trap.elr == (word)misaligned_load);
    report(rounds, wrong);
}
