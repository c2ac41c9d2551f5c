package io.github.batonha.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {

    private static List<String> diff(List<String> olds, List<String> news) {
        return UnifiedDiff.of("a", olds, "b", news);
    }

    private static List<String> lines(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void givenTheSame_thenThereIsNothing() {
        assertThat(diff(lines(1, 9), lines(1, 9))).isEmpty();
        assertThat(diff(List.of(), List.of())).isEmpty();
    }

    @Test
    void givenAnEmptySide_thenAllOfTheOtherIsShown() {
        assertThat(diff(List.of(), List.of("x"))).containsExactly("--- a", "+++ b", "@@ -0,0 +1 @@", "+x");
        assertThat(diff(List.of("x", "y"), List.of())).containsExactly("--- a", "+++ b", "@@ -1,2 +0,0 @@", "-x", "-y");
    }

    @Test
    void givenChangesFarApart_thenEachHasItsHunk() {
        var news = new ArrayList<>(lines(1, 30));
        news.set(4, "five");
        news.remove(24);

        assertThat(diff(lines(1, 30), news))
                .containsExactly(
                        "--- a",
                        "+++ b",
                        "@@ -2,7 +2,7 @@",
                        " 2",
                        " 3",
                        " 4",
                        "-5",
                        "+five",
                        " 6",
                        " 7",
                        " 8",
                        "@@ -22,7 +22,6 @@",
                        " 22",
                        " 23",
                        " 24",
                        "-25",
                        " 26",
                        " 27",
                        " 28");
    }

    @Test
    void givenRandomTexts_whenTheDiffIsApplied_thenItMakesTheNewText() {
        var random = new Random(7);
        for (var round = 0; round < 500; round++) {
            var olds = random(random);
            var news = random(random);

            assertThat(applied(olds, diff(olds, news))).as("round %d", round).isEqualTo(news);
        }
    }

    @Test
    void givenTextsThatDifferInThousandsOfLines_thenOneReplacesTheOther() {
        var olds = new ArrayList<>(lines(1, 5000));
        var news = new ArrayList<>(lines(10_001, 15_000));
        olds.addFirst("first");
        news.addFirst("first");
        olds.addLast("last");
        news.addLast("last");

        var diff = diff(olds, news);

        assertThat(diff).hasSize(2 + 1 + 1 + 5000 + 5000 + 1).startsWith("--- a", "+++ b", "@@ -1,5002 +1,5002 @@");
        assertThat(applied(olds, diff)).isEqualTo(news);
    }

    /** As patch does it, without any fuzz. */
    private static List<String> applied(List<String> olds, List<String> diff) {
        var made = new ArrayList<String>();
        var at = 0;
        for (var line : diff.subList(Math.min(2, diff.size()), diff.size())) {
            var rest = line.substring(1);
            switch (line.charAt(0)) {
                case '@' -> {
                    var range = line.split(" ", -1)[1].substring(1).split(",", -1);
                    var isEmpty = range.length > 1 && range[1].equals("0");
                    var from = Integer.parseInt(range[0]) - (isEmpty ? 0 : 1);
                    made.addAll(olds.subList(at, from));
                    at = from;
                }
                case '+' -> made.add(rest);
                default -> {
                    assertThat(olds.get(at)).isEqualTo(rest);
                    at++;
                    if (line.charAt(0) == ' ') {
                        made.add(rest);
                    }
                }
            }
        }
        made.addAll(olds.subList(at, olds.size()));
        return made;
    }

    private static List<String> random(Random random) {
        return IntStream.range(0, random.nextInt(30))
                .mapToObj(_ -> Integer.toString(random.nextInt(5)))
                .toList();
    }
}
