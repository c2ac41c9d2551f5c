package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleFilesTest extends RoutesFixture {
    private static final int MOST_BYTES = 150 << 10;
    private static final Pattern SINK =
            Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|style=");
    private static final Pattern ELSEWHERE = Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)");

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ConsoleFiles.class.getResource("/console"))
                .toURI());
    }

    @Test
    void givenNobody_whenThePageIsAsked_thenItIsServedUnderAStrictPolicyAndKeptByItsTag() throws Exception {
        var page = get("/console");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "require-trusted-types")
                .contains("connect-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("data-known");
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        var tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(send(request("/console").header("If-None-Match", tag)).statusCode())
                .isEqualTo(304);
        assertThat(get("/console/nothing.js").statusCode()).isEqualTo(400);
        assertThat(get("/console/..%2fagent.conf").statusCode()).isEqualTo(400);
    }

    @Test
    void givenAKnownCaller_whenThePageIsAsked_thenItMayLookAtTheOtherNodesAndNobodyKeepsIt() throws Exception {
        var tagOfStranger = get("/console").headers().firstValue("ETag").orElseThrow();

        var page = send(authorized("/console").header("If-None-Match", tagOfStranger));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("data-known");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("connect-src 'self' http://NodeB:8558;", "script-src 'self';", "require-trusted-types")
                .doesNotContain("NodeA", "unsafe");
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(page.headers().firstValue("ETag")).isEmpty();
        assertThat(send(authorized("/console/main.js")).headers().map().toString())
                .doesNotContain("NodeB");
    }

    @ParameterizedTest
    @CsvSource({
        "/console/icon.svg, http://nodeb:8558,           true",
        "/console/icon.svg, http://nodeb:8559,           false",
        "/console/icon.svg, https://nodeb:8558,          false",
        "/console/icon.svg, http://evil.test:8558,       false",
        "/console/icon.svg, http://nodeb.evil.test:8558, false",
        "/console/icon.svg, null,                        false",
        "/console/icon.svg, :,                           false",
        "/console/main.js,  http://nodeb:8558,           false",
        "/console,          http://nodeb:8558,           false",
        "/api/v1/console,   http://nodeb:8558,           false"
    })
    void givenAPageOfSomeOrigin_whenItLooksAtThisNode_thenOnlyAConsoleOfTheSystemReadsTheIcon(
            String path, String origin, boolean isRead) throws Exception {
        var answer = send(request(path).header("Origin", origin));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                .isEqualTo(isRead ? List.of(origin) : List.of());
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @Test
    void whenAllFilesAreLoaded_thenTheyAreCompressedAndSmall() throws Exception {
        var bytes = 0;
        for (var name : ConsoleFiles.NAMES) {
            HttpResponse<byte[]> file = client.send(
                    request("/console/" + name)
                            .header("Accept-Encoding", "gzip")
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(file.statusCode()).as(name).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Encoding")).as(name).hasValue("gzip");
            bytes += file.body().length;
        }
        assertThat(bytes).isBetween(10_000, MOST_BYTES);
    }

    @Test
    void whenTheFolderIsListed_thenEachFileIsServedAndNoneOfThemReadsHtmlOrAsksElsewhere() throws Exception {
        try (var files = Files.list(folder())) {
            List<Path> all = files.toList();
            assertThat(all).extracting(file -> file.getFileName().toString()).containsAll(ConsoleFiles.NAMES);
            assertThat(all).hasSameSizeAs(ConsoleFiles.NAMES);
            for (var file : all) {
                var text = Files.readString(file);
                assertThat(SINK.matcher(text).find()).as("a sink in %s", file).isFalse();
                assertThat(ELSEWHERE.matcher(text).find())
                        .as("another host in %s", file)
                        .isFalse();
            }
        }
        assertThat(Files.readString(folder().resolve("index.html")))
                .as("loads all modules at once, and has none within")
                .contains(ConsoleFiles.NAMES.stream()
                        .filter(name -> name.endsWith(".js"))
                        .map(name -> "\"/console/%s\"".formatted(name))
                        .toList())
                .doesNotContain("<script>", "<style");
    }
}
