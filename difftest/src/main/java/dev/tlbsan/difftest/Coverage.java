package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which instructions of a case were surely executed: those up to the first branch and up to the end of the case. */
final class Coverage {
    private Coverage() {}

    /** The definitions of those instructions, the one that raised the last exception included. */
    static List<Definition> executed(InstructionCase testCase, Outcome outcome) {
        List<Definition> executed = new ArrayList<>();
        for (Map.Entry<Long, Integer> each : testCase.program().entrySet()) {
            Instruction instruction = testCase.instructionSet().decode(each.getValue());
            if (instruction == null) {
                break;
            }
            executed.add(instruction.definition());
            if (instruction.definition().group().equals("Branches")
                    || endsAt(testCase, outcome, each.getKey(), instruction.definition())) {
                break;
            }
        }
        return executed;
    }

    /** How many they are; a word that is UNDEFINED counts as one. */
    static int count(InstructionCase testCase, Outcome outcome) {
        int last = testCase.instructionAt(outcome.endOf(testCase));
        boolean undefined =
                !testCase.words().isEmpty() && testCase.instructionSet().decode(last) == null && last != testCase.end();
        return executed(testCase, outcome).size() + (undefined ? 1 : 0);
    }

    /** Whether the exception that ended the case came from the instruction at an address. */
    private static boolean endsAt(InstructionCase testCase, Outcome outcome, long address, Definition definition) {
        boolean call = switch (definition.name()) {
            case "svc", "hvc", "smc" -> true;
            default -> false;
        };
        return outcome.endOf(testCase) == (call ? address + definition.bytes() : address);
    }
}
