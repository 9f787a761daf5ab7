/** The {@code tlbsan} command. */
module dev.tlbsan.cli {
    requires dev.tlbsan.arm;
    requires dev.tlbsan.bench;
    requires dev.tlbsan.difftest;
    requires dev.tlbsan.engine;
    requires dev.tlbsan.guests;
    requires dev.tlbsan.kvm;
    requires dev.tlbsan.machine;
    requires dev.tlbsan.sanitizer;
    requires info.picocli;
    requires static org.jspecify;
    requires tools.jackson.databind;

    opens dev.tlbsan.cli to
            info.picocli;
}
