package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tlbsan.arm.pe.InstructionState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Aarch32AssemblerTest {
    private static final Assembler A32 = new Assembler(InstructionSet.a32());
    private static final Assembler T32 = new Assembler(InstructionSet.t32());
    private static final int NOP = 0xbf00;

    @ParameterizedTest
    @EnumSource(
            value = InstructionState.class,
            names = {"A32", "T32"})
    void statementsMeanWhatTheyDoToTheGnuAssembler(InstructionState state) throws IOException {
        var assembler = new Assembler(InstructionSet.of(state));
        String name = "gas-aliases-" + state.name().toLowerCase(Locale.ROOT) + ".txt";
        List<String> different = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] parts = line.split(": ", 2);
                String format = state == InstructionState.A32 ? "%08x" : "%04x";
                String units = IntStream.of(assembler.assemble(parts[1], 0x1000))
                        .mapToObj(format::formatted)
                        .collect(Collectors.joining(" "));
                if (!units.equals(parts[0])) {
                    different.add(line + ", not " + units);
                }
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void aSingleT32InstructionHasItsFirstHalfwordAbove() {
        assertThat(T32.assemble("nop")).isEqualTo(NOP << 16);
        assertThat(T32.assemble("nop.w")).isEqualTo(0xf3af_8000);
    }

    @Test
    void labelsOfA32CountFromThePc() {
        assertThat(A32.assemble("start: b done\nblx start\nldr r0, [pc, #-8]\ndone: bx lr", 0x8000))
                .containsExactly(0xea000001, 0xfafffffd, 0xe51f0008, 0xe12fff1e);
    }

    @Test
    void branchesAreShortWhileTheyReach() {
        int[] near = T32.assemble("b there\n" + "nop\n".repeat(1024) + "there: nop", 0);
        int[] far = T32.assemble("b there\n" + "nop\n".repeat(1025) + "there: nop", 0);
        assertThat(near).startsWith(0xe3ff).hasSize(1026);
        assertThat(far).startsWith(0xf000, 0xbc01).hasSize(1028);
    }

    @Test
    void aBranchThatGrowsMayMakeAnotherGrow() {
        String program = "a: beq c\n b d\n" + "nop\n".repeat(127) + "c: " + "nop\n".repeat(900) + "d: nop";
        int[] units = T32.assemble(program, 0);
        assertThat(units).startsWith(0xf000, 0x8081, 0xf000, 0xbc03).hasSize(4 + 127 + 900 + 1);
    }

    @Test
    void literalsAreRelativeToTheAlignedPc() {
        int[] units =
                T32.assemble("nop\nldr r1, there\nadr r2, there\nldr r8, there\n.balign 4\nthere: .word 0x12345678", 0);
        assertThat(units).containsExactly(NOP, 0x4902, 0xa201, 0xf8df, 0x8004, 0, 0x5678, 0x1234);
    }

    @Test
    void halvesOfAddressesAreNumbers() {
        assertThat(A32.assemble("movw r0, #:lower16:there\nmovt r0, #:upper16:there\nthere:", 0x1234_0000))
                .containsExactly(0xe3000008, 0xe3410234);
    }

    @Test
    void dataIsLaidOutInMemoryOrder() {
        assertThat(T32.assembleBytes(".word 0x04030201\n.hword 0x0605\n.inst.n 0x0807\n.inst.w 0x0a090c0b", 0))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(A32.assembleBytes(".word 0x04030201", 0)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void undefinedWordsAreDataThatCanBeAssembled() {
        var disassembler = new Disassembler(InstructionSet.t32());
        for (int word : new int[] {0xba80_0000, 0xf7f0_b000}) {
            String text = disassembler.disassemble(word, 0);
            assertThat(T32.assemble(text)).isEqualTo(word);
        }
        assertThat(disassembler.disassemble(0xba80_0000, 0)).isEqualTo(".inst.n 0xba80");
        assertThat(new Disassembler(InstructionSet.a32()).disassemble(0xe100_0090, 0))
                .isEqualTo(".word 0xe1000090");
    }

    @Test
    void shortEncodingsSetFlagsOutsideOfItBlocksOnly() {
        assertThat(T32.assemble("add r0, r1, r2", 0)).containsExactly(0xeb01, 0x0002);
        assertThat(T32.assemble("it eq; addeq r0, r1, r2", 0)).containsExactly(0xbf08, 0x1888);
        assertThat(T32.assemble("it eq; addseq r0, r1, r2", 0)).containsExactly(0xbf08, 0xeb11, 0x0002);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it eq; movne r0, #1",
                "it eq; mov r0, #1",
                "ite eq; moveq r0, #1; moveq r0, #2",
                "moveq r0, #1",
                "push.n {r8}",
                "b.n .+4096",
                "cbz r8, .+4",
                "cbz r0, .-4",
                "ldr.n r0, [r1, #128]",
                "add r0, r1, #4097",
                "mov r0, #0x12345678",
                "bl .+3"
            })
    void whatT32CannotEncodeIsRefused(String program) {
        assertThatExceptionOfType(AssemblyException.class).isThrownBy(() -> T32.assemble(program, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mov r0, #0x12345678",
                "add r0, r1, #257",
                "ldr r0, [r1, #4096]",
                "ldrd r1, r2, [r3]",
                "b .+2",
                "hvceq #0",
                "bkptne #0",
                "msr cpsr_x, r15",
                "mrs r0, r13_usr",
                "cpsie none",
                "ldm r0, {}",
                "ldm r0, {r3-r1}",
                ".hword 1",
                ".balign 3",
                "strd r0, r2, [r3]"
            })
    void whatA32CannotEncodeIsRefused(String program) {
        assertThatExceptionOfType(AssemblyException.class).isThrownBy(() -> A32.assemble(program, 0));
    }
}
