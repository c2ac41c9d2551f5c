package io.github.batonha.e2e;

import io.github.batonha.client.sessions.AgentAccess;
import io.github.batonha.client.sessions.Replicate;
import io.github.batonha.client.sessions.SessionChanges;
import io.github.batonha.client.sessions.SessionException;
import io.github.batonha.client.sessions.Sessions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes and reads sessions on one host and says what it did. A program of its own, because it has to run on that host of the network. Reads
 * commands from its standard input and answers each with lines, the last of them {@code end}:
 *
 * <pre>
 * create NUMBER TTL_MILLIS          id …
 * write MILLIS THREADS ID,ID,…      write ID NAME VALUE BEGUN ENDED REPLICATED|ALONE|UNKNOWN
 * delete ID                         deleted ID
 * read ID,ID,…                      is ID NAME VALUE   or   none ID
 * </pre>
 *
 * Times are nanoseconds of the machine's one monotonic clock.
 */
final class SessionWriter {
    private static final int NAMES = 3;

    private final String node;
    private final Sessions sessions;

    private SessionWriter(String node, Sessions sessions) {
        this.node = node;
        this.sessions = sessions;
    }

    public static void main(String[] words) {
        var access = AgentAccess.ofFolder(Path.of(words[0]));
        var writer = new SessionWriter(words[1], Sessions.of(access, Replicate.ONE_OTHER, Duration.ofSeconds(20)));
        try (var in = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (in.hasNextLine()) {
                writer.run(in.nextLine().split(" ", -1)).forEach(System.out::println);
                System.out.println("end");
            }
        }
    }

    private List<String> run(String[] words) {
        return switch (words[0]) {
            case "create" -> create(Integer.parseInt(words[1]), Duration.ofMillis(Long.parseLong(words[2])));
            case "write" ->
                write(Long.parseLong(words[1]), Integer.parseInt(words[2]), List.of(words[3].split(",", -1)));
            case "delete" -> delete(words[1]);
            case "read" ->
                List.of(words[1].split(",", -1)).stream()
                        .flatMap(id -> read(id).stream())
                        .toList();
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private List<String> create(int number, Duration ttl) {
        var lines = new ArrayList<String>();
        for (int index = 0; index < number; index++) {
            lines.add("id "
                    + sessions.create(ttl, new SessionChanges().set("born", node))
                            .id());
        }
        return lines;
    }

    private List<String> delete(String id) {
        sessions.delete(id);
        return List.of("deleted " + id);
    }

    private List<String> read(String id) {
        return sessions.find(id)
                .map(session -> session.attributes().entrySet().stream()
                        .map(attribute -> "is %s %s %s"
                                .formatted(
                                        id,
                                        attribute.getKey(),
                                        new String(attribute.getValue().bytes(), StandardCharsets.UTF_8)))
                        .toList())
                .orElseGet(() -> List.of("none " + id));
    }

    /** Attributes {@code both0 …} are written on all nodes, those that begin with the node's name on this one alone. */
    private List<String> write(long millis, int threads, List<String> ids) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        var lines = new ArrayList<String>();
        var running = new ArrayList<Thread>();
        for (int thread = 0; thread < threads; thread++) {
            String name = "%s-%d".formatted(node, thread);
            running.add(Thread.ofPlatform().start(() -> {
                var mine = new ArrayList<String>();
                for (long count = 0; System.nanoTime() < end; count++) {
                    mine.add(writeOne(ids, "%s-%x-%d".formatted(name, System.nanoTime(), count)));
                }
                synchronized (lines) {
                    lines.addAll(mine);
                }
            }));
        }
        for (Thread thread : running) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    private String writeOne(List<String> ids, String value) {
        var random = ThreadLocalRandom.current();
        String id = ids.get(random.nextInt(ids.size()));
        String name = (random.nextBoolean() ? "both" : node.toLowerCase(Locale.ROOT)) + random.nextInt(NAMES);
        long begun = System.nanoTime();
        String how;
        try {
            var written = sessions.change(id, new SessionChanges().set(name, value));
            how = written.isReplicated() ? "REPLICATED" : "ALONE";
        } catch (SessionException e) {
            how = "UNKNOWN";
        }
        return "write %s %s %s %d %d %s".formatted(id, name, value, begun, System.nanoTime(), how);
    }
}
