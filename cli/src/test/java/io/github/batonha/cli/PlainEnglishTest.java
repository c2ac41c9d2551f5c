package io.github.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** No sentence of the documents and of the help texts is longer than a tired operator reads at once. */
class PlainEnglishTest {

    private static final int WORDS_AT_MOST = 30;

    /** Prepositions and pronouns that hide the subject where a comment begins. */
    private static final Pattern NO_SUBJECT = Pattern.compile(
            "(After|All|As|At|Before|Beyond|By|For|From|How|If|In|It|Of|On|One|Over|That|They|This|Those|To|What|When|Where|Which"
                    + "|Who|Whoever|With|Without)\\b");

    static List<Path> documents() throws IOException {
        try (var root = Files.list(Path.of(".."));
                var docs = Files.list(Path.of("../docs"));
                var deploy = Files.walk(Path.of("../k8s-free-deploy"), 2)) {
            return Stream.of(root, docs, deploy)
                    .flatMap(files -> files)
                    .filter(file ->
                            file.toString().endsWith(".md") && !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void givenADocument_whenRead_thenNoSentenceIsTooLong(Path document) throws IOException {
        assertThat(tooLong(Files.readString(document))).as(document.toString()).isEmpty();
    }

    static Stream<Path> settings() {
        return Stream.of(
                        "conf/src/main/resources/reference.conf",
                        "actors/src/main/resources/reference.conf",
                        "actors/src/main/resources/agent.conf")
                .map(file -> Path.of("..", file));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void givenDefaultSettings_whenTheirCommentsAreRead_thenTheyBeginWithTheirSubject(Path settings) throws IOException {
        var comments = comments(Files.readString(settings));

        assertThat(comments).hasSizeGreaterThan(4);
        assertThat(comments).noneMatch(comment -> NO_SUBJECT.matcher(comment).lookingAt());
        assertThat(tooLong(String.join("\n\n", comments))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'# To which it grows.', true",
        "'# How long a restart counts.', true",
        "'# Upper limit.', false",
        "'# After\n# so many.', true",
        "'# Intervals.', false",
    })
    void givenAComment_whenItsFirstWordIsRead_thenPrepositionsAndPronounsAreFound(String text, boolean isFound) {
        assertThat(comments(text))
                .singleElement()
                .matches(comment -> isFound == NO_SUBJECT.matcher(comment).lookingAt());
    }

    @Test
    void givenTheHelpTexts_whenRead_thenNoSentenceIsTooLong() {
        var root = new CommandLines(new Cli(Path.of("")).context(System.out, System.err)).complete();
        var texts = Stream.concat(Stream.of(root), root.getSubcommands().values().stream())
                .flatMap(command -> Stream.concat(Stream.of(command), command.getSubcommands().values().stream()))
                .flatMap(PlainEnglishTest::texts)
                .distinct()
                .toList();

        assertThat(texts).hasSizeGreaterThan(100);
        assertThat(tooLong(String.join("\n\n", texts))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'One two. Three four!  Five', 3, 2",
        "'One `two three. four` five (see [six](seven.md)). Eight', 2, 5",
        "'| one two | three |\n|---|---|\n| four. Five | six |', 5, 2",
        "'- one\n  two\n- three', 2, 2",
        "'one:\n\n    code is\n\n```\ncode is\n```\ntwo', 2, 1",
        "'at 10.5 s, e.g. by `x`', 1, 6",
    })
    void givenMarkdown_whenSplit_thenSentencesAndTheirWordsAreCounted(String text, long sentences, long longest) {
        assertThat(Sentences.of(text).filter(sentence -> Sentences.words(sentence) > 0))
                .hasSize((int) sentences);
        assertThat(Sentences.of(text).mapToLong(Sentences::words).max()).hasValue(longest);
    }

    private static Stream<String> texts(CommandLine command) {
        var spec = command.getCommandSpec();
        return Stream.of(
                        Stream.of(spec.usageMessage().description()),
                        Stream.of(spec.usageMessage().footer()).filter(line -> !line.startsWith("  ")),
                        spec.args().stream().flatMap(arg -> Stream.of(arg.description())))
                .flatMap(all -> all);
    }

    /** Lines of comments that follow each other are one comment. */
    private static List<String> comments(String settings) {
        return Pattern.compile("(?m)(^ *#.*\\n?)+")
                .matcher(settings)
                .results()
                .map(block -> block.group()
                        .replaceAll("(?m)^ *# ?", "")
                        .replace('\n', ' ')
                        .strip())
                .toList();
    }

    private static List<String> tooLong(String text) {
        return Sentences.of(text)
                .filter(sentence -> Sentences.words(sentence) > WORDS_AT_MOST)
                .toList();
    }
}
