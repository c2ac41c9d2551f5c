package io.github.batonha.conf.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.conf.parsing.ShellWords.Split;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of("  \n ", List.of()),
                Arguments.of("-Xmx128m  -DX=false", List.of("-Xmx128m", "-DX=false")),
                Arguments.of("a 'b c' d", List.of("a", "b c", "d")),
                Arguments.of("-Dname=\"two words\"x", List.of("-Dname=two wordsx")),
                Arguments.of("\"say \\\"hi\\\" \\n\"", List.of("say \"hi\" \\n")),
                Arguments.of("'back\\slash \"'", List.of("back\\slash \"")),
                Arguments.of("a\\ b \\'", List.of("a b", "'")),
                Arguments.of("'' \"\"", List.of("", "")),
                Arguments.of("-Xmx1g \\\n  -Xms1g", List.of("-Xmx1g", "-Xms1g")),
                Arguments.of("a\\\nb \\\r\n c", List.of("ab", "c")),
                Arguments.of("\"a\\\nb\" 'a\\\nb'", List.of("ab", "a\\\nb")),
                Arguments.of("a \\\n", List.of("a")),
                Arguments.of("-Xmx1g \\\n-Xms1g \\", List.of("-Xmx1g", "-Xms1g")),
                Arguments.of("$HOME * ~ `id` ; | &", List.of("$HOME", "*", "~", "`id`", ";", "|", "&")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void givenABalancedText_whenSplit_thenTheWordsAreThoseOfAShell(String text, List<String> words) {
        assertThat(ShellWords.split(text)).isEqualTo(new Split.Words(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "a \"b", "it's", "end\\", "\"\\\""})
    void givenAnUnbalancedText_whenSplit_thenItIsRefused(String text) {
        assertThat(ShellWords.split(text)).isInstanceOf(Split.Refused.class);
    }
}
