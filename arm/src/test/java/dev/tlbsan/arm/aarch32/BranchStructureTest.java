package dev.tlbsan.arm.aarch32;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlbsan.arm.ir.Aarch32Semantics;
import dev.tlbsan.arm.ir.MicroCode;
import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.isa.Assembler;
import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.Disassembler;
import dev.tlbsan.arm.isa.FieldChooser;
import dev.tlbsan.arm.isa.Generator;
import dev.tlbsan.arm.isa.InstructionSet;
import dev.tlbsan.arm.pe.InstructionState;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BranchStructureTest {
    private static final long VA = 0x1000_0000;
    private static final int SAMPLES = 300;
    private static final int IT_EQ_LAST = 0x08;
    private static final int IT_EQ_MORE = 0x04;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        b .+16       | BRANCH 0x10
        beq .-8      | BRANCH_COND if 0 -0x8
        bl .+16      | x14 = ADDW_IMM block 0x4; BRANCH 0x10
        blne .+16    | SKIP_UNLESS 0x1; x14 = ADDW_IMM block 0x4; BRANCH 0x10
        blx .+18     | x14 = ADDW_IMM block 0x4; t1 = ADDW_IMM block 0x13; BRANCH_EXCHANGE t1
        bx lr        | BRANCH_EXCHANGE x14
        bxj r1       | BRANCH_EXCHANGE x1
        blx r3       | x14 = ADDW_IMM block 0x4; BRANCH_EXCHANGE x3
        blx lr       | t0 = ADDW_IMM block 0x4; t1 = MOVE x14; x14 = MOVEW t0; BRANCH_EXCHANGE t1
        bx pc        | t0 = ADDW_IMM block 0x8; BRANCH_EXCHANGE t0
        """)
    void a32BranchesBuildTheirOperations(String instruction, String operations) {
        assertThat(Built.a32(instruction)).containsExactly(operations.split("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        b .+16                | BRANCH 0x10
        b.w .+4096            | BRANCH 0x1000
        beq .+8               | BRANCH_COND if 0 0x8
        bne.w .+8             | BRANCH_COND if 1 0x8
        bl .+16               | x14 = ADDW_IMM block 0x5; BRANCH 0x10
        bx lr                 | BRANCH_EXCHANGE x14
        bx pc                 | t0 = ADDW_IMM block 0x4; BRANCH_EXCHANGE t0
        bxj r1                | BRANCH_EXCHANGE x1
        blx r3                | x14 = ADDW_IMM block 0x3; BRANCH_EXCHANGE x3
        cbz r0, .+8           | BRANCH_IF_NOTW x0 0x8
        cbnz r1, .+128        | BRANCH_IFW x1 0x80
        it eq; bxeq lr        | SKIP_UNLESS; BRANCH_EXCHANGE x14
        ite ne; movne r0, r8; moveq r0, r9 | SKIP_UNLESS 0x1; x0 = MOVE x8; SKIP_UNLESS; x0 = MOVE x9
        """)
    void t32BranchesBuildTheirOperations(String instruction, String operations) {
        assertThat(Built.t32(instruction)).containsExactly(operations.split("; "));
    }

    @Test
    void aBranchFromT32ToA32CountsFromTheAlignedPc() {
        assertThat(Built.t32("nop", "blx .+18"))
                .containsExactly(
                        "x14 = ADDW_IMM block 0x7",
                        "t1 = ADDW_IMM block 0x6",
                        "t2 = ANDW_IMM t1 -0x4",
                        "t3 = ADDW_IMM t2 0x10",
                        "BRANCH_EXCHANGE t3");
    }

    @Test
    void tableBranchesCountHalfwordsFromThePc() {
        assertThat(Built.t32("tbb [r0, r1]"))
                .containsExactly(
                        "t0 = ADDW x0 x1",
                        "t1 = LOAD8 t0",
                        "t2 = ADDW_IMM block 0x4",
                        "t3 = LSLW_IMM t1 0x1",
                        "t4 = ADDW t2 t3",
                        "t5 = ANDW_IMM t4 -0x2",
                        "BRANCH_TO t5");
        assertThat(Built.t32("tbh [pc, r1, lsl #1]"))
                .startsWith("t0 = ADDW_IMM block 0x4", "t1 = LSLW_IMM x1 0x1", "t2 = ADDW t0 t1", "t3 = LOAD16 t2");
    }

    static Stream<Definition> relativeBranches() {
        return Stream.of(InstructionState.A32, InstructionState.T32)
                .flatMap(state -> InstructionSet.of(state).definitions().stream())
                .filter(definition -> definition.asm().contains(":label"));
    }

    @ParameterizedTest
    @MethodSource("relativeBranches")
    void branchesGoWhereTheyAreDisassembledTo(Definition definition) {
        InstructionSet set = InstructionSet.of(definition.state());
        var generator = new Generator(set, 8);
        for (int i = 0; i < SAMPLES; i++) {
            int word = generator.generate(definition, FieldChooser.ANY).word();
            String text = new Disassembler(set).disassemble(word, VA);
            long shown = Long.parseLong(text.substring(text.lastIndexOf("0x") + 2), 16);
            assertThat(target(definition, word)).as(text).isEqualTo(shown);
        }
    }

    /** The address that the built operations say, without the bit that chooses T32. */
    private static long target(Definition definition, int word) {
        var semantics = new Aarch32Semantics(definition.state() == InstructionState.T32, false, 0);
        semantics.begin(0);
        definition.build(word, semantics);
        semantics.end();
        MicroCode code = semantics.code();
        int last = code.size() - 1;
        boolean exchanges = code.op(last) == Op.BRANCH_EXCHANGE;
        // What BLX of T32 rounds down is aligned here.
        long ahead = exchanges && definition.state() == InstructionState.T32 ? 4 : 0;
        long distance = code.immediate(exchanges ? last - 1 : last);
        return (VA + ahead + distance) & 0xffff_fffeL;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"b .+8", "b.w .+8", "bl .+8", "blx .+8", "bx lr", "blx r3", "bxj r1", "tbb [r0, r1]", "eret"})
    void onlyTheLastOfAnItBlockMayBranch(String instruction) {
        int word = new Assembler(InstructionSet.t32()).assemble(instruction);
        assertThat(Built.isUnpredictableT32(word, 0)).isFalse();
        assertThat(Built.isUnpredictableT32(word, IT_EQ_LAST)).isFalse();
        assertThat(Built.isUnpredictableT32(word, IT_EQ_MORE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"beq .+8", "bne.w .+8", "cbz r0, .+8", "it eq", "cps #19", "cpsie i", "setend be", "hvc #1"})
    void someInstructionsMayNotBeInAnItBlock(String instruction) {
        int word = new Assembler(InstructionSet.t32()).assemble(instruction);
        assertThat(Built.isUnpredictableT32(word, 0)).isFalse();
        assertThat(Built.isUnpredictableT32(word, IT_EQ_LAST)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xbff8_0000, 0xbfec_0000, 0xbff1_0000})
    void anItBlockHasAConditionThatCanFailOrNoElse(int word) {
        assertThat(Built.isUnpredictableT32(word, 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xe12f_ff3f, 0xe12f_ff2f})
    void blxAndBxjDoNotGoToThePc(int word) {
        assertThat(Built.isUnpredictableA32(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x47f8_0000, 0xf3cf_8f00, 0xf3cd_8f00, 0xe8dd_f001, 0xe8d0_f00d, 0xe8d0_f01f})
    void registersThatT32DoesNotHaveThereAreUnpredictable(int word) {
        assertThat(Built.isUnpredictableT32(word, 0)).isTrue();
    }
}
