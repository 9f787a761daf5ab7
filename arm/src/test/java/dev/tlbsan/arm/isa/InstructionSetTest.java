package dev.tlbsan.arm.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.pe.InstructionState;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstructionSetTest {
    private static InstructionSet set(Class<?>... groups) {
        return new InstructionSet(InstructionState.A64, List.of(groups), MethodHandles.lookup());
    }

    private static void assertRefused(Class<?> group, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> set(group).definitions().forEach(Definition::syntax))
                .withMessageContaining(group.getSimpleName())
                .withMessageContaining(reason);
    }

    static final class ShortPattern {
        @A64(bits = "1111 nnnn", asm = "x {n:imm}", manual = "")
        static void x(Semantics s, int n) {}
    }

    static final class UnboundField {
        @A64(bits = "1111111111111111 1111111111 nnnn dd", asm = "x {n:imm}", manual = "")
        static void x(Semantics s, int n) {}
    }

    static final class UnknownParameter {
        @A64(bits = "1111111111111111 111111111111 nnnn", asm = "x {n:imm}", manual = "")
        static void x(Semantics s, int n, int m) {}
    }

    static final class WideFlag {
        @A64(bits = "1111111111111111 111111111111 nnnn", asm = "x {n:imm}", manual = "")
        static void x(Semantics s, boolean n) {}
    }

    static final class UnknownKind {
        @A64(bits = "1111111111111111 111111111111 nnnn", asm = "x {n:what}", manual = "")
        static void x(Semantics s, int n) {}
    }

    static final class UnknownOperand {
        @A64(bits = "1111111111111111 111111111111 nnnn", asm = "x {m:imm}", manual = "")
        static void x(Semantics s, int n) {}
    }

    static final class HiddenField {
        @A64(bits = "1111111111111111 111111111111 nnnn", asm = "x {n<2:0>:imm}", manual = "")
        static void x(Semantics s, int n) {}
    }

    static final class MissingShouldBe {
        @A64(bits = "1111111111111111 111111111111 ....", asm = "x", shouldBe = "01", manual = "")
        static void x(Semantics s) {}
    }

    static final class Overlapping {
        @A64(bits = "1111111111111111 111111111111 nnnn", asm = "x {n:imm}", manual = "")
        static void x(Semantics s, int n) {}

        @A64(bits = "1111111111111111 11111111 nnnn 1111", asm = "y {n:imm}", manual = "")
        static void y(Semantics s, int n) {}
    }

    static final class Prioritised {
        @A64(bits = "1111111111111111 111111111111 nnnn", asm = "x {n:imm}", manual = "")
        static void x(Semantics s, int n) {
            s.x(0, true, s.constant(n));
        }

        @A64(bits = "1111111111111111 1111111111111111", asm = "y", manual = "", priority = 1)
        static void y(Semantics s) {
            s.undefined();
        }
    }

    @Test
    void contradictoryDefinitionsAreRefused() {
        assertRefused(ShortPattern.class, "32 bits, not 8");
        assertRefused(UnboundField.class, "field d has no parameter");
        assertRefused(UnknownParameter.class, "a parameter names no field");
        assertRefused(WideFlag.class, "parameter n must be int");
        assertRefused(UnknownKind.class, "no operand kind what");
        assertRefused(UnknownOperand.class, "an operand names no field: m");
        assertRefused(HiddenField.class, "the syntax does not show all of field n");
        assertRefused(MissingShouldBe.class, "every ignored bit");
        assertRefused(Overlapping.class, "match one word with the same priority");
    }

    @Test
    void theHigherPriorityWins() {
        InstructionSet set = set(Prioritised.class);
        assertThat(set.find(-1)).isSameAs(set.definition("y"));
        assertThat(set.find(-2)).isSameAs(set.definition("x"));
        assertThat(set.decode(-1)).isNull();
        assertThat(set.find(0)).isNull();
    }

    @Test
    void fieldsReachTheirParameters() {
        var semantics = new Semantics();
        semantics.begin(0);
        set(Prioritised.class).build(0xffff_fff5, semantics);
        semantics.end();
        assertThat(semantics.code().op(0)).isEqualTo(Op.CONST);
        assertThat(semantics.code().immediate(0)).isEqualTo(5);
    }

    @Test
    void definitionsAreFoundByName() {
        InstructionSet set = InstructionSet.a64();
        assertThat(set.definition("clz").toString()).isEqualTo("DataProcessingOneSource.clz");
        assertThat(set.definition("LogicalImmediate.and").group()).isEqualTo("LogicalImmediate");
        assertThatIllegalArgumentException().isThrownBy(() -> set.definition("and"));
        assertThatIllegalArgumentException().isThrownBy(() -> set.definition("nonesuch"));
    }

    @Test
    void everyDefinitionNamesItsSection() {
        assertThat(InstructionSet.a64().definitions())
                .allSatisfy(definition -> assertThat(definition.manual()).startsWith("C6.2"));
        for (InstructionSet set : List.of(InstructionSet.a32(), InstructionSet.t32())) {
            assertThat(set.definitions())
                    .allSatisfy(definition -> assertThat(definition.manual()).matches("F[345]\\.1.* [A-Z].*"));
        }
    }
}
