/** Executes the one definition of each instruction: an interpreter, and a compiler of hot regions. */
module dev.tlbsan.engine {
    requires transitive dev.tlbsan.arm;
    requires static org.jspecify;

    exports dev.tlbsan.engine;
}
