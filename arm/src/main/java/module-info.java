/** The Arm architecture: instructions, registers, exceptions, translation, TLBs, and the events they raise. */
module dev.tlbsan.arm {
    requires static transitive org.jspecify;

    exports dev.tlbsan.arm.event;
    exports dev.tlbsan.arm.ir;
    exports dev.tlbsan.arm.isa;
    exports dev.tlbsan.arm.memory;
    exports dev.tlbsan.arm.mmu;
    exports dev.tlbsan.arm.pe;
}
