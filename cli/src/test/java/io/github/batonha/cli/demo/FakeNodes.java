package io.github.batonha.cli.demo;

import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.MonCluster.ProcessView;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two nodes that behave as they should at once, but for what a test has them do wrong. */
class FakeNodes implements TwoNodes {

    final Set<String> up = new HashSet<>();

    @Nullable
    String primary;

    long epoch;

    @Override
    public void start(String node) {
        up.add(node);
    }

    @Override
    public void lose(String node) {
        up.remove(node);
    }

    @Override
    public void setPrimary(String node, List<String> confirmDown) {
        var silent = new HashSet<>(Set.of("NodeA", "NodeB"));
        silent.removeAll(up);
        if (!confirmDown.containsAll(silent)) {
            throw new CommandFailed(ExitCode.FAILED, silent + " does not answer", "");
        }
        primary = node;
        epoch++;
    }

    @Override
    public Mon mon(String asked) {
        return new Mon(
                asked,
                role(asked),
                epoch,
                Instant.EPOCH,
                "DEV",
                "",
                List.of(row("ONCE", true), row("ROUTER", false)),
                null);
    }

    private static ProcessStatus row(String name, boolean primaryOnly) {
        return new ProcessStatus(name, "G", 1L, null, ProcessState.HEALTHY, 0, 0, 0, 0, primaryOnly, "");
    }

    @Override
    public MonCluster monCluster(String asked) {
        return new MonCluster(
                primary == null ? null : new MonCluster.Primary(primary, epoch, "", List.of(), List.of()),
                List.of(view("NodeA"), view("NodeB")));
    }

    NodeView view(String node) {
        var once = !up.contains(node) ? "DOWN" : node.equals(primary) ? "UP" : "STANDBY";
        var state = up.contains(node) ? NodeView.State.UP : NodeView.State.DOWN;
        return new NodeView(
                node,
                state,
                role(node),
                0,
                List.of(
                        new ProcessView("ONCE", once, 0, false, once),
                        new ProcessView("ROUTER", state.name(), 0, false, state.name())),
                null,
                "",
                "");
    }

    private Role role(String node) {
        return node.equals(primary) ? Role.PRIMARY : Role.SECONDARY;
    }

    @Override
    public boolean isServing(String node) {
        return up.contains(node);
    }

    @Override
    public String checkRecord() {
        return "";
    }
}
