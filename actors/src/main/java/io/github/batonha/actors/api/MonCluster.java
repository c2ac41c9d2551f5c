package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.Terms;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/mon-cluster}: what every node last said of itself, and how many seconds ago. {@code scheduled} is the next change of the primary, null where none is. */
public record MonCluster(
        @Nullable Primary primary,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Scheduled scheduled,

        List<NodeView> nodes) {

    public MonCluster {
        nodes = List.copyOf(nodes);
    }

    /** Nothing is scheduled. */
    public MonCluster(@Nullable Primary primary, List<NodeView> nodes) {
        this(primary, null, nodes);
    }

    /**
     * The newest assignment that this node knows, and what it rests on besides answers; its node may be DOWN. {@code voters} are the hosts whose
     * majority grants its lease; none under guard operator. {@code lease} is null there, and where the primary did not tell it.
     */
    public record Primary(
            String node,
            long epoch,
            String by,
            List<String> confirmedDown,
            List<String> fenced,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> voters,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Lease lease) {
        public Primary {
            confirmedDown = List.copyOf(confirmedDown);
            fenced = List.copyOf(fenced);
            voters = List.copyOf(voters);
        }

        /** Under guard operator. */
        public Primary(String node, long epoch, String by, List<String> confirmedDown, List<String> fenced) {
            this(node, epoch, by, confirmedDown, fenced, List.of(), null);
        }

        /** What keeps a second node from becoming primary: {@code operator}, {@code majority} or {@code database}. */
        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        public String guard() {
            var guard = voters.isEmpty()
                    ? Guard.OPERATOR
                    : voters.equals(List.of(Terms.DATABASE)) ? Guard.DATABASE : Guard.MAJORITY;
            return guard.name().toLowerCase(Locale.ROOT);
        }

        /** Without what changes all the time. */
        public Primary withoutLease() {
            return new Primary(node, epoch, by, confirmedDown, fenced, voters, null);
        }
    }

    /**
     * How long the primary may go on without another grant: {@code ageMillis} since it asked for what was granted last, {@code leftMillis}
     * until that ends, 0 where it has. {@code grantedBy} is empty where an earlier agent of the node was granted it.
     */
    public record Lease(List<String> grantedBy, long ageMillis, long leftMillis) {
        public Lease {
            grantedBy = List.copyOf(grantedBy);
        }
    }

    /**
     * {@code ageSeconds} since the node was last heard, -1 where it never was; {@code drain} is
     * null where users are welcome; {@code configHash} is that of the revision that the node runs from, empty where that is not known; {@code remark} is what an operator should know of the node, or empty;
     * {@code totals} is null where the node is DOWN or, of an agent of an earlier release, not told; {@code notPlaced} are processes that run on other hosts alone; {@code version} is that of its baton, empty where it is not known.
     */
    public record NodeView(
            String name,
            State state,
            Role role,
            long ageSeconds,
            List<ProcessView> processes,
            @Nullable Drain drain,
            String configHash,
            String remark,
            @Nullable Totals totals,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notPlaced,
            String version) {

        /** Whether it was heard lately. */
        public enum State {
            UP,
            DOWN
        }

        public enum Drain {
            DRAINING,
            DRAINED
        }

        public NodeView {
            processes = List.copyOf(processes);
            notPlaced = List.copyOf(notPlaced);
        }

        /** Where every process is placed. */
        public NodeView(
                String name,
                State state,
                Role role,
                long ageSeconds,
                List<ProcessView> processes,
                @Nullable Drain drain,
                String configHash,
                String remark,
                @Nullable Totals totals) {
            this(name, state, role, ageSeconds, processes, drain, configHash, remark, totals, List.of(), "");
        }

        /** Of which nobody knows what its processes take. */
        public NodeView(
                String name,
                State state,
                Role role,
                long ageSeconds,
                List<ProcessView> processes,
                @Nullable Drain drain,
                String configHash,
                String remark) {
            this(name, state, role, ageSeconds, processes, drain, configHash, remark, null);
        }

        public NodeView withoutProcesses() {
            return new NodeView(
                    name, state, role, ageSeconds, List.of(), drain, configHash, remark, totals, notPlaced, version);
        }

        /** Without what changes all the time. */
        public NodeView withoutFigures() {
            return new NodeView(name, state, role, 0, processes, drain, configHash, remark, null, notPlaced, version);
        }
    }

    /** {@code state} in the words of {@link ProcessState#inCluster()}, DOWN for all of a node that is DOWN: {@code lastState} is what it said, and {@code standby} as in {@link ProcessStatus}. */
    public record ProcessView(
            String name,
            String state,
            long ageSeconds,
            boolean primaryOnly,
            String lastState,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            StandbyState standby) {

        /** Of no standby. */
        public ProcessView(String name, String state, long ageSeconds, boolean primaryOnly, String lastState) {
            this(name, state, ageSeconds, primaryOnly, lastState, null);
        }
    }
}
