package io.github.batonha.actors.supervisor;

import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.launch.ProcessDeps;
import io.github.batonha.actors.process.ProcessActor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** What the front for all processes knows of the standbys of its node. Part of that actor: only that one calls it. */
final class WarmStandbys {

    private final ActorContext<?> context;
    private final ProcessDeps deps;
    private final ActorRef<StandbyProcesses.News> news;
    private final Map<String, ProcessStatus> statuses = new HashMap<>();
    private @Nullable ActorRef<StandbyProcesses.Command> actor;
    private Map<String, ActorRef<ProcessActor.Command>> members = Map.of();

    WarmStandbys(ActorContext<?> context, ProcessDeps deps, ActorRef<StandbyProcesses.News> news) {
        this.context = context;
        this.deps = deps;
        this.news = news;
    }

    /** This node is not the primary, and nothing is left of an earlier epoch. */
    void begin() {
        if (actor == null) {
            actor = context.spawnAnonymous(StandbyProcesses.create(deps, news));
        }
    }

    /** This node is the primary: the standbys go on, for others to promote. */
    void handOver() {
        var running = actor;
        if (running != null) {
            context.stop(running);
            actor = null;
        }
        members = Map.of();
        statuses.clear();
    }

    void reconfigured() {
        if (actor != null) {
            actor.tell(new StandbyProcesses.Reconfigure());
        }
        statuses.keySet()
                .retainAll(deps.definition().processes().stream()
                        .filter(spec -> spec.isWarm())
                        .map(spec -> spec.name())
                        .toList());
    }

    /** What there is to show of a standby now; empty where that changes nothing. */
    List<ProcessStatus> told(StandbyProcesses.News said) {
        if (actor == null) {
            return List.of();
        }
        return switch (said) {
            case StandbyProcesses.News.Members(var actors) -> {
                members = actors;
                yield List.of();
            }
            case StandbyProcesses.News.Reported(var status) -> {
                statuses.put(status.name(), status);
                yield List.of(status);
            }
        };
    }

    /** Those that there are, for their orderly end. */
    Map<String, ActorRef<ProcessActor.Command>> members() {
        return members;
    }

    void retire(String reason) {
        members.values().forEach(member -> member.tell(new ProcessActor.Retire(reason)));
    }

    /** Of every primaryOnly process, warm or not. */
    List<ProcessStatus> statuses() {
        return deps.definition().processes().stream()
                .filter(spec -> spec.primaryOnly())
                .map(spec -> statuses.getOrDefault(spec.name(), Standby.status(spec)))
                .toList();
    }
}
