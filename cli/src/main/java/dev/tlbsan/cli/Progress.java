package dev.tlbsan.cli;

import java.io.PrintStream;

/** One line on standard error that says what is going on; silent unless standard error is a terminal. */
public final class Progress implements AutoCloseable {
    private static final String ERASE_LINE = "\r\033[K";

    /** The system property by which the launcher says that standard error is a terminal. */
    private static final String ON_TERMINAL = "tlbsan.progress";

    private final PrintStream err;
    private final boolean enabled;

    private Progress(PrintStream err, boolean enabled) {
        this.err = err;
        this.enabled = enabled;
    }

    /** Progress on standard error if somebody watches it there. */
    public static Progress onTerminal() {
        return new Progress(System.err, Boolean.getBoolean(ON_TERMINAL));
    }

    /** No progress at all. */
    public static Progress silent() {
        return new Progress(System.err, false);
    }

    /** Replaces the line. */
    public void show(String what) {
        if (enabled) {
            err.print(ERASE_LINE + what);
            err.flush();
        }
    }

    /** Erases the line. */
    @Override
    public void close() {
        if (enabled) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }
}
