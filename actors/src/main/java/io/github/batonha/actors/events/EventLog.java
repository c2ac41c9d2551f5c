package io.github.batonha.actors.events;

import io.github.batonha.actors.api.Event;
import io.github.batonha.actors.api.SyslogFigures;
import io.github.batonha.conf.model.SyslogTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of a node: numbered, written, and only then shown to anybody, in this order by one thread of its own. Lives as long as the
 * agent. Where the disk fails, events are shown all the same, and it is said once.
 */
public final class EventLog implements EventSink, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventLog.class);

    /** Told and not written yet: as many as a slow disk may be behind. */
    private static final int MOST_WAITING = 10_000;

    private static final int IN_MEMORY = 1000;
    private static final int AT_ONCE = 2000;
    /** What happens in a burst is written at once, and when the burst is over: whoever restarts processes comes first. */
    private static final long GATHER_MILLIS = 50;

    private static final long END_WITHIN_MILLIS = 2000;

    private sealed interface Waiting {}

    private record Told(Instant at, Supplier<Optional<NodeEvent>> what) implements Waiting {}

    /** Wakes the writer for the last time. */
    private record End() implements Waiting {}

    private final String node;
    private final EventFiles files;
    private final InstantSource clock;
    private final LinkedBlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private final Deque<Event> recent = new ArrayDeque<>();
    private final Thread writing =
            Thread.ofPlatform().daemon().name("baton-events").unstarted(this::write);
    private long newest;
    private volatile @Nullable SyslogSender syslog;
    private boolean hasFailed;
    private final CountDownLatch closing = new CountDownLatch(1);

    private EventLog(String node, EventFiles files, InstantSource clock) {
        this.node = node;
        this.files = files;
        this.clock = clock;
    }

    /**
     * Goes on after the last event that is there. Blocks.
     *
     * @param folder {@code logs/NODE}
     */
    public static EventLog open(Path folder, String node, InstantSource clock) {
        var events = new EventLog(node, new EventFiles(folder), clock);
        events.begin();
        return events;
    }

    private void begin() {
        try {
            files.mend();
            var tail = files.tail();
            synchronized (recent) {
                tail.forEach(this::remember);
            }
        } catch (IOException e) {
            log.warn("Could not read the events of before, and counts anew: {}", e.toString());
        }
        writing.start();
    }

    @Override
    public void tellLater(Supplier<Optional<NodeEvent>> happened) {
        if (!waiting.offer(new Told(clock.instant(), happened))) {
            lost.incrementAndGet();
        }
    }

    /** Runs, on a thread of its own, whenever there is more. Must not block. */
    void onNews(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    long newest() {
        synchronized (recent) {
            return newest;
        }
    }

    /**
     * The first events after one, of which so many are looked at. Where some of these are not kept any more, an event of type
     * {@code lagged} stands for them. Blocks.
     */
    Page after(long seq, @Nullable String process, int most) throws IOException {
        var last = newest();
        if (seq > last) {
            // Of files that are not there any more: the node counts anew.
            return lagged(List.of(), 0, "the events of before are not kept any more");
        }
        var found = memoryReaches(seq) ? fromMemory(seq, most) : files.after(seq, most);
        if (found.isEmpty() && last > seq) {
            return lagged(List.of(), last, "events %d to %d can't be read".formatted(seq + 1, last));
        }
        var upTo = found.isEmpty() ? seq : found.getLast().seq();
        var wanted =
                found.stream().filter(event -> EventQuery.isOf(event, process)).toList();
        return !found.isEmpty() && found.getFirst().seq() > seq + 1
                ? lagged(
                        wanted,
                        upTo,
                        "events %d to %d are not kept any more"
                                .formatted(seq + 1, found.getFirst().seq() - 1))
                : Page.oldest(node, wanted, upTo);
    }

    private Page lagged(List<Event> wanted, long upTo, String text) {
        var first = wanted.isEmpty() ? upTo : wanted.getFirst().seq() - 1;
        var events = new ArrayList<Event>();
        events.add(new NodeEvent.Lagged(text).at(first, clock.instant(), node));
        events.addAll(wanted);
        return Page.oldest(node, events, upTo);
    }

    /** The newest events that are wanted. Blocks. */
    Page last(EventQuery query) throws IOException {
        var upTo = newest();
        var until = query.before(Math.min(query.before(), upTo + 1), query.last());
        var known = fromMemory(0, Integer.MAX_VALUE).stream()
                .filter(until::isWanted)
                .toList();
        var found = known.size() >= query.last() || memoryReaches(0)
                ? known.subList(Math.max(0, known.size() - query.last()), known.size())
                : files.last(until);
        return Page.newest(node, found, upTo);
    }

    private boolean memoryReaches(long seq) {
        synchronized (recent) {
            return newest == seq || (!recent.isEmpty() && recent.getFirst().seq() <= seq + 1);
        }
    }

    private List<Event> fromMemory(long seq, int most) {
        synchronized (recent) {
            return recent.stream()
                    .filter(event -> event.seq() > seq)
                    .limit(most)
                    .toList();
        }
    }

    private void remember(Event event) {
        recent.add(event);
        newest = event.seq();
        if (recent.size() > IN_MEMORY) {
            recent.removeFirst();
        }
    }

    private void write() {
        try {
            var isOver = false;
            while (!isOver) {
                var next = new ArrayList<Waiting>();
                next.add(waiting.take());
                var _ = closing.await(GATHER_MILLIS, TimeUnit.MILLISECONDS);
                waiting.drainTo(next, AT_ONCE);
                isOver = next.stream().anyMatch(End.class::isInstance);
                write(numbered(next));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Event> numbered(List<Waiting> next) {
        var events = new ArrayList<Event>();
        var seq = newest();
        for (var each : next) {
            if (each instanceof Told(var at, var what)) {
                var happened = read(what);
                if (happened.isPresent()) {
                    events.add(happened.get().at(++seq, at, node));
                }
            }
        }
        var missing = lost.getAndSet(0);
        if (missing > 0) {
            var text = "%d events were lost, for the disk was too slow".formatted(missing);
            events.add(new NodeEvent.Lagged(text).at(++seq, clock.instant(), node));
        }
        return events;
    }

    private static Optional<NodeEvent> read(Supplier<Optional<NodeEvent>> what) {
        try {
            return what.get();
        } catch (RuntimeException e) {
            log.warn("Left an event out that could not be read", e);
            return Optional.empty();
        }
    }

    private void write(List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        try {
            if (hasFailed) {
                files.mend();
            }
            files.append(events);
            hasFailed = false;
        } catch (IOException e) {
            if (!hasFailed) {
                log.warn("Could not write events to {}: make room, or let this user write there", EventFiles.NAME, e);
            }
            hasFailed = true;
        }
        synchronized (recent) {
            events.forEach(this::remember);
        }
        listeners.forEach(Runnable::run);
    }

    /** Sends each event from now on, too. */
    public void sendTo(SyslogTarget target) {
        syslog = SyslogSender.start(this, target);
    }

    /** How sending goes; empty where nothing is sent. Any thread. */
    public Optional<SyslogFigures> syslog() {
        return Optional.ofNullable(syslog).map(SyslogSender::figures);
    }

    /** What was told is written before it returns, unless the disk takes too long. */
    @Override
    public void close() {
        closing.countDown();
        try {
            var _ = waiting.offer(new End(), END_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
            writing.join(END_WITHIN_MILLIS);
            if (syslog != null) {
                syslog.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
