package io.github.batonha.actors.view;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** One question of an actor to the view: told once, and answered once, if only by nothing. */
public final class ViewQuestion {
    private enum Late {
        LATE
    }

    private ViewQuestion() {}

    /**
     * Tells the view the question, and the actor the command that is made of the answer; of nothing, when none came within that time.
     *
     * @param type of the answer
     */
    public static <T, C> void tell(
            ActorContext<C> context,
            ActorRef<ClusterView.Command> view,
            Function<ActorRef<T>, ClusterView.Command> question,
            Class<T> type,
            Duration within,
            Function<Optional<T>, C> command) {
        var asker = context.getSelf();
        context.spawnAnonymous(Behaviors.<Object>setup(child -> {
            view.tell(question.apply(child.getSelf().narrow()));
            child.scheduleOnce(within, child.getSelf(), Late.LATE);
            return waiting(asker, type, command);
        }));
    }

    private static <T, C> Behavior<Object> waiting(ActorRef<C> asker, Class<T> type, Function<Optional<T>, C> command) {
        return Behaviors.receiveMessage(answer -> {
            asker.tell(command.apply(type.isInstance(answer) ? Optional.of(type.cast(answer)) : Optional.empty()));
            return Behaviors.stopped();
        });
    }
}
