package io.github.batonha.cli.operation;

import static io.github.batonha.cli.output.Columns.decimals;

import io.github.batonha.cli.agent.Agents;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.command.CommandContext;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.GlobalOptions;
import io.github.batonha.cli.command.Subcommand;
import io.github.batonha.cli.output.Columns;
import io.github.batonha.cli.output.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Shows the AOT caches of a node. */
@Command(
        name = "caches",
        description = "Shows the AOT caches of a node's processes, and their room on the disk.",
        footer = {
            "",
            "STATE is used (by the run), ready (for the next start), recording, ordered (the next start records), or none. "
                    + "NOTE says why there is none. `baton train PROCESS` orders a recording.",
            "",
            "Examples:",
            "  baton caches",
            "  baton caches --output json"
        })
public final class CachesCommand extends Subcommand {

    private static final double MIB = 1 << 20;
    private static final int SIZE = 2;

    public CachesCommand(CommandContext context, GlobalOptions options) {
        super(context, options);
    }

    @Override
    public Integer call() {
        var caches = new Agents(context, options).choose().get("/api/v1/aot-caches");
        if (options.isJson()) {
            context.out().println(caches.toLine());
        } else {
            context.out().print(table(caches.items("processes")));
            context.out()
                    .println("%s: %s of %s MiB (baton.process.aot-cache-mib)"
                            .formatted(
                                    caches.text("node"),
                                    mib(caches.number("bytes"), 1),
                                    mib(caches.number("mostBytes"), 0)));
        }
        return ExitCode.DONE.number();
    }

    private String table(List<Json> processes) {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of("PROCESS", "STATE", "MIB", "MADE", "NOTE"));
        processes.forEach(process -> lines.add(cells(process)));
        return Columns.table(lines, column -> column != SIZE);
    }

    private List<String> cells(Json process) {
        var name = process.text("process");
        var cache = process.find("cache");
        var recordedBy = cache.map(file -> file.text("process"))
                .filter(other -> !other.equals(name))
                .map("recorded by "::concat)
                .orElse("");
        return List.of(
                name,
                process.text("state"),
                cache.map(file -> mib(file.number("bytes"), 1)).orElse("-"),
                cache.map(file -> Times.local(Instant.parse(file.text("madeAt")), context.clock()))
                        .orElse("-"),
                Stream.of(recordedBy, process.text("reason"))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; ")));
    }

    private static String mib(long bytes, int digits) {
        return decimals(bytes / MIB, digits);
    }
}
