package dev.tlbsan.difftest;

import java.nio.ByteBuffer;

/** One case of the payload's input. */
sealed interface TestCase permits InstructionCase, TranslationCase {
    /** Copied to the result. */
    long tag();

    /** What the format calls its kind. */
    int kind();

    /** Writes everything that follows the tag. */
    void writeBody(ByteBuffer out);
}
