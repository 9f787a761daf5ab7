package dev.tlbsan.arm.isa;

import dev.tlbsan.arm.ir.MicroCode;
import dev.tlbsan.arm.ir.Op;
import dev.tlbsan.arm.ir.Semantics;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an instruction may do besides changing general-purpose registers and flags. */
public enum Effect {
    /** Reads or writes memory, or changes an exclusive monitor. */
    MEMORY,
    /** Changes the PC. */
    BRANCH,
    /** Reads or changes the context: system registers, PSTATE, barriers, hints, system instructions. */
    SYSTEM,
    /** Raises an exception by design. */
    EXCEPTION;

    /** What an instruction word may do, seen from its micro-operations. */
    static Set<Effect> of(Instruction instruction) {
        Semantics semantics = Specification.newBlock(instruction.definition().state());
        semantics.begin(0);
        instruction.build(semantics);
        semantics.end();
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        MicroCode code = semantics.code();
        for (int n = 0; n < code.size(); n++) {
            Effect effect = of(code.op(n));
            if (effect != null) {
                effects.add(effect);
            }
        }
        return effects;
    }

    private static @Nullable Effect of(Op op) {
        return switch (op) {
            case CLEAR_EXCLUSIVE -> MEMORY;
            case CHECK_SP_ALIGNMENT, SKIP_UNLESS -> null;
            case READ_SYSREG, WRITE_USER_BANK, ERET, RETURN_TO -> SYSTEM;
            case EXCEPTION -> EXCEPTION;
            default ->
                switch (op.kind()) {
                    case PURE -> null;
                    case MEMORY -> MEMORY;
                    case SIDE_EXIT, END -> BRANCH;
                    case SYSTEM -> SYSTEM;
                };
        };
    }
}
