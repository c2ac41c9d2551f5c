package io.github.batonha.cli;

import io.github.batonha.cli.output.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What {@code --help} prints, within the width of the terminal. A command's own options come first; those of every command come once, at
 * the end. In a footer each element is a paragraph; one that begins with two spaces is an example, with its explanation after three more.
 */
final class HelpScreen {

    /** Lines get no longer than that on a wide terminal, or where nobody looks. */
    static final int WIDEST = 100;
    /** picocli takes no less. */
    private static final int NARROWEST = 55;

    static final String COMMON_HEADING = "Options of every command:";
    private static final String COMMON = "commonOptions";
    private static final Pattern GAP = Pattern.compile("(?<=\\S) {3,}");
    private static final String UNDER_EXAMPLE = " ".repeat(6);

    private HelpScreen() {}

    static int width(int columns) {
        return Math.clamp(columns, NARROWEST, WIDEST);
    }

    /** For the command, and all under it. */
    static void setUp(CommandLine commandLine) {
        var sections = commandLine.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, HelpScreen::heading);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpScreen::ownOptions);
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpScreen::footer);
        sections.put(COMMON, HelpScreen::commonOptions);
        commandLine.setHelpSectionMap(Map.copyOf(sections));
        var keys = new ArrayList<>(commandLine.getHelpSectionKeys());
        keys.add(COMMON);
        commandLine.setHelpSectionKeys(keys);
    }

    private static String heading(Help help) {
        return ownOptions(help).isEmpty() ? "" : help.optionListHeading();
    }

    private static String ownOptions(Help help) {
        return list(help, false) + help.optionListGroupSections();
    }

    private static String commonOptions(Help help) {
        var common = list(help, true);
        return common.isEmpty() ? "" : "%n%s%n".formatted(COMMON_HEADING) + common;
    }

    private static String list(Help help, boolean isInherited) {
        var options = help.commandSpec().options().stream()
                .filter(option -> option.group() == null && option.inherited() == isInherited)
                .toList();
        return options.isEmpty()
                ? ""
                : help.optionListExcludingGroups(options, layout(help), null, help.parameterLabelRenderer());
    }

    /** One for both lists, so that their columns are the same. */
    private static Help.Layout layout(Help help) {
        var spec = help.commandSpec();
        List<OptionSpec> all = spec.options();
        return help.createDefaultLayout(all, spec.positionalParameters(), help.colorScheme());
    }

    private static String footer(Help help) {
        var spec = help.commandSpec().usageMessage();
        return footer(List.of(spec.footer()), spec.width());
    }

    static String footer(List<String> paragraphs, int width) {
        var text = new StringBuilder();
        var column = exampleColumn(paragraphs, width);
        for (var paragraph : paragraphs) {
            if (paragraph.startsWith("  ")) {
                text.append(example(paragraph, column, width));
            } else {
                text.append(paragraph(paragraph, width)).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    private static String paragraph(String text, int width) {
        var hanging = text.startsWith("- ") ? 2 : text.matches("\\d\\. .*") ? 3 : 0;
        return text.substring(0, hanging) + wrapped(text.substring(hanging), hanging, width);
    }

    /** Where explanations begin; 0 where they do not all fit beside their commands, and go below them. */
    private static int exampleColumn(List<String> paragraphs, int width) {
        var explained = paragraphs.stream()
                .filter(paragraph -> paragraph.startsWith("  "))
                .map(paragraph -> GAP.split(paragraph, -1))
                .filter(parts -> parts.length == 2)
                .toList();
        var column = explained.stream()
                .mapToInt(parts -> parts[0].length() + 3)
                .max()
                .orElse(0);
        return explained.stream().allMatch(parts -> column + parts[1].length() <= width) ? column : 0;
    }

    private static String example(String text, int column, int width) {
        var parts = GAP.split(text, -1);
        var line = parts.length == 1
                ? parts[0]
                : column > 0
                        ? Columns.left(parts[0], column) + parts[1]
                        : parts[0]
                                + System.lineSeparator()
                                + UNDER_EXAMPLE
                                + wrapped(parts[1], UNDER_EXAMPLE.length(), width);
        return line + System.lineSeparator();
    }

    private static String wrapped(String text, int indent, int width) {
        var lines = new StringBuilder();
        var at = indent;
        for (var word : text.split(" ", -1)) {
            if (at > indent && at + 1 + word.length() > width) {
                lines.append(System.lineSeparator()).append(" ".repeat(indent));
                at = indent;
            }
            lines.append(at > indent ? " " : "").append(word);
            at += (at > indent ? 1 : 0) + word.length();
        }
        return lines.toString();
    }
}
