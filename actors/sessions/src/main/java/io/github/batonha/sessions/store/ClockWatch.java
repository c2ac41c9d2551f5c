package io.github.batonha.sessions.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what the time is when the wall clock steps, or when other nodes say otherwise. Called several times a second by one thread.
 *
 * <p>A small step is followed at once. A large one is followed when nodes whose clocks did not step say that it is right; not at all
 * while they say that it is wrong; and after two minutes where no such node is heard, with all lifetimes moved along, so that no session ends by
 * it. Stamps that lie in the future, as a wrong clock left them, are set back once the time is known: nobody else has taken them.
 */
final class ClockWatch {

    private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final SessionClock steady;
    private final SessionStore store;
    private final Duration maxSkew;
    private String problem = "";
    private long wrongSince;
    private boolean isWrong;
    private boolean hasMoved;

    /**
     * What another node's last beat said.
     *
     * @param ahead how far its clock is ahead of this node's steady clock
     * @param jump how far its wall clock is ahead of its own steady clock
     */
    record Other(String host, Duration ahead, Duration jump) {}

    /** Over a clock that is no {@link SessionClock} there is nothing to decide: it never steps. */
    ClockWatch(SessionStore store, Duration maxSkew) {
        var wall = store.clock().wall();
        this.steady =
                wall instanceof SessionClock clock ? clock : new SessionClock(wall, () -> wall.millis() * 1_000_000);
        this.store = store;
        this.maxSkew = maxSkew;
    }

    /** How far the wall clock is off; zero where it is taken for right. */
    Duration jump() {
        var jump = steady.jump();
        return isLarge(jump) ? jump : Duration.ZERO;
    }

    /** Why users should not come to this node; empty if its clock is right. */
    Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    /** Whether stamps were rewritten since this was asked last: the journal has to be written anew. */
    boolean hasMoved() {
        var moved = hasMoved;
        hasMoved = false;
        return moved;
    }

    private boolean isLarge(Duration step) {
        return step.abs().compareTo(maxSkew.dividedBy(2)) > 0;
    }

    /** {@code others}: the hosts that were heard lately. */
    void look(long now, List<Other> others) {
        var jump = steady.jump();
        if (!isLarge(jump)) {
            steady.follow();
            jump = Duration.ZERO;
        }
        var isAhead = store.clock().ahead(store.clock().now()).compareTo(maxSkew) > 0;
        if (jump.isZero() && !isAhead) {
            isWrong = false;
            say(disagreement(others));
            return;
        }
        if (!isWrong) {
            isWrong = true;
            wrongSince = now;
        }
        var witnesses = others.stream().filter(other -> !isLarge(other.jump())).toList();
        var isKnown = !witnesses.isEmpty() || now - wrongSince > PATIENCE.toNanos();
        if (!jump.isZero()) {
            stepped(jump, witnesses, isKnown);
        } else {
            say(Optional.of("a wrong clock has left stamps in the future: they are set back in two minutes at most"));
            if (isKnown && agreeing(witnesses, Duration.ZERO) == witnesses.size()) {
                setBack();
            }
        }
    }

    private void stepped(Duration jump, List<Other> witnesses, boolean isKnown) {
        say(Optional.of(
                ("the wall clock of this node jumped by %s: set it right (chronyc tracking, timedatectl); sessions go on by the time"
                                + " that has passed")
                        .formatted(rounded(jump))));
        var withWall = agreeing(witnesses, jump);
        if (!witnesses.isEmpty() && withWall > agreeing(witnesses, Duration.ZERO)) {
            log.warn("Follows the wall clock, which jumped by {}: {} other nodes say the same time", jump, withWall);
            steady.follow();
        } else if (witnesses.isEmpty() && isKnown) {
            log.warn("Follows the wall clock, which jumped by {} and stays so: lifetimes of sessions move along", jump);
            steady.follow();
            store.move(jump);
            hasMoved = true;
        }
    }

    private long agreeing(List<Other> witnesses, Duration with) {
        return witnesses.stream()
                .filter(other -> other.ahead().minus(with).abs().compareTo(maxSkew) <= 0)
                .count();
    }

    private void setBack() {
        var count = store.setBack();
        hasMoved = true;
        log.warn("Set back {} sessions and deletions that a wrong clock had stamped with a time to come", count);
    }

    /** Of two nodes the one that is ahead stays away; of more the minority. */
    private Optional<String> disagreement(List<Other> others) {
        var apart = others.stream()
                .filter(other -> !isLarge(other.jump()) && other.ahead().abs().compareTo(maxSkew) > 0)
                .toList();
        var alike = others.size() - apart.size() + 1;
        if (apart.isEmpty() || apart.size() < alike) {
            return Optional.empty();
        }
        var other = apart.getFirst();
        if (apart.size() == alike && !other.ahead().isNegative()) {
            return Optional.empty();
        }
        return Optional.of(
                "the clock of this node is %s %s that of %s: set it right (chronyc tracking, timedatectl), no sessions are exchanged until then"
                        .formatted(
                                rounded(other.ahead().abs()),
                                other.ahead().isNegative() ? "ahead of" : "behind",
                                other.host()));
    }

    private static Duration rounded(Duration duration) {
        return Duration.ofSeconds(Math.round(duration.toMillis() / 1000.0));
    }

    private void say(Optional<String> now) {
        var text = now.orElse("");
        if (problem.isEmpty() && !text.isEmpty()) {
            log.error("Sessions: {}", text);
        } else if (text.isEmpty() && !problem.isEmpty()) {
            log.info("Sessions: the clock is right again");
        }
        problem = text;
    }
}
