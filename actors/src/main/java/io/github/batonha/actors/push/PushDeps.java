package io.github.batonha.actors.push;

import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.wire.Outbox;
import io.github.batonha.conf.certificates.ClusterSecurity;
import io.github.batonha.conf.install.Install;
import io.github.batonha.conf.install.InstallAuthor;
import io.github.batonha.conf.install.InstallReport;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.Reachability;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What a push works with.
 *
 * @param outbox to {@link HomeFilesActor} of other nodes
 * @param pace the times of the conversation are multiples of it
 * @param environment of the agent: items of the definition may come from it
 */
public record PushDeps(
        CurrentDefinition current,
        BatonHome home,
        Map<String, String> environment,
        Outbox outbox,
        Executor blocking,
        InstantSource clock,
        AuditLog audit,
        EventSink events,
        Duration pace) {

    /** As the agent has it. */
    public static final Duration PACE = Duration.ofSeconds(1);

    public PushDeps {
        environment = Map.copyOf(environment);
    }

    String node() {
        return current.get().self().name();
    }

    List<String> otherHosts() {
        return current.get().hosts().stream()
                .map(HostDefinition::name)
                .filter(host -> !host.equals(node()))
                .toList();
    }

    /** Files may hold passwords, and who may bring files commands the host. Blocks. */
    boolean isSafe() {
        var reachability = Reachability.ofThisMachine();
        return switch (ClusterSecurity.of(current.get(), home, reachability)) {
            case ClusterSecurity.Tls _ -> true;
            case ClusterSecurity.Open _ ->
                reachability.areAllOnLoopback(current.get().hosts());
            case ClusterSecurity.Refused _ -> false;
        };
    }

    /** Of the files in a home like this one. Blocks. */
    InstallReport check(BatonHome tried) {
        return Install.check(tried, environment, node());
    }

    /** Of the files in this home. Blocks. */
    InstallReport install(String by, String reason) {
        return Install.run(home, environment, node(), new InstallAuthor(by, reason, clock.instant()));
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return "PushDeps[node=%s]".formatted(node());
    }
}
