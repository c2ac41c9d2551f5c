package io.github.batonha.actors.node;

import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.events.NodeEvent;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is worth telling of what a node knows of the primary. Pure. */
final class PrimaryNews {

    private PrimaryNews() {}

    /** Empty where nobody would act on the difference. The first word after a start is told, for it may be another than before. */
    static Optional<NodeEvent> of(@Nullable PrimaryStatus before, PrimaryStatus now) {
        var isNews = before == null
                || before.role() != now.role()
                || before.epoch() != now.epoch()
                || !Objects.equals(before.primary(), now.primary())
                || !before.message().equals(now.message());
        var from = before == null ? Role.UNKNOWN : before.role();
        return isNews
                ? Optional.of(
                        new NodeEvent.PrimaryChanged(from.name(), now.role().name(), text(now)))
                : Optional.empty();
    }

    /** Besides answers: nobody must overlook that it rests on somebody's word. */
    private static String restsOn(PrimaryStatus status) {
        var confirmed = status.confirmedDown().isEmpty()
                ? ""
                : ", on the assertion that %s is down".formatted(String.join(", ", status.confirmedDown()));
        var fenced =
                status.fenced().isEmpty() ? "" : ", with %s switched off".formatted(String.join(", ", status.fenced()));
        return confirmed + fenced;
    }

    private static String text(PrimaryStatus status) {
        var primary = status.primary();
        var who = primary == null
                ? "no node was ever made primary"
                : "%s is primary, epoch %d, by %s%s".formatted(primary, status.epoch(), status.by(), restsOn(status));
        return status.message().isEmpty() ? who : "%s; %s".formatted(who, status.message());
    }
}
