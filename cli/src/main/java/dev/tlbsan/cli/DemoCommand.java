package dev.tlbsan.cli;

import dev.tlbsan.arm.mmu.TlbMode;
import dev.tlbsan.cli.demo.Demo;
import dev.tlbsan.cli.demo.DemoText;
import dev.tlbsan.cli.demo.GuestIsa;
import dev.tlbsan.cli.demo.Row;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tlbsan demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Shows what sibling vCPUs read under each invalidation policy.")
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--arch", defaultValue = "all", description = "arm64, arm or all (the default).")
    private String arch = "all";

    @Option(names = "--ablate", description = "Leave out one line of the seed's mechanism at a time.")
    private boolean ablate;

    @Option(names = "--json", description = "Print one JSON array.")
    private boolean json;

    @Option(
            names = "--tlb",
            defaultValue = "retain",
            description = "retain (the default), coherent or finite:SIZExWAYS.")
    private String tlb = "retain";

    @Option(names = "--seed", defaultValue = "1", description = "Of the host's schedule; 1 by default.")
    private long seed;

    @Override
    public Integer call() {
        Demo demo = run(GuestIsa.of(arch));
        print(demo);
        return demo.isAsExpected() ? 0 : Main.USAGE_ERROR;
    }

    private Demo run(List<GuestIsa> isas) {
        try (Progress progress = Progress.onTerminal()) {
            Demo demo = new Demo(isas, TlbMode.parse(tlb), seed, progress);
            if (ablate) {
                demo.runAblations();
            } else {
                demo.runAll();
            }
            return demo;
        }
    }

    private void print(Demo demo) {
        if (json) {
            System.out.println(Json.text(demo.rows().stream().map(Row::asData).toList()));
        } else if (ablate) {
            System.out.println(new DemoText(demo).ablations());
        } else {
            System.out.println(new DemoText(demo).policies());
        }
    }
}
