package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Users of the sample's router behind a balancer. Each logs in, then clicks, one click after the other, and sends a click again
 * with the number that it had until it is answered. The answer tells the user's counter: it shows at once whether a click was
 * lost or counted twice.
 */
final class ClickingUsers implements AutoCloseable {
    private static final Duration GIVES_UP_AFTER = Duration.ofSeconds(20);
    private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofMillis(20).toNanos();
    private static final Pattern ANSWER = Pattern.compile("(\\d+) clicks, (\\w+), served by (\\w+)\\.");

    private final URI balancer;
    private final long everyNanos;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final List<User> users = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private final AtomicReference<Tally> tally = new AtomicReference<>(new Tally("log in"));
    private final AtomicBoolean isEnding = new AtomicBoolean();

    ClickingUsers(URI balancer, int number, Duration every) {
        this.balancer = balancer;
        this.everyNanos = every.toNanos();
        for (int index = 0; index < number; index++) {
            users.add(new User("user%d".formatted(index)));
        }
    }

    /** What happened to users from the begin of an event of the test to the next. */
    static final class Tally {
        private final String event;
        private final long beganNanos = System.nanoTime();
        private long endedNanos;
        private long clicks;
        private long requests;
        private long failed;
        private long alone;
        private long lost;
        private long excused;
        private long twice;
        private long longestNanos;
        /** When a click was answered last that was on one node only. */
        private long lastAloneNanos = beganNanos;

        private final Map<String, Long> failures = new TreeMap<>();
        private final Map<String, Long> served = new TreeMap<>();

        private Tally(String event) {
            this.event = event;
        }

        String event() {
            return event;
        }

        /** Requests without a good answer; each was sent again. */
        synchronized long failed() {
            return failed;
        }

        /** Clicks that were answered and are in no counter any more, though they had been on two nodes. */
        synchronized long lost() {
            return lost;
        }

        /** The same, of clicks that were answered as being on one node only. */
        synchronized long excused() {
            return excused;
        }

        synchronized long twice() {
            return twice;
        }

        synchronized long clicks() {
            return clicks;
        }

        /** From the first try of a click to its answer. */
        synchronized Duration longestWait() {
            return Duration.ofNanos(longestNanos);
        }

        /** For so long each answer has said that its click is on two nodes. */
        synchronized Duration replicatedFor() {
            return Duration.ofNanos(System.nanoTime() - lastAloneNanos);
        }

        synchronized Map<String, Long> served() {
            return Map.copyOf(served);
        }

        /** Why, and how often. */
        synchronized Map<String, Long> failures() {
            return Map.copyOf(failures);
        }

        private synchronized void failed(String why) {
            requests++;
            failed++;
            failures.merge(
                    why.replaceAll("(?s)<.*?>", " ").replaceAll("\\s+", " ").strip(), 1L, Long::sum);
        }

        private synchronized void answered(String node, boolean isAlone, long tookNanos) {
            requests++;
            clicks++;
            if (isAlone) {
                alone++;
                lastAloneNanos = System.nanoTime();
            }
            longestNanos = Math.max(longestNanos, tookNanos);
            served.merge(node, 1L, Long::sum);
        }

        private synchronized void missing(long clicks, boolean wereAlone) {
            lost += wereAlone ? 0 : Math.max(0, clicks);
            excused += wereAlone ? Math.max(0, clicks) : 0;
            twice += Math.max(0, -clicks);
        }

        private synchronized void ended() {
            endedNanos = System.nanoTime();
        }

        static String header() {
            return "%-46s %6s %8s %8s %7s %5s %6s %11s  %s"
                    .formatted(
                            "event", "s", "clicks", "requests", "failed", "lost", "twice", "longest ms", "served by");
        }

        synchronized String row() {
            return "%-46s %6.1f %8d %8d %7d %5d %6d %11d  %s%s"
                    .formatted(
                            event,
                            (endedNanos - beganNanos) / 1e9,
                            clicks,
                            requests,
                            failed,
                            lost + excused,
                            twice,
                            Duration.ofNanos(longestNanos).toMillis(),
                            served,
                            (alone > 0 ? ", %d on one node only".formatted(alone) : "")
                                    + (failed > 0 ? ", failed: " + failures : ""));
        }
    }

    /** Clicks in sequence, on a thread of its own. */
    private final class User implements Runnable {
        private final String name;
        private final Map<String, String> cookies = new ConcurrentHashMap<>();
        private long clicks;
        /** Answered clicks that are not in the counter. */
        private long missing;

        private boolean wasAlone;

        User(String name) {
            this.name = name;
        }

        void logIn() {
            try {
                var answer = send("/login?user=" + name, "POST");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            } catch (IOException e) {
                throw new AssertionError(name + " can't log in at " + balancer, e);
            }
        }

        @Override
        public void run() {
            long due = System.nanoTime();
            while (!isEnding.get()) {
                click();
                due = Math.max(due + everyNanos, System.nanoTime() - everyNanos);
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }

        private void click() {
            long begun = System.nanoTime();
            clicks++;
            while (true) {
                try {
                    var answer = send("/click?number=" + clicks, "POST");
                    var found = ANSWER.matcher(answer.body());
                    if (answer.statusCode() == 200 && found.find()) {
                        boolean isAlone = found.group(2).equals("alone");
                        tally.get().answered(found.group(3), isAlone, System.nanoTime() - begun);
                        compare(Long.parseLong(found.group(1)));
                        wasAlone = isAlone;
                        return;
                    }
                    tally.get()
                            .failed("%d %s"
                                    .formatted(
                                            answer.statusCode(), answer.body().strip()));
                } catch (IOException e) {
                    tally.get().failed(e.toString());
                }
                if (System.nanoTime() - begun > GIVES_UP_AFTER.toNanos()) {
                    tally.get().failed("%s gave up click %d".formatted(name, clicks));
                    clicks--;
                    return;
                }
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
            }
        }

        private void compare(long counter) {
            long missingNow = clicks - counter;
            tally.get().missing(missingNow - missing, wasAlone);
            missing = missingNow;
        }

        HttpResponse<String> send(String path, String method) throws IOException {
            return send(balancer, path, method);
        }

        HttpResponse<String> send(URI to, String path, String method) throws IOException {
            var request = HttpRequest.newBuilder(to.resolve(path))
                    .method(method, BodyPublishers.noBody())
                    .timeout(Duration.ofSeconds(15));
            if (!cookies.isEmpty()) {
                var text = new ArrayList<String>();
                cookies.forEach((name, value) -> text.add(name + "=" + value));
                request.header("Cookie", String.join("; ", text));
            }
            try {
                var answer = http.send(request.build(), BodyHandlers.ofString());
                for (String cookie : answer.headers().allValues("Set-Cookie")) {
                    var pair = cookie.split(";", 2)[0].split("=", 2);
                    cookies.put(pair[0], pair[1]);
                }
                return answer;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    void start() {
        users.forEach(User::logIn);
        users.forEach(user -> threads.add(Thread.ofVirtual().name(user.name).start(user)));
    }

    /** What happens from now on belongs to this event. Users are as new ones to the balancer: it spreads them again. */
    Tally during(String event) {
        users.forEach(user -> user.cookies.keySet().removeIf(name -> !name.equals("session")));
        var next = new Tally(event);
        tally.getAndSet(next).ended();
        tallies.add(next);
        return next;
    }

    /** Ends all after the click that they are at. */
    void end() {
        isEnding.set(true);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        tally.get().ended();
    }

    List<Tally> tallies() {
        return List.copyOf(tallies);
    }

    /** After {@link #end()}: what a node tells each user, asked past the balancer, is what the user was told last. */
    void assertCountersOn(URI router) {
        for (User user : users) {
            try {
                assertThat(user.send(router, "/me", "GET").body())
                        .contains("You are %s, you clicked %d times".formatted(user.name, user.clicks - user.missing));
            } catch (IOException e) {
                throw new AssertionError("no answer of " + router, e);
            }
        }
    }

    @Override
    public void close() {
        end();
        http.close();
    }
}
