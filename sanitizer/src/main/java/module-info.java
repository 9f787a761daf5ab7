/** Folds architectural events into findings. */
module dev.tlbsan.sanitizer {
    requires transitive dev.tlbsan.arm;
    requires static org.jspecify;

    exports dev.tlbsan.sanitizer;
}
