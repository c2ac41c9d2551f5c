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
                .doesNotContain("unsafe");
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        var tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(send(request("/console").header("If-None-Match", tag)).statusCode())
                .isEqualTo(304);
        assertThat(get("/console/nothing.js").statusCode()).isEqualTo(400);
        assertThat(get("/console/..%2fagent.conf").statusCode()).isEqualTo(400);
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
        assertThat(Files.readString(folder().resolve("index.html"))).doesNotContain("<script>", "<style");
    }
}
