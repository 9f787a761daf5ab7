package dev.tlbsan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.InstructionSet;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Where blocks end, when they are dropped, and what the interpreter makes of them. */
class BlockTest {
    private static final long CODE = TestMachine.CODE;

    private final TestMachine machine = new TestMachine();
    private final CodeCache codes = new CodeCache(machine.memory);

    private Block block(String program) {
        machine.programAt(CODE, program + "; nop; nop");
        return blockAt(CODE);
    }

    private Block blockAt(long pa) {
        return Objects.requireNonNull(codes.block(pa, CodeForm.A64));
    }

    private static int[] codesOf(Program program) {
        return Arrays.stream(program.words).map(word -> word & 0xff).toArray();
    }

    @Test
    void aBlockEndsWithWhatAlwaysBranches() {
        for (String last : new String[] {"b .", "bl .", "br x1", "ret", "eret", "svc #1", "brk #0", ".word 0"}) {
            assertThat(block("add x0, x0, #1; " + last).instructions()).as(last).isEqualTo(2);
        }
    }

    @Test
    void aBlockEndsWithWhatMayChangeTheContext() {
        for (String last :
                new String[] {"isb", "dsb sy", "msr daifset, #1", "msr ttbr0_el1, x0", "wfi", "tlbi vmalle1"}) {
            assertThat(block("add x0, x0, #1; " + last).instructions()).as(last).isEqualTo(2);
        }
    }

    @Test
    void aBlockGoesOnAfterConditionalBranchesAndRegisterReads() {
        assertThat(block("cbz x0, .; b.eq .; tbz x0, #1, .; mrs x1, nzcv; clrex; b .")
                        .instructions())
                .isEqualTo(6);
    }

    @Test
    void aBlockHasAtMost64InstructionsAndStaysInItsPage() {
        assertThat(block("nop; ".repeat(100) + "nop").instructions()).isEqualTo(64);
        machine.programAt(CODE + 4096 - 12, "nop; nop; nop; nop; nop");
        assertThat(blockAt(CODE + 4096 - 12).instructions()).isEqualTo(3);
    }

    @Test
    void aBlockIsMadeOnceUntilOneOfItsInstructionsIsWritten() {
        Block block = block("add x0, x0, #1; b .");
        assertThat(blockAt(CODE)).isSameAs(block);
        machine.memory.write(CODE + 8, 4, 0);
        machine.memory.write(CODE - 4, 4, 0);
        assertThat(blockAt(CODE)).isSameAs(block);
        machine.memory.write(CODE + 7, 1, 0);
        assertThat(blockAt(CODE)).isNotSameAs(block);
    }

    @Test
    void aPrefixEndsAfterItsInstructionsAndGoesOnBehindThem() {
        Block block = block("nop; add x0, x0, #1; nop; b .");
        for (int n = 1; n <= 4; n++) {
            assertThat(block.prefix(n).instructions).isEqualTo(n);
        }
        Program two = block.prefix(2);
        assertThat(codesOf(two)).containsExactly(Code.ADD, Code.BRANCH_IF_NOT);
        assertThat(two.immediates[1]).isEqualTo(8 << 8);
    }

    private static Program a32(String program, int instructions) {
        var builder = new Block.Builder(CodeForm.A32, 8, 0);
        for (int word : new Assembler(InstructionSet.a32()).assemble(program, 0)) {
            builder.append(word);
        }
        return builder.build().prefix(instructions);
    }

    @Test
    void whatABranchThatIsNotTakenLeavesGoesOnEvenIfTheRestDoesNothing() {
        Program three = a32("blne .; dmb sy; dmb sy; b .", 3);
        assertThat(codesOf(three)).containsExactly(Code.SKIP_UNLESS, Code.ADDW, Code.BRANCH_IF_NOT, Code.BRANCH_IF_NOT);
        assertThat(three.immediates).containsExactly(3, 4, 0, 12 << 8);
    }

    @Test
    void anA32BranchWithAConditionIsOneOperationAndSoIsItWithTheComparisonBeforeIt() {
        assertThat(codesOf(a32("bne .; b .", 2))).containsExactly(Code.BRANCH_COND, Code.BRANCH_IF_NOT);
        assertThat(codesOf(a32("cmp r0, #1; bne .; b .", 3))).containsExactly(Code.SUBSW_BRANCH, Code.BRANCH_IF_NOT);
        assertThat(codesOf(a32("cmpeq r0, #1; bne .; b .", 3)))
                .containsExactly(Code.SKIP_UNLESS, Code.SUBSW, Code.BRANCH_COND, Code.BRANCH_IF_NOT);
    }

    @Test
    void twoOperationsBecomeOneWhereThereIsACode() {
        assertThat(codesOf(block("ldr x0, [x1, w2, uxtw #3]; b .").program()))
                .containsExactly(Code.ADD_EXTRACTED, Code.LOAD64, Code.BRANCH_IF_NOT);
        assertThat(codesOf(block("eor x0, x1, x2, lsr #8; b .").program()))
                .containsExactly(Code.XOR_EXTRACTED, Code.BRANCH_IF_NOT);
        assertThat(codesOf(block("subs x0, x1, #5; b.ne .; b .").program()))
                .containsExactly(Code.SUBS_BRANCH, Code.BRANCH_IF_NOT);
        assertThat(codesOf(block("tbz x0, #5, .; tbnz w0, #31, .; b .").program()))
                .containsExactly(Code.BRANCH_IF_BIT, Code.BRANCH_IF_BIT, Code.BRANCH_IF_NOT);
    }

    @Test
    void theStackPointerIsCheckedAgainOnlyWhereItMayHaveBecomeMisaligned() {
        String save = "stp x29, x30, [sp, #-32]!; str x1, [sp, #16]; ldr x2, [sp]; ";
        assertThat(codesOf(block(save + "b .").program())).containsOnlyOnce(Code.CHECK_ALIGNED);
        assertThat(codesOf(block(save + "add sp, sp, #8; ldr x3, [sp]; b .").program()))
                .satisfies(codes -> assertThat(Arrays.stream(codes).filter(code -> code == Code.CHECK_ALIGNED))
                        .hasSize(2));
        assertThat(codesOf(
                        block("ldr x3, [sp]; add sp, x1, #0; ldr x3, [sp]; b .").program()))
                .satisfies(codes -> assertThat(Arrays.stream(codes).filter(code -> code == Code.CHECK_ALIGNED))
                        .hasSize(2));
    }
}
