package dev.tlbsan.difftest;

import dev.tlbsan.arm.ir.MicroCode;
import dev.tlbsan.arm.ir.RegisterFile;
import dev.tlbsan.arm.ir.Semantics;
import dev.tlbsan.arm.isa.Instruction;

/** Which registers an instruction writes. */
final class Written {
    private Written() {}

    /** Bits 0 to 30 for X0 to X30, bit 31 for SP. */
    static int registers(Instruction instruction) {
        var semantics = new Semantics();
        semantics.begin(0);
        instruction.build(semantics);
        semantics.end();
        MicroCode code = semantics.code();
        int written = 0;
        for (int n = 0; n < code.size(); n++) {
            written |= code.d(n) <= RegisterFile.SP ? 1 << code.d(n) : 0;
        }
        return written;
    }
}
