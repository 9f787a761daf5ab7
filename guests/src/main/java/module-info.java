/** Guest programs: the ELFs that the tests, the demo and the benchmarks run. */
module dev.tlbsan.guests {
    requires static org.jspecify;

    exports dev.tlbsan.guests;
}
