package io.github.batonha.actors.http;

import io.github.batonha.actors.access.Role;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.secrets.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
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

/**
 * {@code /console}: the page, its scripts and its style, from the jar. Everybody may read them, for nothing of the system stands in them. The
 * document that a known caller gets names other nodes in its policy, so that its scripts can look whether the browser reaches them.
 */
final class ConsoleFiles {
    private static final String DOCUMENT = "index.html";
    /** The one file that pages of the other nodes may read. */
    static final String ICON = "icon.svg";

    static final List<String> NAMES = List.of(
            DOCUMENT,
            "console.css",
            ICON,
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
            "handover.js",
            "elsewhere.js");
    private static final String FOLDER = "/console/";
    private static final String ROOT = "<html lang=\"en\"";
    private static final String ROOT_OF_KNOWN = ROOT + " data-known";

    private final Supplier<NodeDefinition> definition;

    ConsoleFiles(Supplier<NodeDefinition> definition) {
        this.definition = definition;
    }

    private static final class Loaded {
        static final Map<String, StaticFile> FILES =
                NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), ConsoleFiles::load));
        static final StaticFile OF_KNOWN = zipped(
                DOCUMENT,
                new String(bytes(DOCUMENT), StandardCharsets.UTF_8)
                        .replace(ROOT, ROOT_OF_KNOWN)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private record StaticFile(ContentType type, ByteString bytes, ByteString zipped, String tag) {}

    Route create() {
        return Directives.concat(
                Directives.path("console", () -> served(DOCUMENT)),
                Directives.path(PathMatchers.segment("console").slash(PathMatchers.segment()), this::served));
    }

    private Route served(String name) {
        return Directives.get(() -> NAMES.contains(name)
                ? Directives.extractRequest(request -> Directives.complete(answer(request, name)))
                : Directives.reject());
    }

    private HttpResponse answer(HttpRequest request, String name) {
        if (name.equals(DOCUMENT) && Access.caller(request).role().suffices(Role.VIEWER)) {
            return known(request);
        }
        var file = Objects.requireNonNull(Loaded.FILES.get(name));
        var response = name.equals(ICON) ? shared(request) : response("Accept-Encoding", "");
        return tagged(request, file, response);
    }

    /** A browser keeps it, and asks each time whether it is still the same. */
    private static HttpResponse tagged(HttpRequest request, StaticFile file, HttpResponse response) {
        var kept = response.addHeader(RawHeader.create("ETag", file.tag()))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"));
        return has(request, "If-None-Match", file.tag())
                ? kept.withStatus(StatusCodes.NOT_MODIFIED)
                : filled(request, file, kept);
    }

    /** Kept by nobody: the next who asks may be a stranger. */
    private HttpResponse known(HttpRequest request) {
        var others = ConsoleOrigins.others(definition.get()).stream()
                .flatMap(host -> ConsoleOrigins.inPolicy(host, SessionCookie.isEncrypted(request)).stream())
                .map(origin -> " " + origin)
                .collect(Collectors.joining());
        return filled(
                request,
                Loaded.OF_KNOWN,
                response("Accept-Encoding, Cookie", others).addHeader(RawHeader.create("Cache-Control", "no-store")));
    }

    /** A page of another node looks by it whether the browser reaches this one. */
    private HttpResponse shared(HttpRequest request) {
        var response = response("Accept-Encoding, Origin", "");
        return request.getHeader("Origin")
                .map(HttpHeader::value)
                .filter(origin -> ConsoleOrigins.isOurs(origin, SessionCookie.isEncrypted(request), definition.get()))
                .map(origin -> response.addHeader(RawHeader.create("Access-Control-Allow-Origin", origin)))
                .orElse(response);
    }

    /** Scripts and styles of this origin alone, none within the page, and no text that is taken for a script or for HTML. */
    private static String policy(String others) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'" + others
                + "; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    }

    private static HttpResponse response(String vary, String others) {
        return HttpResponse.create()
                .addHeader(RawHeader.create("Vary", vary))
                .addHeader(RawHeader.create("Content-Security-Policy", policy(others)))
                .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
                .addHeader(RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"))
                .addHeader(RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"));
    }

    private static HttpResponse filled(HttpRequest request, StaticFile file, HttpResponse response) {
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
        return zipped(name, bytes(name));
    }

    private static byte[] bytes(String name) {
        try (var in = Objects.requireNonNull(ConsoleFiles.class.getResourceAsStream(FOLDER + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the console's file %s can't be read".formatted(name), e);
        }
    }

    private static StaticFile zipped(String name, byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(zipped)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the console's file %s can't be compressed".formatted(name), e);
        }
        return new StaticFile(
                type(name),
                ByteString.fromArrayUnsafe(bytes),
                ByteString.fromArrayUnsafe(zipped.toByteArray()),
                "\"%s\"".formatted(Sha256.hex(bytes).substring(0, 32)));
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
