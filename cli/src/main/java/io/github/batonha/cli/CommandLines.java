package io.github.batonha.cli;

import io.github.batonha.cli.check.CheckCommand;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandGroup;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.usage.UsageCommand;
import io.github.batonha.conf.report.Nearest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** Builds the command line parser. */
final class CommandLines {

    private final CommandContext context;

    CommandLines(CommandContext context) {
        this.context = context;
    }

    /** A parser that knows only the verbs among the words, or all of them if there is none. */
    CommandLine forWords(List<String> words) {
        var wanted = Verb.ALL.stream()
                .filter(verb -> words.stream().anyMatch(verb::isCalled))
                .toList();
        return build(wanted.isEmpty() ? Verb.ALL : wanted);
    }

    CommandLine complete() {
        return build(Verb.ALL);
    }

    private CommandLine build(List<Verb> verbs) {
        var options = new GlobalOptions();
        var root = new CommandLine(new BatonCommand(options));
        verbs.forEach(verb -> root.addSubcommand(inOneStyle(verb.command().apply(context, options))));
        var usage = root.getSubcommands().get(UsageCommand.NAME);
        if (usage != null) {
            offerCsv(usage);
        }
        var check = root.getSubcommands().get("check");
        if (check != null) {
            check.getCommandSpec().versionProvider(new BatonVersion());
        }
        HelpScreen.setUp(root);
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HelpScreen.width(context.size().columns()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(context.isColoured() ? Ansi.ON : Ansi.OFF))
                .setOut(new PrintWriter(context.out(), true, context.out().charset()))
                .setErr(new PrintWriter(context.err(), true, context.err().charset()))
                .setExecutionStrategy(parsed -> run(parsed, options))
                .setParameterExceptionHandler((problem, args) -> wrongUsage(problem, List.of(args)))
                .setExecutionExceptionHandler(
                        (problem, commandLine, result) -> Failure.say(problem, result.originalArgs(), context));
    }

    /** The inherited option, at its place, with one more word. */
    private static void offerCsv(CommandLine usage) {
        var spec = usage.getCommandSpec();
        var options = List.copyOf(spec.options());
        options.forEach(spec::remove);
        options.forEach(option -> spec.addOption(option.longestName().equals("--output") ? withCsv(option) : option));
    }

    private static OptionSpec withCsv(OptionSpec output) {
        return OptionSpec.builder(output)
                .scopeType(ScopeType.LOCAL)
                .description("table, csv, or json: one value a line, with stable field names. Default: table.")
                .completionCandidates(List.of("table", "json", "csv"))
                .build();
    }

    /** Nothing is done in a form that the command does not have. */
    private static int run(ParseResult parsed, GlobalOptions options) {
        var last = parsed.asCommandLineList().getLast();
        if (options.isCsv() && !(last.getCommand() instanceof UsageCommand)) {
            throw new ParameterException(
                    last, "--output csv is for usage only, %s has table and json".formatted(last.getCommandName()));
        }
        return new RunLast().execute(parsed);
    }

    private static CommandLine inOneStyle(Object command) {
        var commandLine = new CommandLine(command);
        if (command instanceof CommandGroup group) {
            group.members().forEach(member -> commandLine.addSubcommand(inOneStyle(member)));
        }
        commandLine
                .getCommandSpec()
                .usageMessage()
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%n");
        return commandLine;
    }

    private int wrongUsage(ParameterException problem, List<String> words) {
        var commandLine = problem.getCommandLine();
        var right = meant(problem);
        context.err()
                .println("baton: " + what(problem)
                        + right.map(": did you mean %s?"::formatted).orElse(""));
        var command = right.flatMap(word -> Suggestion.of(words, mistyped(problem), word));
        context.err()
                .println("  -> " + command.map("give `%s`, or "::formatted).orElse("")
                        + "see `%s --help`"
                                .formatted(commandLine.getCommandSpec().qualifiedName()));
        return commandLine.getCommand() instanceof CheckCommand
                ? CheckCommand.WRONG_USAGE
                : ExitCode.WRONG_USAGE.number();
    }

    private static String what(ParameterException problem) {
        return problem instanceof UnmatchedArgumentException unmatched && isCommand(unmatched)
                ? "There is no command '%s'".formatted(unmatched.getUnmatched().getFirst())
                : String.valueOf(problem.getMessage());
    }

    private static boolean isCommand(UnmatchedArgumentException problem) {
        return !problem.isUnknownOption()
                && !problem.getCommandLine().getSubcommands().isEmpty();
    }

    /** The command, or the name of the option. */
    private static String mistyped(ParameterException problem) {
        if (!(problem instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        var word = unmatched.getUnmatched().getFirst();
        return unmatched.isUnknownOption() && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    }

    /** The command or option that was meant. */
    private static Optional<String> meant(ParameterException problem) {
        if (!(problem instanceof UnmatchedArgumentException unmatched)) {
            return Optional.empty();
        }
        var word = mistyped(problem);
        var commandLine = problem.getCommandLine();
        if (unmatched.isUnknownOption()) {
            return Nearest.to(word, commandLine.getCommandSpec().optionsMap().keySet());
        }
        return isCommand(unmatched)
                ? Nearest.to(word, commandLine.getSubcommands().keySet())
                : Optional.empty();
    }
}
