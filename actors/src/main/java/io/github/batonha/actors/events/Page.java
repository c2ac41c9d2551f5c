package io.github.batonha.actors.events;

import io.github.batonha.actors.api.Event;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.actors.wire.WireText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Some events of a node, in order; as many as fit into a message between nodes.
 *
 * @param upTo what comes next is after this one, also where the last of them were not wanted
 * @param isCut of what was asked for there is more, and older
 */
public record Page(String node, List<Event> events, long upTo, boolean isCut) implements Wire {

    private static final int MOST_BYTES = WireText.MOST_BYTES;
    private static final int BYTES_BESIDE_TEXTS = 300;
    /** Of the text of one event, which goes alone where it is as long as that. */
    private static final int MOST_TEXT_BYTES = MOST_BYTES / 2;

    public Page {
        events = events.stream().map(Page::shortened).toList();
    }

    private static Event shortened(Event event) {
        var text = WireText.cut(event.text(), MOST_TEXT_BYTES);
        return text.equals(event.text()) ? event : event.saying(text);
    }

    static Page none(String node, long upTo) {
        return new Page(node, List.of(), upTo, false);
    }

    /** The first of them. */
    static Page oldest(String node, List<Event> events, long upTo) {
        var fitting = fitting(events);
        return fitting == events.size()
                ? new Page(node, events, upTo, false)
                : new Page(
                        node,
                        events.subList(0, fitting),
                        events.get(fitting - 1).seq(),
                        false);
    }

    /** The last of them. */
    static Page newest(String node, List<Event> events, long upTo) {
        var fitting = fitting(events.reversed());
        return new Page(node, events.subList(events.size() - fitting, events.size()), upTo, fitting < events.size());
    }

    /** At least one. */
    private static int fitting(List<Event> events) {
        var bytes = 0;
        var count = 0;
        for (var event : events) {
            bytes += bytes(event);
            if (bytes > MOST_BYTES && count > 0) {
                break;
            }
            count++;
        }
        return count;
    }

    static int bytes(Event event) {
        var texts = Stream.of(
                        event.text(),
                        event.process(),
                        event.run(),
                        event.peer(),
                        event.from(),
                        event.to(),
                        event.path())
                .filter(Objects::nonNull)
                .mapToInt(text -> WireText.bytes(text))
                .sum();
        return BYTES_BESIDE_TEXTS + texts;
    }

    /** How many bytes more have room beside these; negative where not even all of these have. */
    static int room(Collection<Event> events) {
        return MOST_BYTES - events.stream().mapToInt(Page::bytes).sum();
    }

    /** With what comes before it. */
    public Page following(Page older) {
        var all = new ArrayList<>(older.events);
        all.addAll(events);
        return new Page(node, all, upTo, older.isCut);
    }
}
