package io.github.batonha.cli.events;

import static io.github.batonha.cli.output.Columns.left;

import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.logs.TailOptions;
import io.github.batonha.cli.output.Style;
import io.github.batonha.cli.output.Times;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what happened on the nodes. */
@Command(
        name = "events",
        description =
                "Shows what happened on the nodes: changes of state with the reason, exits, evidence, changes of the primary,"
                        + " nodes that came or went, drains, applied configuration.",
        footer = {
            "",
            "TIME is 10m or 2h (ago), 06:15 (today) or 2026-07-28T06:15 (this machine's zone). A zone "
                    + "may follow: Z or +02:00.",
            "",
            "The list has the events of all nodes that answer, in the order of their times. A node "
                    + "that is down is missing.",
            "With -f the command waits while the agent is away, then goes on and misses nothing.",
            "The file itself is logs/NODE/events.jsonl. docs/events.md explains its fields.",
            "",
            "Examples:",
            "  baton events       the last 50",
            "  baton events -f    then new ones too, until Ctrl-C",
            "  baton events --since 2h --process GENESIS_ROUTER",
            "  baton events -f --output json | jq 'select(.type == \"gave-up\")'"
        })
public final class EventsCommand extends Subcommand {

    private static final int MOST = 10_000;
    private static final int DEFAULT = 50;
    /** Three signs of life of the agent. */
    private static final Duration SILENT_AT_MOST = Duration.ofSeconds(30);

    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    @Mixin
    private TailOptions tail = new TailOptions();

    @Option(
            names = {"-n", "--last"},
            paramLabel = "COUNT",
            description = "How many of the last events, 0 to 10000. Default: 50, or all with --since.")
    private @Nullable Integer last;

    @Option(names = "--process", paramLabel = "PROCESS", description = "Only events of this process.")
    private @Nullable String process;

    public EventsCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        if (last != null && (last < 0 || last > MOST)) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "-n is %d, and must be 0 to %d".formatted(last, MOST),
                    "use --since for more");
        }
        var agents = new Agents(context, options);
        var reader = new EventReader(this::show);
        var agent = agents.chooseToAsk();
        copy(agent, reader, parameters());
        // What ends by itself although it is followed was cut off: the agent ended.
        while (tail.isFollowed() && !context.isUnread() && context.pause().pause(TRY_AGAIN_AFTER)) {
            try {
                copy(agents.chooseToAsk(), reader, again(reader));
            } catch (CommandFailed failed) {
                if (failed.exitCode() != ExitCode.UNREACHABLE) {
                    throw failed;
                }
                context.err().println(failed.what() + ": trying again");
            }
        }
        return ExitCode.DONE.number();
    }

    private void copy(AgentClient agent, EventReader reader, Map<String, String> parameters) {
        reader.cut();
        var query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try {
            agent.copy("/api/v1/events?" + query, SILENT_AT_MOST, (bytes, length) -> {
                reader.accept(bytes, length);
                context.out().flush();
                return !context.isUnread();
            });
        } catch (CommandFailed failed) {
            if (!tail.isFollowed() || reader.lastId().isEmpty() || failed.exitCode() != ExitCode.UNREACHABLE) {
                throw failed;
            }
            context.err().println(failed.what() + ": trying again");
        }
    }

    private Map<String, String> parameters() {
        var parameters = common();
        tail.since(context).ifPresent(time -> parameters.put("since", time));
        if (last != null || !tail.hasSince()) {
            parameters.put("last", Integer.toString(last == null ? DEFAULT : last));
        }
        return parameters;
    }

    private Map<String, String> again(EventReader reader) {
        if (reader.lastId().isEmpty()) {
            return parameters();
        }
        var parameters = common();
        parameters.put("after", reader.lastId());
        return parameters;
    }

    private Map<String, String> common() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("follow", Boolean.toString(tail.isFollowed()));
        tail.host().ifPresent(node -> parameters.put("node", node));
        if (process != null) {
            parameters.put("process", process);
        }
        return parameters;
    }

    private void show(Json event) {
        context.out().println(options.isJson() ? event.toLine() : draw(event));
    }

    private String draw(Json event) {
        var at = Times.local(Instant.parse(event.text("time")), context.clock());
        var about = event.find("process").map(name -> event.text("process"));
        var subject = about.or(() -> event.find("peer").map(name -> event.text("peer")))
                .orElse("-");
        var to = event.find("to").map(state -> event.text("to")).orElse("");
        var from = event.find("from").map(state -> event.text("from") + " -> ").orElse("");
        var change = to.isEmpty() || to.equals("null")
                ? ""
                : (from.equals(to + " -> ") ? "" : from) + Style.of(to).paint(to, context.isColoured()) + "  ";
        return (at + "  " + left(event.text("node"), 10) + " " + left(event.text("type"), 11) + " " + left(subject, 26)
                        + " " + change + event.text("text"))
                .stripTrailing();
    }
}
