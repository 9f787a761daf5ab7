/** A board: memory, bus, PEs, devices, loaders, deterministic time and scheduling. */
module dev.tlbsan.machine {
    requires transitive dev.tlbsan.arm;
    requires transitive dev.tlbsan.engine;
    requires static org.jspecify;

    exports dev.tlbsan.machine;
}
