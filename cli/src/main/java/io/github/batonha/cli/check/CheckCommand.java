package io.github.batonha.cli.check;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Answers;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.check.CheckResult.Status;
import io.github.batonha.cli.check.Checks.Limits;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.supervision.secrets.VisibleText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A plugin for Nagios: one line, performance data, and the exit code that it wants. */
@Command(
        name = "check",
        aliases = "check_baton",
        description =
                "Checks one thing as a plugin of Nagios: prints a line with performance data, and exits with 0 (OK), 1"
                        + " (WARNING), 2 (CRITICAL) or 3 (UNKNOWN).",
        footer = {
            "",
            "What can be checked:",
            "- node: all processes of a node; limits are for how many need a look",
            "- process NAME: a process, or all of a group, or with --all each; limits are for CPU in percent",
            "- metric PROCESS METRIC: a number that a process tells of itself, or all series of that name; limits are"
                    + " for the value",
            "- metric METRIC: the same for any number that /metrics of the agent has",
            "- primary: whether a node is active as primary",
            "- cluster: whether all nodes are up; limits are for how many are down",
            "- sessions: sessions of a node; limits are for how full it is, in percent",
            "",
            "A process that is MISSING or in ERROR is critical. One that starts or was stopped is a warning.",
            "An agent that does not answer is critical for node, and unknown for all else.",
            "Ranges: 10 (outside of 0 to 10), 10: (below 10), ~:10 (above 10), 10:20, @10:20 (inside).",
            "",
            "Examples:",
            "  baton check node",
            "  baton check process GENESIS_ROUTER -w 80 -c 95",
            "  baton check metric GENESIS_ROUTER open_orders -w 800 -c 1000",
            "  baton check metric baton_process_probe_seconds -w 0.5",
            "  check_baton cluster -c 1    the same command by the name of a plugin"
        })
public final class CheckCommand extends Subcommand {

    /** A plugin has its own: what it was not asked in the right way it does not know. */
    public static final int WRONG_USAGE = Status.UNKNOWN.exitCode();

    /** What can be checked. */
    private enum What {
        NODE,
        PROCESS,
        METRIC,
        PRIMARY,
        CLUSTER,
        SESSIONS
    }

    /** What is checked, and two names of that. */
    private static final int MOST_NAMES = 3;

    private final Agents agents;

    @Parameters(index = "0", paramLabel = "WHAT", description = "node, process, metric, primary, cluster or sessions.")
    private String what = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "A process or a group; with metric a process, or a metric of the agent.")
    private String name = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "METRIC", description = "With metric: its name or series.")
    private String metric = "";

    @Option(names = "--all", description = "With process: each process of the node.")
    private boolean all;

    @Option(
            names = {"-w", "--warning"},
            paramLabel = "RANGE",
            description = "Warn where the value is outside.")
    private @Nullable String warning;

    @Option(
            names = {"-c", "--critical"},
            paramLabel = "RANGE",
            description = "Critical where the value is outside.")
    private @Nullable String critical;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "SECONDS",
            description = "Unknown where there is no answer within this time, 1 or more. Default: 10.")
    private int timeout = 10;

    /** A plugin tells its own. */
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version of baton.")
    @SuppressWarnings("UnusedVariable") // picocli reads it by reflection
    private boolean version;

    public CheckCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
        this.agents = new Agents(context, options);
    }

    /** The same from words, for who does without the parser; empty where they need it. */
    public static Optional<CheckCommand> of(List<String> words, CommandContext context, GlobalOptions options) {
        var command = new CheckCommand(context, options);
        var names = new ArrayList<String>();
        var given = new HashSet<Character>();
        for (var rest = words.iterator(); rest.hasNext(); ) {
            var word = rest.next();
            if (!word.startsWith("-")) {
                names.add(word);
            } else if (!command.takes(word, rest, given)) {
                return Optional.empty();
            }
        }
        if (names.isEmpty() || names.size() > MOST_NAMES) {
            return Optional.empty();
        }
        command.what = names.getFirst();
        command.name = names.size() > 1 ? names.get(1) : "";
        command.metric = names.size() > 2 ? names.get(2) : "";
        return Optional.of(command);
    }

    /** An option of this command, with its value as the next word, that was not given before. */
    private boolean takes(String option, Iterator<String> rest, Set<Character> given) {
        if (option.equals("--all")) {
            all = true;
            return given.add('a');
        }
        var value = rest.hasNext() ? rest.next() : "";
        if (value.isEmpty() || value.startsWith("-")) {
            return false;
        }
        return switch (option) {
            case "-w", "--warning" -> {
                warning = value;
                yield given.add('w');
            }
            case "-c", "--critical" -> {
                critical = value;
                yield given.add('c');
            }
            case "-t", "--timeout" -> {
                var isNumber = value.length() < 6 && value.chars().allMatch(digit -> '0' <= digit && digit <= '9');
                timeout = isNumber ? Integer.parseInt(value) : timeout;
                yield isNumber && given.add('t');
            }
            default -> false;
        };
    }

    @Override
    public Integer call() {
        var result = checked();
        context.out().println(options.isJson() ? json(result).toLine() : result.shown(what.toUpperCase(Locale.ROOT)));
        context.out().flush();
        return result.status().exitCode();
    }

    private CheckResult checked() {
        try {
            var wanted = what();
            var limits = new Limits(range("--warning", warning), range("--critical", critical));
            if (timeout < 1) {
                throw wrong("--timeout %d leaves no time for an answer".formatted(timeout), "give a second or more");
            }
            if (wanted == What.PROCESS && name.isEmpty() != all) {
                throw wrong("check process needs a name or --all, and not both", "name a process or a group");
            }
            if (wanted == What.METRIC && name.isEmpty()) {
                throw wrong("check metric needs a metric", "see baton mon --metrics, and /metrics of the agent");
            }
            if (wanted != What.METRIC && !metric.isEmpty()) {
                throw wrong("check %s takes no metric".formatted(what), "leave it out");
            }
            if (wanted != What.PROCESS && wanted != What.METRIC && !name.isEmpty()) {
                throw wrong("check %s takes no name".formatted(what), "leave it out");
            }
            return within(wanted, limits);
        } catch (CommandFailed wrong) {
            return CheckResult.of(Status.UNKNOWN, "%s: %s".formatted(wrong.what(), wrong.remedy()));
        }
    }

    private What what() {
        for (var each : What.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(what)) {
                return each;
            }
        }
        throw wrong(
                "There is no check \"%s\"".formatted(VisibleText.of(what)),
                "the checks are node, process, metric, primary, cluster and sessions");
    }

    private static Optional<Range> range(String option, @Nullable String text) {
        return Optional.ofNullable(text)
                .map(given -> Range.parse(given)
                        .orElseThrow(() -> wrong(
                                "%s %s is no range".formatted(option, VisibleText.of(given)),
                                "ranges are 10, 10:, ~:10, 10:20 and @10:20")));
    }

    private static CommandFailed wrong(String what, String remedy) {
        return new CommandFailed(ExitCode.WRONG_USAGE, what, remedy);
    }

    private CheckResult within(What wanted, Limits limits) {
        return CompletableFuture.supplyAsync(() -> asked(wanted, limits))
                .completeOnTimeout(
                        CheckResult.of(Status.UNKNOWN, "there was no answer within %d s".formatted(timeout)),
                        timeout,
                        TimeUnit.SECONDS)
                .exceptionally(failure -> failed(wanted, failure))
                .join();
    }

    private static CheckResult failed(What wanted, Throwable failure) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        var why = VisibleText.of(String.valueOf(cause.getMessage()));
        var isUnreachable = cause instanceof CommandFailed problem && problem.exitCode() == ExitCode.UNREACHABLE;
        return CheckResult.of(isUnreachable && wanted == What.NODE ? Status.CRITICAL : Status.UNKNOWN, why);
    }

    private CheckResult asked(What wanted, Limits limits) {
        return switch (wanted) {
            case NODE -> Checks.node(Answers.mon(agents.choose().get("/api/v1/mon")), limits);
            case PROCESS -> Checks.process(Answers.mon(agents.choose().get("/api/v1/mon")), name, limits);
            case METRIC -> metric(limits);
            case PRIMARY -> Checks.primary(Answers.monCluster(agents.getFromAny("/api/v1/mon-cluster")));
            case CLUSTER -> Checks.cluster(Answers.monCluster(agents.getFromAny("/api/v1/mon-cluster")), limits);
            case SESSIONS -> Checks.sessions(sessions(agents.choose().get("/api/v1/sessions")), limits);
        };
    }

    private CheckResult metric(Limits limits) {
        var agent = agents.choose();
        return metric.isEmpty()
                ? Checks.metric(Answers.samples(agent.get("/api/v1/metrics")), agent.node(), name, limits)
                : Checks.metric(
                        Answers.processDetails(agent.get("/api/v1/processes?metrics=true")), name, metric, limits);
    }

    private static Checks.SessionFigures sessions(Json json) {
        return new Checks.SessionFigures(
                json.number("entries"),
                (int) json.number("fullPercent"),
                json.flag("inSync"),
                json.number("unreplicated"),
                json.text("warning"));
    }

    private static Json json(CheckResult result) {
        var figures = Json.empty();
        for (var figure : result.figures()) {
            figures = figures.with(figure.label(), new Json.Digits(Double.toString(figure.value())));
        }
        return Json.empty()
                .with("status", new Json.Text(result.status().name()))
                .with("text", new Json.Text(result.text()))
                .with("figures", figures)
                .with(
                        "more",
                        new Json.Items(
                                result.more().stream().<Json>map(Json.Text::new).toList()));
    }
}
