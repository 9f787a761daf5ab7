package dev.tlbsan.cli;

import dev.tlbsan.kvm.KvmException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code tlbsan} command. */
@Command(
        name = "tlbsan",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        description = "An Arm machine with unhelpful TLBs, a hypervisor, and a sanitizer for stale translations.",
        subcommands = {DemoCommand.class, VmCommand.class, BenchCommand.class, DifftestCommand.class})
public final class Main {
    /** The exit status for a usage or input error. */
    static final int USAGE_ERROR = 1;

    private Main() {}

    /** Runs one command; the exit status is 66 with findings, 1 for a usage or input error, else 0. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setParameterExceptionHandler((e, _) -> fail(Mistakes.message(e)));
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof IllegalArgumentException || e instanceof KvmException) {
                return fail(String.valueOf(e.getMessage()));
            }
            if (e instanceof IOException failure) {
                return fail(Mistakes.message(failure));
            }
            throw e;
        });
        if (args.length == 0) {
            return fail("no command; accepted: "
                    + String.join(", ", commandLine.getSubcommands().keySet()));
        }
        return commandLine.execute(args);
    }

    /** Says what is wrong in one line. */
    static int fail(String message) {
        System.err.println("tlbsan: " + message.lines().findFirst().orElse(""));
        return USAGE_ERROR;
    }

    /** The version of the module that runs. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getModule().getDescriptor().rawVersion().orElse("(unpackaged)");
            return new String[] {"tlbsan " + version};
        }
    }
}
