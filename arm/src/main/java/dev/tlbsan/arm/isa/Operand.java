package dev.tlbsan.arm.isa;

import java.util.List;

/** One operand of an assembly syntax: how it is printed, how it is read, and which bits it shows. */
interface Operand {
    /** Appends the operand of an instruction word at a virtual address. */
    void print(int word, long va, StringBuilder out);

    /** Reads the operand and sets its bits; false if the text is something else or cannot be encoded. */
    boolean parse(Source in, Encoding out);

    /** The bits it shows, for choosing values. */
    List<Slot> slots();
}
