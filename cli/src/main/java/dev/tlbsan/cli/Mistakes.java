package dev.tlbsan.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Mistakes of the user's in one line that names what was given and what is accepted. */
final class Mistakes {
    private Mistakes() {}

    /** About the command line. */
    static String message(ParameterException mistake) {
        String message = String.valueOf(mistake.getMessage());
        return mistake instanceof UnmatchedArgumentException
                ? message + "; accepted: "
                        + String.join(", ", accepted(mistake.getCommandLine().getCommandSpec()))
                : message;
    }

    private static List<String> accepted(CommandSpec command) {
        List<String> accepted = new ArrayList<>(command.subcommands().keySet());
        command.positionalParameters().forEach(parameter -> accepted.add(parameter.paramLabel()));
        command.options().stream().map(OptionSpec::longestName).sorted().forEach(accepted::add);
        return accepted;
    }

    /** About a file. */
    static String message(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case NoSuchFileException missing -> message + ": no such file, or a folder that cannot be made";
            case AccessDeniedException denied -> message + ": access denied";
            case FileSystemException other
            when other.getReason() == null -> message + ": " + other.getClass().getSimpleName();
            default -> message;
        };
    }
}
