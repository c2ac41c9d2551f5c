package io.github.batonha.actors.metrics;

import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.MetricsEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks processes of this node for the metrics that they serve, all at the same time. They may answer anything, or nothing: that costs
 * their own series, and a scrape no more than its time. Any thread.
 */
public final class Scraper {

    static final int MOST_BYTES = 4 << 20;

    /** Of all processes together, so that the heap of an agent is enough. */
    private static final int MOST_BYTES_OF_ALL = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int OK = 200;
    private static final int PIECE = 16 * 1024;

    private final Duration within;

    /** Names that answered the last time with nothing that could be shown. */
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    public Scraper() {
        this(WITHIN);
    }

    Scraper(Duration within) {
        this.within = within;
    }

    /** Made when a process serves metrics, or they are pushed: most nodes have neither. */
    private static final class Client {
        private static final HttpClient OF_THE_AGENT = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();

        private Client() {}
    }

    /** For requests that the agent makes, without proxies and redirects. */
    static HttpClient client() {
        return Client.OF_THE_AGENT;
    }

    /**
     * Of all that are defined to serve some.
     *
     * @param address of this node
     * @param running names of those that are asked; the others don't answer
     */
    public CompletionStage<Map<String, Exposition>> scrape(
            String address, Collection<ChildSpec> processes, Set<String> running) {
        var answers = new HashMap<String, CompletableFuture<Exposition>>();
        var left = new AtomicLong(MOST_BYTES_OF_ALL);
        for (var process : processes) {
            process.metrics()
                    .ifPresent(endpoint -> answers.put(
                            process.name(),
                            running.contains(process.name())
                                    ? ask(process.name(), address, endpoint, left)
                                    : CompletableFuture.completedFuture(Exposition.SILENT)));
        }
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(_ -> {
                    var found = new HashMap<String, Exposition>();
                    answers.forEach((name, answer) -> found.put(name, answer.getNow(Exposition.SILENT)));
                    return found;
                });
    }

    private CompletableFuture<Exposition> ask(
            String process, String address, MetricsEndpoint endpoint, AtomicLong left) {
        var answer = new CompletableFuture<Exposition>();
        var thread = Thread.ofVirtual()
                .name("metrics-of-" + process)
                .start(() -> answer.complete(answer(process, address, endpoint, left)));
        return answer.completeOnTimeout(Exposition.SILENT, within.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> thread.interrupt());
    }

    private Exposition answer(String process, String address, MetricsEndpoint endpoint, AtomicLong left) {
        try {
            var told = ExpositionParser.parse(body(address, endpoint, left));
            if (silent.remove(process)) {
                LOG.info("Process serves its metrics again process={}", process);
            }
            return told;
        } catch (IOException | RuntimeException e) {
            failed(process, endpoint, e);
        } catch (InterruptedException e) {
            failed(process, endpoint, new IOException("no answer within %d ms".formatted(within.toMillis()), e));
            Thread.currentThread().interrupt();
        }
        return Exposition.SILENT;
    }

    private void failed(String process, MetricsEndpoint endpoint, Exception why) {
        if (silent.add(process)) {
            LOG.warn(
                    "Could not take up the metrics of process={} at port {} {}: {}",
                    process,
                    endpoint.port(),
                    endpoint.path(),
                    why.toString());
        }
    }

    private static byte[] body(String address, MetricsEndpoint endpoint, AtomicLong left)
            throws IOException, InterruptedException {
        try {
            return bodyAt(address, endpoint, left);
        } catch (ConnectException e) {
            return bodyAt(LOOPBACK, endpoint, left);
        }
    }

    private static byte[] bodyAt(String host, MetricsEndpoint endpoint, AtomicLong left)
            throws IOException, InterruptedException {
        var shown = host.contains(":") ? "[" + host + "]" : host;
        var request = HttpRequest.newBuilder(
                        URI.create("http://%s:%d%s".formatted(shown, endpoint.port(), endpoint.path())))
                .header("Accept", "text/plain;version=0.0.4")
                .header("User-Agent", "baton")
                .build();
        var response = Client.OF_THE_AGENT.send(request, BodyHandlers.ofInputStream());
        try (var in = response.body()) {
            if (response.statusCode() != OK) {
                throw new IOException("it answered %d".formatted(response.statusCode()));
            }
            var bytes = new ByteArrayOutputStream();
            var piece = new byte[PIECE];
            for (var read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (bytes.size() + read > MOST_BYTES || left.addAndGet(-read) < 0) {
                    throw new IOException("it has more than %d bytes, or all processes more than %d"
                            .formatted(MOST_BYTES, MOST_BYTES_OF_ALL));
                }
                bytes.write(piece, 0, read);
            }
            return bytes.toByteArray();
        }
    }
}
