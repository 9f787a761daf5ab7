package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssemblerTest {
    private static final Assembler ASSEMBLER = new Assembler(InstructionSet.a64());

    @Test
    void aliasesAreThoseOfTheGnuAssembler() throws IOException {
        List<String> different = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("gas-aliases.txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String word = "%08x".formatted(ASSEMBLER.assemble(line.substring(10)));
                if (!word.equals(line.substring(0, 8))) {
                    different.add(line + ", not " + word);
                }
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void labelsMayBeUsedBeforeAndAfterTheyAreDefined() {
        int[] words = ASSEMBLER.assemble("""
                start:  cbz x0, done        // forward
                        sub x0, x0, #1; b start
                done:   ret
                """, 0x1000);
        assertThat(words).containsExactly(0xb4000060, 0xd1000400, 0x17fffffe, 0xd65f03c0);
    }

    @Test
    void dataAndNamesMayBeSums() {
        int[] words = ASSEMBLER.assemble("""
                .equ SIZE, 0x10 + 4
                add x0, x1, #SIZE
                table: .word SIZE, -1, end - table
                .quad table + 8
                end:
                """, 0xffff_0000_0000_0000L);
        assertThat(words).containsExactly(0x91005020, 20, -1, 20, 12, 0xffff_0000);
    }

    @Test
    void anAddressIsMadeOfItsPageAndItsOffsetInThePage() {
        int[] words = ASSEMBLER.assemble("adrp x0, there\nadd x0, x0, :lo12:there\nthere:", 0x1ff8);
        assertThat(words).containsExactly(0xb0000000, 0x91000000);
    }

    @Test
    void blanksAndCaseDoNotMatter() {
        assertThat(ASSEMBLER.assemble("  LDR\tX0 ,[ X1,#8 ] ! ")).isEqualTo(ASSEMBLER.assemble("ldr x0, [x1, #8]!"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add x0, x1, #4097",
                "add x0, x1, w2",
                "add x0, x1, x32",
                "add xzr, x1, #1",
                "and x0, x1, #5",
                "lsl x0, x1, #64",
                "movk w0, #1, lsl #32",
                "mov x0, #0x123456789",
                "b nowhere",
                "b 2",
                "cset x0, al",
                "ldr x0, [x1, #32769]",
                "ldr x0, [w1]",
                "tlbi nothing",
                "sub x0, x1",
                "adds",
                ".align 4",
                ".word one"
            })
    void whatCannotBeEncodedIsRefusedWithItsLine(String statement) {
        assertThatExceptionOfType(AssemblyException.class)
                .isThrownBy(() -> ASSEMBLER.assemble("nop\n" + statement, 0))
                .withMessageStartingWith("line 2: ");
    }

    @Test
    void aLabelIsDefinedOnce() {
        assertThatExceptionOfType(AssemblyException.class)
                .isThrownBy(() -> ASSEMBLER.assemble("a: nop\na: nop", 0))
                .withMessage("line 2: defined twice: a");
    }

    @ParameterizedTest
    @CsvSource({"0x10008, 14000002", "0x18000000, 16000000"})
    void branchesReachFarEnough(String target, String word) {
        assertThat(ASSEMBLER.assemble("b " + target, target.equals("0x10008") ? 0x10000 : 0x20000000)[0])
                .isEqualTo(Integer.parseUnsignedInt(word, 16));
    }
}
