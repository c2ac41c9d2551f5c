package io.github.batonha.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Manual pages in roff, from the same texts as {@code --help}. By hand: picocli makes AsciiDoc alone, and what makes roff of that is
 * Asciidoctor on JRuby, 30 MB for one step of the build.
 */
final class ManPages {

    private static final String NEW_LINE = "\n";
    private static final String EXIT_STATUS = """
            .TP
            .B 0
            done
            .TP
            .B 1
            refused or failed
            .TP
            .B 64
            wrong usage
            .TP
            .B 69
            the agent can\\(aqt be reached
            """;

    private final CommandLine root;
    private final String version;

    ManPages(CommandLine root, String version) {
        this.root = root;
        this.version = version;
    }

    /** By the name of the file. A link's page is that of its command. */
    Map<String, String> all() {
        var pages = new TreeMap<String, String>();
        collect(root, pages);
        for (var verb : Verb.ALL) {
            if (!verb.seedName().isEmpty()) {
                pages.put(verb.seedName() + ".1", ".so man1/baton-" + verb.name() + ".1\n");
            }
        }
        pages.put("mon.1", ".so man1/baton-mon.1\n");
        return pages;
    }

    private void collect(CommandLine command, Map<String, String> pages) {
        if (pages.put(file(command) + ".1", page(command)) == null) {
            command.getSubcommands().values().forEach(member -> collect(member, pages));
        }
    }

    private static String file(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    private String page(CommandLine command) {
        var spec = command.getCommandSpec();
        var footer = List.of(spec.usageMessage().footer());
        var description = String.join(" ", spec.usageMessage().description());
        return ".TH \"%s\" \"1\" \"\" \"baton %s\" \"baton manual\"\n.nh\n.ad l\n"
                        .formatted(file(command).toUpperCase(Locale.ROOT), version)
                + section("NAME", plain(file(command) + " - " + decapitalised(description)) + NEW_LINE)
                + section("SYNOPSIS", synopsis(command))
                + section("DESCRIPTION", text(description) + NEW_LINE + paragraphs(prose(footer)))
                + section("PARAMETERS", args(command, spec.positionalParameters()))
                + section("OPTIONS", args(command, spec.options()))
                + section("COMMANDS", members(command))
                + section("EXIT STATUS", EXIT_STATUS)
                + section("EXAMPLES", examples(footer))
                + section("SEE ALSO", seeAlso(command));
    }

    private static String section(String name, String body) {
        return body.isEmpty() ? "" : ".SH " + name + NEW_LINE + body;
    }

    private static String synopsis(CommandLine command) {
        var name = command.getCommandSpec().qualifiedName();
        var line = command.getHelp().synopsis(0).replaceAll("\\s+", " ").strip();
        return ".B " + plain(name) + NEW_LINE
                + text(line.substring(name.length()).strip()) + NEW_LINE;
    }

    /** What the footer says before its examples. */
    private static Stream<String> prose(List<String> footer) {
        return footer.stream()
                .filter(line ->
                        !line.startsWith("  ") && !line.matches("Examples?:") && !line.startsWith("Exit codes:"));
    }

    private static String paragraphs(Stream<String> texts) {
        return texts.filter(text -> !text.isBlank())
                .map(text -> text.startsWith("- ")
                        ? ".IP \\(bu 2\n" + text(text.substring(2)) + NEW_LINE
                        : ".PP\n" + text(text) + NEW_LINE)
                .collect(Collectors.joining());
    }

    private static String examples(List<String> footer) {
        var examples = footer.stream().filter(line -> line.startsWith("  ")).toList();
        return examples.isEmpty()
                ? ""
                : examples.stream().map(ManPages::plain).collect(Collectors.joining(NEW_LINE, ".nf\n", "\n.fi\n"));
    }

    private static String args(CommandLine command, List<? extends ArgSpec> args) {
        return args.stream()
                .filter(arg -> !arg.hidden())
                .map(arg ->
                        ".TP\n" + head(command, arg) + NEW_LINE + text(String.join(" ", arg.description())) + NEW_LINE)
                .collect(Collectors.joining());
    }

    private static String head(CommandLine command, ArgSpec arg) {
        var value = plain(command.getHelp()
                .parameterLabelRenderer()
                .renderParameterLabel(arg, Ansi.OFF, List.of())
                .toString());
        return arg instanceof OptionSpec option
                ? Stream.of(option.names())
                                .map(name -> "\\fB" + plain(name) + "\\fR")
                                .collect(Collectors.joining(", "))
                        + value
                : value;
    }

    private static String members(CommandLine command) {
        return command.getSubcommands().values().stream()
                .distinct()
                .map(member -> ".TP\n.BR " + plain(file(member)) + " (1)\n"
                        + text(String.join(
                                " ", member.getCommandSpec().usageMessage().description())) + NEW_LINE)
                .collect(Collectors.joining());
    }

    private static String seeAlso(CommandLine command) {
        var parent = command.getParent();
        return parent == null
                ? "The documentation in share/docs of the installation.\n"
                : ".BR " + plain(file(parent)) + " (1)\n";
    }

    private static String decapitalised(String sentence) {
        var end = sentence.indexOf(". ");
        var first = end < 0 ? sentence.replaceAll("\\.$", "") : sentence.substring(0, end);
        return first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1);
    }

    /** With what stands in backquotes in bold. */
    private static String text(String text) {
        return plain(text).replaceAll("\\\\\\(ga(.*?)\\\\\\(ga", "\\\\fB$1\\\\fR");
    }

    /** A line on which roff sees no requests and no escapes of its own. */
    private static String plain(String text) {
        var escaped = text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti")
                .replace("…", "...");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }
}
