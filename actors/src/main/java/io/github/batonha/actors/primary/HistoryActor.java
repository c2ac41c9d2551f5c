package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.actors.wire.Pulse;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.actors.wire.WireText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * {@code /user/history}: keeps the history of the primary, and the same on all nodes. News is told to all others at once; what
 * they missed they are told when a digest, sent at the start and every few seconds, shows that two nodes differ. To be spawned on
 * a dispatcher that may block.
 */
public final class HistoryActor {

    private static final Duration DIGEST_EVERY = Duration.ofSeconds(2);

    /** All is told again only every so many digests while nothing changes. */
    private static final int PATIENCE = 16;

    public sealed interface Command {}

    /** Something that this node knows of an attempt. */
    record Learned(HistoryEntry entry) implements Command {}

    /** All that is known, oldest first. */
    public record Ask(ActorRef<Known> replyTo) implements Command {}

    public record Known(List<HistoryEntry> entries) {
        public Known {
            entries = List.copyOf(entries);
        }
    }

    /** Between nodes: what mine comes to. {@code isAnswer} has no digest sent back. */
    public record Digest(String host, long digest, boolean isAnswer) implements Command, Wire {}

    /** Between nodes: entries as JSON of our own mapping. */
    public record Told(String host, List<String> entries) implements Command, Wire {
        public Told {
            entries = List.copyOf(entries);
        }
    }

    private record DigestDue() implements Command {}

    /** Two nodes that do not come to the same, though they told each other, as where one reads less than another's version writes. */
    private record Difference(long mine, long theirs, int times) {}

    private final TimerScheduler<Command> timers;
    private final LongSupplier monotonicNanos;
    private final HistoryFile file;
    private final String self;
    private final List<String> others;
    private final Outbox outbox;
    private final Map<String, Difference> differences = new HashMap<>();

    private HistoryActor(TimerScheduler<Command> timers, PrimaryResources hold, Outbox outbox) {
        this.timers = timers;
        this.monotonicNanos = hold.ticker();
        this.file = hold.history();
        this.self = hold.settings().self();
        this.others = hold.settings().hosts().stream()
                .filter(host -> !host.equals(hold.settings().self()))
                .toList();
        this.outbox = outbox;
    }

    /**
     * Begins with what the file holds.
     *
     * @param outbox to {@code /user/history} of other hosts
     */
    public static Behavior<Command> create(PrimaryResources hold, Outbox outbox) {
        return Behaviors.withTimers(timers -> {
            timers.startSingleTimer(new DigestDue(), Duration.ZERO);
            var actor = new HistoryActor(timers, hold, outbox);
            return Behaviors.receiveMessage(actor::on);
        });
    }

    private Behavior<Command> on(Command command) {
        switch (command) {
            case Learned(var entry) -> file.add(entry).ifPresent(known -> tell(others, List.of(known)));
            case Ask(var replyTo) -> replyTo.tell(new Known(file.entries()));
            case Told(var _, var lines) ->
                lines.stream().map(HistoryJson::read).flatMap(Optional::stream).forEach(file::add);
            case Digest digest -> compare(digest);
            case DigestDue() -> {
                timers.startSingleTimer(new DigestDue(), Pulse.next(monotonicNanos.getAsLong(), DIGEST_EVERY));
                others.forEach(host -> outbox.tell(host, new Digest(self, file.digest(), false)));
            }
        }
        return Behaviors.same();
    }

    private void compare(Digest theirs) {
        var mine = file.digest();
        if (mine == theirs.digest()) {
            differences.remove(theirs.host());
            return;
        }
        var former = differences.getOrDefault(theirs.host(), new Difference(mine, theirs.digest(), -1));
        var isOld = former.mine() == mine && former.theirs() == theirs.digest();
        var times = isOld ? former.times() + 1 : 0;
        differences.put(theirs.host(), new Difference(mine, theirs.digest(), times));
        if (times % PATIENCE != 0) {
            return;
        }
        tell(List.of(theirs.host()), file.entries());
        if (!theirs.isAnswer()) {
            outbox.tell(theirs.host(), new Digest(self, mine, true));
        }
    }

    private void tell(List<String> hosts, List<HistoryEntry> entries) {
        var lines = entries.stream().map(HistoryJson::write).toList();
        for (var part : inMessages(lines)) {
            hosts.forEach(host -> outbox.tell(host, new Told(self, part)));
        }
    }

    /** As many lines in each as fit into a message, at least one. */
    static List<List<String>> inMessages(List<String> lines) {
        var parts = new ArrayList<List<String>>();
        var rest = List.copyOf(lines);
        while (!rest.isEmpty()) {
            var some = Math.max(1, WireText.cut(rest, WireText.MOST_BYTES).size());
            parts.add(rest.subList(0, some));
            rest = rest.subList(some, rest.size());
        }
        return parts;
    }
}
