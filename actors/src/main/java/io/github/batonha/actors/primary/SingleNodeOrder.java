package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.primary.model.TargetFacts;
import io.github.batonha.supervision.primary.protocol.Activity;
import io.github.batonha.supervision.primary.protocol.PrimaryState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The item PrimaryIfSingleNode: an operator's standing order to make the only host of a system its primary when its agent starts.
 * It is due until the node is primary, and is given as any order is, so the protocol decides. What would only be refused is not
 * asked: the order waits, and says for what. Used by one thread at a time.
 */
final class SingleNodeOrder {

    private static final String BY = "PrimaryIfSingleNode";
    private static final Logger log = LoggerFactory.getLogger(SingleNodeOrder.class);
    private static final String REASON = "standing order of the system definition for its only host";
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    private static final Duration TRY_AGAIN = Duration.ofMinutes(1);

    private final String self;
    private boolean isDue;
    private boolean isUnderWay;
    private boolean wasRefused;
    private boolean hasLooked;
    private long nextLookNanos;
    private String obstacle = "";

    SingleNodeOrder(String self, boolean isOrdered) {
        this.self = self;
        this.isDue = isOrdered;
    }

    static SingleNodeOrder of(NodeDefinition definition) {
        return new SingleNodeOrder(definition.self().name(), definition.primaryIfSingleNode());
    }

    /** The order, at the time when it is to be given. */
    Optional<SetPrimaryRequest> look(PrimaryState state, Supplier<TargetFacts> facts, long nowNanos) {
        if (isDue && state.isActive()) {
            isDue = false;
            obstacle = "";
        }
        var isTime = isDue && !isUnderWay && (!hasLooked || nowNanos - nextLookNanos >= 0);
        if (!isTime || state.stopping() || !(state.activity() instanceof Activity.Standby)) {
            return Optional.empty();
        }
        hasLooked = true;
        nextLookNanos = nowNanos + LOOK_AGAIN.toNanos();
        note(found(state, facts));
        if (!obstacle.isEmpty()) {
            return Optional.empty();
        }
        isUnderWay = true;
        return Optional.of(new SetPrimaryRequest(self, List.of(), BY, REASON));
    }

    /** Another host that the last assignment names may be the primary, whatever the definition says by now. */
    private String found(PrimaryState state, Supplier<TargetFacts> facts) {
        var others = state.record().hosts().stream()
                .filter(host -> !host.equals(self))
                .sorted()
                .toList();
        if (!others.isEmpty()) {
            return "the last primary was chosen among %s too: say `baton set-primary` on this host once; if they are down for good, `baton set-primary %s`"
                    .formatted(
                            String.join(", ", others),
                            others.stream()
                                    .map(host -> "--confirm-down " + host)
                                    .collect(Collectors.joining(" ")));
        }
        if (state.isDamaged()) {
            return "the store of the primary is damaged: say `baton primary repair`";
        }
        var here = facts.get();
        if (here.draining()) {
            return "this node is draining: say `baton undrain`";
        }
        return String.join("; ", here.failedChecks());
    }

    private void note(String now) {
        if (!now.isEmpty() && !now.equals(obstacle)) {
            log.warn("Did not carry out PrimaryIfSingleNode yet: {}", now);
        }
        obstacle = now;
    }

    /** Whether this is the first time that the order is given since the start. */
    boolean isFirst() {
        return !wasRefused;
    }

    /** The answer to the order. One that was refused is given again after a while: the cause may have gone. */
    void told(Progress line, long nowNanos) {
        if (!line.isFinal()) {
            return;
        }
        isUnderWay = false;
        if (line.outcome() == Progress.Outcome.REFUSED) {
            wasRefused = true;
            nextLookNanos = nowNanos + TRY_AGAIN.toNanos();
            note((line.text() + ": " + line.remedy()).strip());
        }
    }

    /** What the order waits for, for people; empty where nothing stands against it. */
    String remark() {
        return obstacle.isEmpty() ? "" : "PrimaryIfSingleNode waits: " + obstacle;
    }
}
