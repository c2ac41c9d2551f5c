package io.github.batonha.actors.api;

import io.github.batonha.actors.wire.Wire;
import io.github.batonha.actors.wire.WireText;
import java.util.List;
import java.util.stream.Stream;

/**
 * A SetPrimary that would help after a refusal, as data.
 *
 * @param target the node to make primary
 * @param confirmDown hosts that the operator has to confirm down
 * @param fence hosts to be switched off by their fence command
 * @param override codes of reasons that the operator decides not to matter
 * @param reason for the history; may be empty
 */
public record NextOrder(
        String target, List<String> confirmDown, List<String> fence, List<String> override, String reason)
        implements Wire {

    public NextOrder {
        confirmDown = List.copyOf(confirmDown);
        fence = List.copyOf(fence);
        override = List.copyOf(override);
    }

    int bytes() {
        return Stream.of(List.of(target, reason), confirmDown, fence, override)
                .flatMap(List::stream)
                .mapToInt(WireText::bytes)
                .sum();
    }
}
