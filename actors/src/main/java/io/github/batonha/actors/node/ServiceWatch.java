package io.github.batonha.actors.node;

import io.github.batonha.supervision.os.ServiceManager;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Tells the service manager that this agent is ready, and again and again that its actors work. Where they don't, it ends the
 * agent; the processes go on, and the next agent takes them over. Ready means that commands find the agent, so that the one after
 * {@code systemctl start} does. Where the HTTP port is not free, processes are supervised all the same: then it is said later.
 */
final class ServiceWatch {
    /** Well before a service manager loses patience. */
    static final Duration READY_WITHIN = Duration.ofSeconds(10);

    sealed interface Command {}

    /** Commands find this agent now. */
    record Serving() implements Command {}

    private record Late() implements Command {}

    private record Tick() implements Command {}

    private ServiceWatch() {}

    /**
     * Says nothing again and again where no watchdog waits for it.
     *
     * @param age of the agent, which may have had other ActorSystems before this one
     */
    static Behavior<Command> create(ServiceManager service, Duration age) {
        var left = READY_WITHIN.minus(age);
        return Behaviors.withTimers(timers -> {
            timers.startSingleTimer(new Late(), left.isNegative() ? Duration.ZERO : left);
            service.watchdog()
                    .ifPresent(watchdog ->
                            timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, watchdog.dividedBy(3)));
            return Behaviors.receiveMessage(command -> {
                switch (command) {
                    case Serving() -> {
                        timers.cancel(new Late());
                        service.ready();
                    }
                    case Late() -> service.ready();
                    case Tick() -> service.alive();
                }
                return Behaviors.same();
            });
        });
    }
}
