// Open, since JMH makes the benchmarks it generates by reflection; which is also why it needs the two JDK modules.
open module dev.tlbsan.bench {
    requires dev.tlbsan.arm;
    requires dev.tlbsan.engine;
    requires dev.tlbsan.guests;
    requires dev.tlbsan.kvm;
    requires transitive dev.tlbsan.machine;
    requires dev.tlbsan.sanitizer;
    requires java.management;
    requires jdk.unsupported;
    requires jmh.core;
    requires static org.jspecify;

    exports dev.tlbsan.bench;
}
