package io.github.batonha.actors.view;

import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.wire.WireText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes reports apart for the way to other nodes, so that each part fits into a frame however many processes there are and however
 * much they say, and puts them together again. Confined to the actor that owns it.
 */
final class ReportParts {

    /** The longest word of a cause, and its number. */
    private static final int MOST_BYTES_OF_CAUSE = 20;
    /** Other nodes show no more of it; the node itself keeps the whole text. */
    static final int MOST_MESSAGE_BYTES = 300;

    private static final int MOST_NAMES_BYTES = 8 << 10;
    /** Of the numbers and the field names of a process. */
    private static final int BYTES_BESIDE_TEXTS = 300;

    /** Parts of one moment that are still incomplete. */
    private record Gathering(NodeReport first, Map<Integer, NodeReport> parts) {}

    private final Map<String, Gathering> gathering = new HashMap<>();

    /** At least one; in the order of the report. */
    static List<NodeReport> of(NodeReport report) {
        var groups = new ArrayList<List<ReportedProcess>>();
        groups.add(new ArrayList<>());
        var room = WireText.MOST_BYTES;
        for (var process : report.processes()) {
            var brief = shortened(process);
            var bytes = bytes(brief.status());
            if (bytes > room && !groups.getLast().isEmpty()) {
                groups.add(new ArrayList<>());
                room = WireText.MOST_BYTES;
            }
            room -= bytes;
            groups.getLast().add(brief);
        }
        var primary = shortened(report.primary());
        var parts = new ArrayList<NodeReport>();
        for (var group : groups) {
            parts.add(report.part(primary, group, parts.size(), groups.size()));
        }
        return parts;
    }

    /** The whole report once its last part has come; parts of an older moment that never became whole are dropped. */
    Optional<NodeReport> heard(NodeReport part) {
        if (part.parts() <= 1) {
            gathering.remove(part.node());
            return Optional.of(part);
        }
        var known = gathering.get(part.node());
        if (known == null || !part.isOfOneMomentWith(known.first())) {
            known = new Gathering(part, new HashMap<>());
            gathering.put(part.node(), known);
        }
        known.parts().put(part.part(), part);
        if (known.parts().size() < part.parts()) {
            return Optional.empty();
        }
        gathering.remove(part.node());
        return Optional.of(whole(known));
    }

    private static NodeReport whole(Gathering all) {
        var processes = new ArrayList<ReportedProcess>();
        all.parts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(part -> processes.addAll(part.getValue().processes()));
        return all.first().part(all.first().primary(), processes, 0, 1);
    }

    private static ReportedProcess shortened(ReportedProcess process) {
        var status = process.status();
        var message = WireText.cut(status.message(), MOST_MESSAGE_BYTES);
        return message.equals(status.message())
                ? process
                : new ReportedProcess(status.saying(message), process.ageMillis());
    }

    private static PrimaryStatus shortened(PrimaryStatus status) {
        return new PrimaryStatus(
                status.role(),
                status.primary(),
                status.epoch(),
                WireText.cut(status.by(), MOST_MESSAGE_BYTES),
                WireText.cut(status.confirmedDown(), MOST_NAMES_BYTES),
                WireText.cut(status.fenced(), MOST_NAMES_BYTES),
                WireText.cut(status.voters(), MOST_NAMES_BYTES),
                WireText.cut(status.message(), MOST_NAMES_BYTES),
                shortened(status.lease()));
    }

    private static PrimaryStatus.@Nullable Lease shortened(PrimaryStatus.@Nullable Lease lease) {
        return lease == null
                ? null
                : new PrimaryStatus.Lease(
                        WireText.cut(lease.grantedBy(), MOST_NAMES_BYTES), lease.sinceTick(), lease.untilTick());
    }

    private static int bytes(ProcessStatus status) {
        return BYTES_BESIDE_TEXTS
                + WireText.bytes(status.name())
                + WireText.bytes(status.group())
                + WireText.bytes(status.message())
                + MOST_BYTES_OF_CAUSE * status.restartsByCause().size();
    }
}
