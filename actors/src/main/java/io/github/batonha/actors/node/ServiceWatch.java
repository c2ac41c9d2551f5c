package io.github.batonha.actors.node;

import io.github.batonha.supervision.os.ServiceManager;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Tells the service manager again and again that this agent's actors work. Where they don't, it ends the agent; the
 * processes go on, and the next agent takes them over.
 */
final class ServiceWatch {

    sealed interface Command {}

    private record Tick() implements Command {}

    private ServiceWatch() {}

    /** Does nothing where no watchdog waits for it. */
    static Behavior<Command> create(ServiceManager service) {
        return service.watchdog()
                .map(watchdog -> watching(service, watchdog.dividedBy(3)))
                .orElse(Behaviors.empty());
    }

    private static Behavior<Command> watching(ServiceManager service, Duration period) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, period);
            return Behaviors.receiveMessage(command -> switch (command) {
                case Tick() -> {
                    service.alive();
                    yield Behaviors.same();
                }
            });
        });
    }
}
