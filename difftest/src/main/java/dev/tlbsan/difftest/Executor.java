package dev.tlbsan.difftest;

import java.util.List;

/** Something that the payload runs on. */
interface Executor {
    /** Runs cases in order. Fewer outcomes than cases mean that the case after the last outcome did not end. */
    CaseFile.Output run(List<TestCase> cases);
}
