package io.github.batonha.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sentences of a text in Markdown. Code is left out; a cell of a table, a heading and an item of a list end a sentence. */
final class Sentences {

    private static final Pattern END = Pattern.compile("(?<=[.!?])[)\"'*_]*\\s+(?=[^a-z])");
    private static final Pattern ITEM = Pattern.compile("\\s*([-*]|\\d+\\.) .*");
    private static final Pattern WORD = Pattern.compile("\\w");

    private final List<String> blocks = new ArrayList<>();
    private final StringBuilder block = new StringBuilder();

    private Sentences() {}

    static Stream<String> of(String markdown) {
        var sentences = new Sentences();
        sentences.read(markdown);
        return sentences.blocks.stream().flatMap(Sentences::split);
    }

    /** Code counts as one word, and a link as its text. */
    static long words(String sentence) {
        return Stream.of(sentence.split("\\s+"))
                .filter(word -> WORD.matcher(word).find())
                .count();
    }

    private static Stream<String> split(String block) {
        var plain = block.replaceAll("`[^`]*`", "`code`").replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
        return Stream.of(END.split(plain)).filter(sentence -> !sentence.isBlank());
    }

    private void read(String markdown) {
        var isCode = false;
        for (var line : markdown.split("\n", -1)) {
            if (line.strip().startsWith("```")) {
                isCode = !isCode;
                end();
            } else if (!isCode) {
                read(line, block.isEmpty());
            }
        }
        end();
    }

    private void read(String line, boolean isFirst) {
        if (line.isBlank()) {
            end();
        } else if (line.startsWith("|") || line.startsWith("#")) {
            end();
            blocks.addAll(List.of(line.split("(?<!\\\\)\\|")));
        } else if (!isFirst || !line.startsWith("    ")) {
            if (ITEM.matcher(line).matches()) {
                end();
            }
            block.append(line.strip()).append(' ');
        }
    }

    private void end() {
        blocks.add(block.toString());
        block.setLength(0);
    }
}
