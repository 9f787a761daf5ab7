/** Random instruction tests against QEMU. */
module dev.tlbsan.difftest {
    requires dev.tlbsan.arm;
    requires dev.tlbsan.engine;
    requires transitive dev.tlbsan.machine;
    requires static transitive org.jspecify;

    exports dev.tlbsan.difftest;
}
