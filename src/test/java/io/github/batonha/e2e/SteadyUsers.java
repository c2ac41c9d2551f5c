package io.github.batonha.e2e;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Users who ask again and again through a balancer, which is played here: it asks each node before it sends somebody there,
 * more often than {@code baton.drain.settle}, and keeps a user where it has been as long as that is allowed.
 */
final class SteadyUsers implements AutoCloseable {

    private final int port;
    private final List<String> addresses;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger served = new AtomicInteger();
    private final List<Thread> users = new ArrayList<>();
    private volatile boolean isOver;

    private SteadyUsers(int port, List<String> addresses) {
        this.port = port;
        this.addresses = addresses;
    }

    /** One user at each of the nodes, to begin with. */
    static SteadyUsers of(int port, String... addresses) {
        var all = new SteadyUsers(port, List.of(addresses));
        for (var address : addresses) {
            all.users.add(Thread.ofVirtual().start(() -> all.live(address)));
        }
        return all;
    }

    private void live(String first) {
        var at = first;
        while (!isOver) {
            at = next(at);
            try {
                var status = get(at);
                if (status != 200) {
                    failures.add(at + " answered " + status);
                }
                served.incrementAndGet();
            } catch (IOException e) {
                failures.add(at + ": " + e);
            }
        }
    }

    /** On a connection of its own: nothing is sent again behind the back of this test. */
    private int get(String address) throws IOException {
        var url = URI.create("http://%s:%d/whoami".formatted(address, port)).toURL();
        var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(30_000);
        connection.setReadTimeout(30_000);
        connection.setRequestProperty("Connection", "close");
        try (var body = connection.getInputStream()) {
            body.readAllBytes();
        }
        return connection.getResponseCode();
    }

    /** A user stays (200, 404) until nobody is to be sent there (503); a new one is only sent where users are welcome. */
    private String next(String at) {
        var stays = Balancer.ready(at).status();
        if (stays == 200 || stays == 404) {
            return at;
        }
        return addresses.stream()
                .filter(address -> Balancer.ready(address).status() == 200)
                .findFirst()
                .orElse(at);
    }

    int served() {
        return served.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Until there were some more since. */
    void awaitMore() {
        var enough = served.get() + 20;
        TestCluster.eventually("users go on", Duration.ofSeconds(60), () -> served.get() >= enough);
    }

    @Override
    public void close() {
        isOver = true;
        for (var user : users) {
            try {
                user.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
