package io.github.batonha.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.batonha.cli.command.CommandContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;

/** Writes completion scripts and man pages from the commands themselves. Runs in the build, for the distribution. */
final class ShellFiles {

    /** Which names of the installed configuration fit where an argument has this label. */
    private static final Map<String, String> NAMES = Map.of(
            "NODE", "nodes", "HOST", "nodes", "PROCESS", "processes", "GROUP", "groups", "NAME", "processes groups");

    private final CommandLine root;

    private ShellFiles(CommandLine root) {
        this.root = root;
    }

    /** Writes all files. Its arguments: the folder to write to, and the version of baton. */
    public static void main(String[] args) throws IOException {
        writeTo(Path.of(args[0]), args[1]);
    }

    static void writeTo(Path share, String version) throws IOException {
        var bash = share.resolve("bash-completion/completions");
        write(bash.resolve("baton"), new ShellFiles(complete()).bash());
        for (var link : links()) {
            write(bash.resolve(link), ". \"${BASH_SOURCE[0]%/*}/baton\"\n");
        }
        write(share.resolve("zsh/site-functions/_baton"), part("zsh").replace("@LINKS@", String.join(" ", links())));
        for (var page : new ManPages(complete(), version).all().entrySet()) {
            write(share.resolve("man/man1").resolve(page.getKey()), page.getValue());
        }
    }

    /** The names in {@code bin/} beside {@code baton} itself. */
    static List<String> links() {
        return Stream.concat(
                        Stream.of("mon"), Verb.ALL.stream().map(Verb::seedName).filter(name -> !name.isEmpty()))
                .toList();
    }

    private static CommandLine complete() {
        var context = new CommandContext(
                System.out,
                System.err,
                new BufferedReader(new StringReader("")),
                false,
                Map.of(),
                Path.of(""),
                Path.of(""),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                _ -> false);
        return new CommandLines(context).complete();
    }

    /** picocli's script, and what it can't know: names of nodes, processes and groups, and the links. */
    private String bash() throws IOException {
        withNames(root.getCommandSpec());
        // As words of their own: picocli takes each candidate for one text. Shells read the file, and nobody runs it.
        var script = AutoComplete.bash("baton", root)
                .replaceFirst("^#!.*\n", "")
                .replaceAll("\"(\\$\\(_baton_names [a-z ]+\\))\"", "$1");
        return script + part("bash").replace("@LINKS@", String.join(" ", links()));
    }

    private static void withNames(CommandSpec spec) {
        for (var arg : new ArrayList<>(spec.args())) {
            var names = NAMES.get(arg.paramLabel());
            if (names != null && arg.group() == null) {
                spec.remove(arg);
                spec.add(withCandidates(arg, List.of("$(_baton_names " + names + ")")));
            }
        }
        spec.subcommands().values().forEach(member -> withNames(member.getCommandSpec()));
    }

    private static ArgSpec withCandidates(ArgSpec arg, List<String> candidates) {
        // Not inherited: each command below has its own by now.
        return switch (arg) {
            case OptionSpec option ->
                OptionSpec.builder(option)
                        .scopeType(ScopeType.LOCAL)
                        .completionCandidates(candidates)
                        .build();
            case PositionalParamSpec parameter ->
                PositionalParamSpec.builder(parameter)
                        .completionCandidates(candidates)
                        .build();
            default -> throw new IllegalStateException("neither an option nor a parameter: " + arg);
        };
    }

    private static String part(String name) throws IOException {
        try (var text = ShellFiles.class.getResourceAsStream("completion." + name)) {
            if (text == null) {
                throw new IOException("completion." + name + " is not beside " + ShellFiles.class);
            }
            return new String(text.readAllBytes(), UTF_8);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
