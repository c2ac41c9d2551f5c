package io.github.batonha.actors.events;

import java.util.Optional;
import java.util.function.Supplier;

/** Where those that see something happen tell it. Any thread; never waits, never fails. */
public interface EventSink {

    EventSink NONE = _ -> {};

    /** Told with the time of now. What stands in files is read later, by a thread that may block; it answers nothing to tell nothing. */
    void tellLater(Supplier<Optional<NodeEvent>> happened);

    default void tell(NodeEvent happened) {
        tellLater(() -> Optional.of(happened));
    }
}
