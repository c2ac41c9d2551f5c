package io.github.batonha.client.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The instruments that were asked for. Who asks again for one gets the same. */
final class Registry {

    private static final int REMEMBERED = 4 * PageLayout.SLOTS;
    private static final int COMPLAINTS = 16;

    private final PageWriter writer;
    private final Consumer<String> complain;
    private final Map<Key, Object> instruments = new ConcurrentHashMap<>();
    private final Map<String, Kind> kinds = new HashMap<>();
    private int complaints;

    private enum Kind {
        COUNTER(PageLayout.COUNTER),
        GAUGE(PageLayout.GAUGE),
        TIMER(PageLayout.TIMER);

        private final int word;

        Kind(int word) {
            this.word = word;
        }

        Object instrument(@Nullable ByteBuffer page, int slot) {
            return switch (this) {
                case COUNTER -> new Counter(page, slot);
                case GAUGE -> new Gauge(page, slot);
                case TIMER -> new Timer(page, slot);
            };
        }
    }

    private record Key(Kind kind, String name, List<String> labels) {}

    Registry(PageWriter writer, Consumer<String> complain) {
        this.writer = writer;
        this.complain = complain;
    }

    /** That of the page which the environment names; in memory where it names none, or one that can't be used. */
    static Registry of(Map<String, String> environment, Consumer<String> complain) {
        @Nullable String page = environment.get("BATON_METRICS_PAGE");
        if (page == null || page.isBlank()) {
            return new Registry(PageWriter.inMemory(), complain);
        }
        try {
            return new Registry(PageWriter.open(Path.of(page)), complain);
        } catch (IOException | RuntimeException e) {
            complain.accept("the agent can't see the metrics of this process: its page %s can't be used: %s"
                    .formatted(page, e.getMessage()));
            return new Registry(PageWriter.inMemory(), complain);
        }
    }

    Counter counter(String name, String... labels) {
        String base = name.endsWith("_total") ? name.substring(0, name.length() - "_total".length()) : name;
        return (Counter) instrument(Kind.COUNTER, base, labels);
    }

    Gauge gauge(String name, String... labels) {
        return (Gauge) instrument(Kind.GAUGE, name, labels);
    }

    Timer timer(String name, String... labels) {
        String base = name.endsWith("_seconds") ? name.substring(0, name.length() - "_seconds".length()) : name;
        return (Timer) instrument(Kind.TIMER, base, labels);
    }

    private Object instrument(Kind kind, String name, String... labels) {
        // Not List.of: what an application hands in may be null.
        var key = new Key(kind, name, new ArrayList<>(Arrays.asList(labels)));
        @Nullable Object known = instruments.get(key);
        return known != null ? known : made(key);
    }

    private synchronized Object made(Key key) {
        @Nullable Object known = instruments.get(key);
        if (known != null) {
            return known;
        }
        Object made = key.labels().contains(null)
                ? refused(key, "a label is null")
                : SeriesName.fault(key.name(), key.labels())
                        .map(why -> refused(key, why))
                        .orElseGet(() -> taken(key));
        if (instruments.size() < REMEMBERED) {
            instruments.put(key, made);
        }
        return made;
    }

    private Object taken(Key key) {
        Kind kind = kinds.getOrDefault(key.name(), key.kind());
        if (kind != key.kind()) {
            return refused(key, "the name is that of a " + kind.name().toLowerCase(Locale.ROOT));
        }
        byte[] text = PageLayout.text(SeriesName.canonical(key.name(), key.labels()));
        if (text.length > PageLayout.TEXT_BYTES) {
            return refused(key, "name and labels have more than %d bytes".formatted(PageLayout.TEXT_BYTES));
        }
        return slot(key, text)
                .map(slot -> key.kind().instrument(writer.page(), slot))
                .orElseGet(() -> refused(key, "this process has %d series already".formatted(PageLayout.SLOTS)));
    }

    private Optional<Integer> slot(Key key, byte[] text) {
        try {
            int slot = writer.slot(key.kind().word, text);
            if (slot < 0) {
                return Optional.empty();
            }
            kinds.put(key.name(), key.kind());
            return Optional.of(slot);
        } catch (IOException e) {
            complain("its page can't be written: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Object refused(Key key, String why) {
        writer.refused();
        complain("%s '%s' is not measured: %s"
                .formatted(key.kind().name().toLowerCase(Locale.ROOT), SeriesName.shortened(key.name()), why));
        return key.kind().instrument(null, 0);
    }

    private void complain(String what) {
        complaints++;
        if (complaints <= COMPLAINTS) {
            complain.accept(what + (complaints == COMPLAINTS ? "; the next ones are only counted" : ""));
        }
    }
}
