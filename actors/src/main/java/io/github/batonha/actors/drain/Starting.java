package io.github.batonha.actors.drain;

import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.supervision.drain.DrainState;
import java.util.Optional;

/** What starting processes means on a node that is drained. Pure. */
public final class Starting {

    private Starting() {}

    /**
     * A word about the operation, {@code refused} where it is not to be done. A whole node is started by its undrain; a
     * single process may be tried out before that.
     */
    public static Optional<Outcome> remark(String node, DrainState state, Operation operation) {
        if (operation.action() != Operation.Action.START || !(state instanceof DrainState.Ordered drain)) {
            return Optional.empty();
        }
        var how = "%s is %s since %s, by %s"
                .formatted(node, word(drain), drain.sinceSecond(), drain.order().by());
        return operation.scope() == Operation.Scope.SERVER && drain.order().stop()
                ? Optional.of(new Outcome(
                        node,
                        "",
                        Result.REFUSED,
                        how + ": `baton undrain` starts what was stopped and takes users again"))
                : Optional.of(new Outcome(
                        node, "", Result.NOTHING, how + ": users are not sent to it before `baton undrain`"));
    }

    /** DRAINING or DRAINED, as screens have it. */
    static NodeView.Drain word(DrainState.Ordered drain) {
        return drain instanceof DrainState.Drained ? NodeView.Drain.DRAINED : NodeView.Drain.DRAINING;
    }
}
