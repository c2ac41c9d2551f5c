package io.github.batonha.actors.http;

import io.github.batonha.supervision.secrets.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.util.ByteString;

/** {@code /console}: the page, its scripts and its style, from the jar. Everybody may read them, for nothing of the system stands in them. */
final class ConsoleFiles {
    static final List<String> NAMES = List.of(
            "index.html",
            "console.css",
            "icon.svg",
            "main.js",
            "dom.js",
            "live.js",
            "api.js",
            "format.js",
            "findings.js",
            "acts.js",
            "login.js",
            "cluster.js",
            "primary.js",
            "process.js",
            "probes.js",
            "operations.js",
            "usage.js",
            "evidence.js",
            "apply.js",
            "diff.js",
            "handover.js");
    /** Scripts and styles of this origin alone, none within the page, and no text that is taken for a script or for HTML. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static final String FOLDER = "/console/";

    private static final class Loaded {
        static final Map<String, StaticFile> FILES =
                NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), ConsoleFiles::load));
    }

    private record StaticFile(ContentType type, ByteString bytes, ByteString zipped, String tag) {}

    Route create() {
        return Directives.concat(
                Directives.path("console", () -> served("index.html")),
                Directives.path(PathMatchers.segment("console").slash(PathMatchers.segment()), ConsoleFiles::served));
    }

    private static Route served(String name) {
        return Directives.get(() -> NAMES.contains(name)
                ? Directives.extractRequest(
                        request -> Directives.complete(answer(request, Objects.requireNonNull(Loaded.FILES.get(name)))))
                : Directives.reject());
    }

    /** A browser keeps it, and asks each time whether it is still the same. */
    private static HttpResponse answer(HttpRequest request, StaticFile file) {
        var response = HttpResponse.create()
                .addHeader(RawHeader.create("ETag", file.tag()))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"))
                .addHeader(RawHeader.create("Vary", "Accept-Encoding"))
                .addHeader(RawHeader.create("Content-Security-Policy", POLICY))
                .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
                .addHeader(RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"))
                .addHeader(RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"));
        if (has(request, "If-None-Match", file.tag())) {
            return response.withStatus(StatusCodes.NOT_MODIFIED);
        }
        return has(request, "Accept-Encoding", "gzip")
                ? response.addHeader(RawHeader.create("Content-Encoding", "gzip"))
                        .withEntity(HttpEntities.create(file.type(), file.zipped()))
                : response.withEntity(HttpEntities.create(file.type(), file.bytes()));
    }

    private static boolean has(HttpRequest request, String header, String value) {
        return request.getHeader(header)
                .map(HttpHeader::value)
                .filter(given -> given.contains(value))
                .isPresent();
    }

    private static StaticFile load(String name) {
        try (var in = Objects.requireNonNull(ConsoleFiles.class.getResourceAsStream(FOLDER + name), name)) {
            var bytes = in.readAllBytes();
            var zipped = new ByteArrayOutputStream();
            try (var zip = new GZIPOutputStream(zipped)) {
                zip.write(bytes);
            }
            return new StaticFile(
                    type(name),
                    ByteString.fromArrayUnsafe(bytes),
                    ByteString.fromArrayUnsafe(zipped.toByteArray()),
                    "\"%s\"".formatted(Sha256.hex(bytes).substring(0, 32)));
        } catch (IOException e) {
            throw new UncheckedIOException("the console's file %s can't be read".formatted(name), e);
        }
    }

    private static ContentType type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> MediaTypes.TEXT_HTML.toContentType(HttpCharsets.UTF_8);
            case "css" -> MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);
            case "js" ->
                MediaTypes.customWithFixedCharset("text", "javascript", HttpCharsets.UTF_8, Map.of(), false)
                        .toContentType();
            default -> MediaTypes.customBinary("image", "svg+xml", true).toContentType();
        };
    }
}
