package dev.tlbsan.difftest;

import dev.tlbsan.arm.isa.Definition;
import dev.tlbsan.arm.isa.Instruction;
import dev.tlbsan.arm.isa.InstructionSet;
import java.util.ArrayList;
import java.util.List;

/** Which instructions of a case were surely executed: those up to the first branch and up to the end of the case. */
final class Coverage {
    private Coverage() {}

    /** The definitions of those instructions, the one that raised the last exception included. */
    static List<Definition> executed(InstructionCase testCase, Outcome outcome) {
        List<Definition> executed = new ArrayList<>();
        long address = testCase.start();
        for (int word : testCase.words()) {
            Instruction instruction = InstructionSet.a64().decode(word);
            if (instruction == null) {
                break;
            }
            executed.add(instruction.definition());
            if (Kind.of(instruction.definition()) == Kind.BRANCH
                    || endsAt(outcome, address, instruction.definition())) {
                break;
            }
            address += Integer.BYTES;
        }
        return executed;
    }

    /** How many they are; a word that is UNDEFINED counts as one. */
    static int count(InstructionCase testCase, Outcome outcome) {
        boolean undefined = !testCase.words().isEmpty()
                && InstructionSet.a64().decode(testCase.wordAt(outcome.returnAddress())) == null
                && testCase.wordAt(outcome.returnAddress()) != InstructionCase.END;
        return executed(testCase, outcome).size() + (undefined ? 1 : 0);
    }

    /** Whether the exception that ended the case came from the instruction at an address. */
    private static boolean endsAt(Outcome outcome, long address, Definition definition) {
        boolean call = switch (definition.name()) {
            case "svc", "hvc", "smc" -> true;
            default -> false;
        };
        return outcome.returnAddress() == (call ? address + Integer.BYTES : address);
    }
}
