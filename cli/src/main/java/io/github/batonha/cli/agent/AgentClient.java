package io.github.batonha.cli.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.actors.api.NotAfter;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.client.sessions.AgentTrust;
import io.github.batonha.supervision.secrets.VisibleText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Talks to one agent. By {@code HttpURLConnection}, because {@code java.net.http} takes longer to load than a whole mon.
 * Every method blocks; failures are {@link CommandFailed}, {@link ExitCode#UNREACHABLE} where the agent did not answer at all.
 */
public final class AgentClient {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    /** An agent that stands still for longer does not carry the order out when it goes on. */
    private static final Duration BEGUN_WITHIN = Duration.ofMinutes(1);
    /** An operation may be silent while a process takes its time to stop, but hardly so long. */
    private static final Duration LINE_WITHIN = Duration.ofMinutes(10);

    /** What begins the login in a link to the console. */
    public static final String LOGIN_OF_LINK = "#login=";

    private static final int UNAUTHORIZED = 401;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;

    private final AgentAddress address;
    private final Path run;
    /** Of an agent of another host; null for one of this host. */
    private final @Nullable Identity identity;

    private @Nullable String node;

    /** For one agent. {@code run} is its folder, with the socket that gives logins and the token. */
    public AgentClient(AgentAddress address, Path run) {
        this.address = address;
        this.run = run;
        this.identity = null;
        this.node = address.node();
    }

    private AgentClient(URI url, Identity identity) {
        this.address = new AgentAddress(url.getHost(), url.toString(), 0);
        this.run = identity.folder();
        this.identity = identity;
    }

    /**
     * For the agent of another host.
     *
     * @param folder with what the agent is known by, and what it knows the user by
     * @throws CommandFailed if this is no URL of an agent
     */
    static AgentClient elsewhere(String url, Path folder) {
        try {
            var uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            if ("https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawPath().isEmpty()) {
                return new AgentClient(uri, new Identity(folder));
            }
        } catch (URISyntaxException e) {
            throw noUrl(url, e);
        }
        throw noUrl(url, null);
    }

    private static CommandFailed noUrl(String url, @Nullable Exception cause) {
        var text = "\"%s\" is no URL of an agent of another host".formatted(VisibleText.of(url));
        var remedy = "give one with TLS, such as https://NodeA:8558";
        return cause == null
                ? new CommandFailed(ExitCode.WRONG_USAGE, text, remedy)
                : new CommandFailed(ExitCode.WRONG_USAGE, text, remedy, cause);
    }

    /** That of another host is asked. */
    public String node() {
        if (node == null) {
            node = get("/api/v1/mon").text("node");
        }
        return node;
    }

    /** With a login or the token, where this user gets one. Without them it depends on {@code baton.http.anonymous} what the agent shows. */
    public Json get(String path) {
        return get(path, ANSWER_WITHIN);
    }

    /** As above, for what takes an agent longer to answer. */
    public Json get(String path, Duration within) {
        try {
            var connection = connect("GET", path, within);
            var login = SocketLogin.ask(run);
            var secret = login.isPresent() ? login.get().bearer() : token();
            if (!secret.isEmpty()) {
                send(secret, connection);
            } else if (login.isPresent() && connection.getResponseCode() == UNAUTHORIZED) {
                throw withoutRole(login.get());
            }
            try (var body = body(connection)) {
                return Json.parse(new String(body.readAllBytes(), UTF_8));
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Copies a text as it comes until the agent ends it or {@code to} wants no more; needs the token. */
    public void copy(String path, TextSink to) {
        copy(path, Duration.ZERO, to);
    }

    /**
     * As above, for what gives signs of life.
     *
     * @param silentAtMost longer than that, and the agent counts as unreachable; zero: for ever
     */
    public void copy(String path, Duration silentAtMost, TextSink to) {
        try {
            var connection = connect("GET", path, silentAtMost);
            authorize(connection);
            try (var body = body(connection)) {
                var bytes = new byte[8192];
                for (var n = body.read(bytes); n >= 0 && to.accept(bytes, n); n = body.read(bytes)) {
                    // Everything happens in the sink.
                }
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Posts the request and hands on each line of the NDJSON answer as it comes; needs the token. */
    public void post(String path, Json request, Consumer<Json> line) {
        postOrRefusal(path, request, line).ifPresent(problem -> {
            throw new CommandFailed(ExitCode.FAILED, problem.text("detail"), problem.text("remedy"));
        });
    }

    /** As {@link #post}, but a refusal with which nothing was begun is returned: the problem document. */
    public Optional<Json> postOrRefusal(String path, Json request, Consumer<Json> line) {
        var bytes = request.toLine().getBytes(UTF_8);
        try {
            var connection = connect("POST", path, LINE_WITHIN);
            authorize(connection);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty(NotAfter.HEADER, NotAfter.in(BEGUN_WITHIN, System.nanoTime()));
            connection.setDoOutput(true);
            // Without a fixed length the JDK would silently send a POST again whose answer was lost.
            connection.setFixedLengthStreamingMode(bytes.length);
            try (var out = connection.getOutputStream()) {
                out.write(bytes);
            }
            var refusal = refusal(connection);
            if (refusal.isPresent()) {
                return refusal;
            }
            try (var lines = new BufferedReader(new InputStreamReader(body(connection), UTF_8))) {
                forEachLine(lines, line);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Deletes what is there, and returns the answer; needs the token. */
    public Json delete(String path) {
        try {
            var connection = connect("DELETE", path, ANSWER_WITHIN);
            authorize(connection);
            try (var body = body(connection)) {
                return Json.parse(new String(body.readAllBytes(), UTF_8));
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private void forEachLine(BufferedReader lines, Consumer<Json> each) {
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    each.accept(Json.parse(line));
                }
            }
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The agent of %s closed the connection before it reported the result (%s)"
                            .formatted(address.node(), e.getMessage()),
                    "look at `baton mon-cluster` for the state that it left, then give the command again",
                    e);
        }
    }

    private HttpURLConnection connect(String method, String path, Duration answerWithin) throws IOException {
        var url = URI.create(address.url() + path).toURL();
        var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(sockets());
        }
        connection.setRequestMethod(method);
        connection.setConnectTimeout((int) CONNECT_WITHIN.toMillis());
        connection.setReadTimeout((int) answerWithin.toMillis());
        return connection;
    }

    private SSLSocketFactory sockets() {
        try {
            var context =
                    identity == null ? AgentTrust.of(authorities(), address.node()) : identity.tls(address.node());
            return context.getSocketFactory();
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "%s can't be read, so the agent of %s can't be told from others (%s)"
                            .formatted(authorities(), address.node(), e),
                    identity == null
                            ? "let this user read that file, which is no secret: the folders certificates and certificates/%s need mode 0755"
                                    .formatted(address.node())
                            : "copy certificates/NODE/ca.pem of the home on a host of the system there",
                    e);
        }
    }

    /** By its place in the installation, which the agent's answer can't change. */
    private Path authorities() {
        return identity != null
                ? identity.authorities()
                : run.resolve("../../certificates")
                        .resolve(address.node())
                        .resolve("ca.pem")
                        .normalize();
    }

    /** Empty where this user has none. */
    private String token() {
        if (identity != null) {
            return identity.token().orElse("");
        }
        try {
            return Files.readString(tokenFile()).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** A socket that does not answer is an agent that does not: the token is not for whoever listens in its place. */
    private void authorize(HttpURLConnection connection) throws IOException {
        var login = SocketLogin.ask(run);
        if (identity != null) {
            identity.token().ifPresent(token -> send(token, connection));
        } else if (login.isEmpty()) {
            send(tokenOrFailure(), connection);
        } else if (login.get().bearer().isEmpty()) {
            throw withoutRole(login.get());
        } else {
            send(login.get().bearer(), connection);
        }
    }

    /**
     * Where a browser finds the console. It ends with a login of this user, which counts once and for a minute, where the agent is asked by its
     * socket; without one where it is on another host or has no socket.
     */
    public String consoleLink() {
        try {
            var login = identity == null ? SocketLogin.ask(run) : Optional.<SocketLogin>empty();
            if (login.isPresent() && login.get().bearer().isEmpty()) {
                throw withoutRole(login.get());
            }
            return "%s/console%s"
                    .formatted(
                            address.url(),
                            login.map(given -> LOGIN_OF_LINK + given.bearer()).orElse(""));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static CommandFailed withoutRole(SocketLogin login) {
        return new CommandFailed(
                ExitCode.FAILED,
                login.refusal(),
                "give the command as the user that runs the agent, or as root, or have a role given to this user"
                        + " (baton.access.users in conf/baton.conf)");
    }

    private static void send(String bearer, HttpURLConnection connection) {
        connection.setRequestProperty("Authorization", "Bearer " + bearer);
    }

    private Path tokenFile() {
        return run.resolve("token");
    }

    private String tokenOrFailure() {
        try {
            return Files.readString(tokenFile()).strip();
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The token of the agent of %s can't be read from %s".formatted(address.node(), tokenFile()),
                    "give the command as the user that runs the agent, or as root",
                    e);
        }
    }

    private InputStream body(HttpURLConnection connection) throws IOException {
        if (connection.getResponseCode() < 400) {
            return connection.getInputStream();
        }
        throw problem(connection);
    }

    /** What is refused for the state of the cluster, and not for the request. */
    private static Optional<Json> refusal(HttpURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        if ((status != CONFLICT && status != UNAVAILABLE) || !isProblem(connection.getContentType())) {
            return Optional.empty();
        }
        try (var body = connection.getErrorStream()) {
            return Optional.of(Json.parse(new String(body.readAllBytes(), UTF_8)));
        }
    }

    private static boolean isProblem(@Nullable String type) {
        return type != null && type.startsWith("application/problem+json");
    }

    private CommandFailed problem(HttpURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        try (var body = connection.getErrorStream()) {
            var text = body == null ? "" : new String(body.readAllBytes(), UTF_8);
            return problem(status, isProblem(connection.getContentType()), text);
        }
    }

    private CommandFailed problem(int status, boolean isProblem, String text) {
        if (isProblem) {
            var problem = Json.parse(text);
            return new CommandFailed(ExitCode.FAILED, problem.text("detail"), problem.text("remedy"));
        }
        return new CommandFailed(
                ExitCode.FAILED,
                "The agent of %s answered %d: %s".formatted(address.node(), status, VisibleText.of(text.strip())),
                "look into its agent.log");
    }

    private CommandFailed unreachable(IOException cause) {
        if (cause instanceof SSLHandshakeException) {
            return new CommandFailed(
                    ExitCode.UNREACHABLE,
                    "Who answers at %s is not the agent of %s by its certificate (%s)"
                            .formatted(address.url(), address.node(), cause.getMessage()),
                    "see who listens there, and whether %s is the authority of the agent: `baton certificates show`"
                            .formatted(authorities()),
                    cause);
        }
        var why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new CommandFailed(
                ExitCode.UNREACHABLE,
                "The agent of %s does not answer at %s (%s)".formatted(address.node(), address.url(), why),
                identity == null
                        ? "is process %d there? If not, start it: `baton node --name %s`; its log is logs/%s/agent.log"
                                .formatted(address.pid(), address.node(), address.node())
                        : "see whether it runs there, and whether its port can be reached from this host",
                cause);
    }

    /** Takes text as it comes. */
    @FunctionalInterface
    public interface TextSink {

        /** Returns false once no more is wanted. */
        boolean accept(byte[] bytes, int length);
    }
}
