package io.github.batonha.actors.view;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.MonCluster.Primary;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Scheduled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link MonCluster} with all that each node last said of its processes: what the console is told of. */
public record ConsoleView(
        @Nullable Primary primary, @Nullable Scheduled scheduled, List<Node> nodes) {
    public ConsoleView {
        nodes = List.copyOf(nodes);
    }

    /**
     * A node, and its last report beside it.
     *
     * @param node without processes
     * @param report also of a node that is DOWN; null where it was never heard
     */
    public record Node(NodeView node, @Nullable NodeReport report) {

        public List<ReportedProcess> processes() {
            return report == null ? List.of() : report.processes();
        }

        /** As they were when the report was sent. */
        public List<ProcessStatus> statuses() {
            return processes().stream().map(ReportedProcess::upTillNow).toList();
        }

        /** Whether both rest on the same report, so that the processes need not be compared. */
        public boolean isOfOneReportWith(Node other) {
            if (report == null || other.report == null) {
                return processes().isEmpty() && other.processes().isEmpty();
            }
            return report.isOfOneMomentWith(other.report);
        }
    }
}
