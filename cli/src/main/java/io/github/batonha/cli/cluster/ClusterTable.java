package io.github.batonha.cli.cluster;

import static io.github.batonha.cli.output.Columns.decimals;
import static io.github.batonha.cli.output.Columns.left;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.cli.output.Fit;
import io.github.batonha.cli.output.Style;
import io.github.batonha.cli.output.Times;
import io.github.batonha.conf.install.Revision;
import io.github.batonha.supervision.primary.model.Terms;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws {@code mon-cluster}: a column a node, a row a process, each with the seconds since it was last heard of. */
public final class ClusterTable {

    private static final int STATE_WIDTH = 10;
    private static final int CELL_WIDTH = 20;

    /** Without the seconds. */
    private static final int NARROW_CELL_WIDTH = 10;

    private static final int NARROWEST_NAME = 16;
    private static final int BAR = 2;

    private final boolean isColoured;
    private final int width;
    private final Clock clock;

    /** For lines of at most {@code width}: the seconds are left out first, then names are cut, then nodes on the right are left out. */
    public ClusterTable(boolean isColoured, int width, Clock clock) {
        this.isColoured = isColoured;
        this.width = width;
        this.clock = clock;
    }

    public String draw(MonCluster cluster) {
        var names = processNames(cluster.nodes());
        var longest = names.stream().mapToInt(String::length).max().orElse(0) + 4;
        var isNarrow = longest + cluster.nodes().size() * (BAR + CELL_WIDTH) - 1 > width;
        var left = width - cluster.nodes().size() * (BAR + NARROW_CELL_WIDTH);
        var nameWidth = isNarrow ? Math.min(longest, Math.max(NARROWEST_NAME, left)) : longest;
        var nodes = isNarrow ? fitting(cluster.nodes(), nameWidth) : cluster.nodes();
        var text = new StringBuilder("Available cluster nodes:\n\n");
        line(
                text,
                " ".repeat(nameWidth),
                nodes.stream().map(ClusterTable::nameCell).toList(),
                isNarrow);
        line(
                text,
                " ".repeat(nameWidth),
                nodes.stream().map(ClusterTable::roleCell).toList(),
                isNarrow);
        if (nodes.stream().anyMatch(node -> node.drain() != null)) {
            line(
                    text,
                    " ".repeat(nameWidth),
                    nodes.stream().map(ClusterTable::drainCell).toList(),
                    isNarrow);
        }
        text.append('\n');
        var states = nodes.stream().map(ClusterTable::processCells).toList();
        for (var name : names) {
            var cells = states.stream()
                    .map(cellOf -> cellOf.getOrDefault(name, Cell.EMPTY))
                    .toList();
            line(text, left("  " + Fit.cut(name, nameWidth - 3), nameWidth), cells, isNarrow);
        }
        if (nodes.stream().anyMatch(node -> node.totals() != null)) {
            text.append('\n');
            line(
                    text,
                    left("  Total", nameWidth),
                    nodes.stream().map(ClusterTable::totalCell).toList(),
                    isNarrow);
        }
        var hidden = cluster.nodes().subList(nodes.size(), cluster.nodes().size());
        return Fit.lines(text.toString(), width) + Fit.wrapped(notShown(hidden) + remarks(cluster), width);
    }

    private List<MonCluster.NodeView> fitting(List<MonCluster.NodeView> nodes, int nameWidth) {
        var room = Math.max(1, (width + 1 - nameWidth) / (BAR + NARROW_CELL_WIDTH));
        return nodes.subList(0, Math.min(room, nodes.size()));
    }

    private static String notShown(List<MonCluster.NodeView> nodes) {
        return nodes.isEmpty()
                ? ""
                : "\nNot shown for want of room: %s. Make the window wider.\n"
                        .formatted(nodes.stream().map(MonCluster.NodeView::name).collect(Collectors.joining(", ")));
    }

    /** Sentences, which are never cut: they may tell what a person has to know before the next order. */
    private String remarks(MonCluster cluster) {
        var text = new StringBuilder();
        var primary = cluster.primary();
        if (primary != null) {
            text.append(basis(primary));
        }
        var scheduled = cluster.scheduled();
        if (scheduled != null) {
            text.append(scheduled(scheduled));
        }
        text.append(revisions(cluster));
        text.append(versions(cluster));
        cluster.nodes().stream()
                .filter(node -> node.state() == MonCluster.NodeView.State.UP
                        && !node.remark().isEmpty())
                .forEach(node -> text.append("\n%s: %s.\n".formatted(node.name(), node.remark())));
        return text.toString();
    }

    /** Nobody must be taken by surprise. */
    private String scheduled(Scheduled it) {
        var why = it.reason().isEmpty() ? "" : ": " + it.reason();
        return "\n%s is to become primary at %s, ordered by %s%s.\nTo cancel it: baton set-primary --cancel\n"
                .formatted(it.node(), Times.local(it.at(), clock), it.by(), why);
    }

    /** A line about nodes that are up and do not run from the same revision. */
    private static String revisions(MonCluster cluster) {
        var nodes = cluster.nodes().stream()
                .filter(node -> node.state() == MonCluster.NodeView.State.UP
                        && !node.configHash().isEmpty())
                .toList();
        if (nodes.stream().map(MonCluster.NodeView::configHash).distinct().count() < 2) {
            return "";
        }
        var each = nodes.stream()
                .map(node -> node.name() + " " + Revision.shown(node.configHash()))
                .collect(Collectors.joining(", "));
        return """

                The nodes run from different revisions: %s.
                `baton apply -c --dry-run` shows what each node would change. If that is right: `baton apply --rolling -c`.
                If not: correct the files and install them on each host, or `baton rollback`; then apply.
                """.formatted(each);
    }

    /** A line about nodes that are up and do not run the same baton; one that tells none is of an earlier release. */
    private static String versions(MonCluster cluster) {
        var nodes = cluster.nodes().stream()
                .filter(node -> node.state() == MonCluster.NodeView.State.UP)
                .toList();
        if (nodes.stream().map(MonCluster.NodeView::version).distinct().count() < 2) {
            return "";
        }
        return "\nThe nodes run different versions of baton: %s.\n"
                .formatted(nodes.stream()
                        .map(node -> node.name() + " " + (node.version().isEmpty() ? "(not told)" : node.version()))
                        .collect(Collectors.joining(", ")));
    }

    /** What the newest assignment rests on besides answers: an operator must not overlook somebody's word. */
    private static String basis(MonCluster.Primary primary) {
        var text = new StringBuilder();
        if (!primary.confirmedDown().isEmpty()) {
            text.append("\n%s is primary on the word of %s that %s is down; no fence confirms it.\n"
                    .formatted(primary.node(), primary.by(), String.join(", ", primary.confirmedDown())));
        }
        if (!primary.fenced().isEmpty()) {
            text.append("\n%s was switched off by its fence command when %s became primary.\n"
                    .formatted(String.join(", ", primary.fenced()), primary.node()));
        }
        if (primary.voters().equals(List.of(Terms.DATABASE))) {
            text.append("\nGuard database: %s stays primary while the database renews its lease.\n"
                    .formatted(primary.node()));
        } else if (!primary.voters().isEmpty()) {
            text.append("\nGuard majority: %s stays primary while more than half of %s renew its lease.\n"
                    .formatted(primary.node(), String.join(", ", primary.voters())));
        }
        var lease = primary.lease();
        if (lease != null) {
            text.append(lease(lease));
        }
        return text.toString();
    }

    private static String lease(MonCluster.Lease lease) {
        var age = decimals(lease.ageMillis() / 1000.0, 1);
        var granted = lease.grantedBy().isEmpty()
                ? "The lease was granted before the agent's start"
                : "%s granted the lease %s s ago".formatted(String.join(", ", lease.grantedBy()), age);
        return lease.leftMillis() == 0
                ? granted + "; it has run out.\n"
                : "%s; it holds for %s s more.\n".formatted(granted, decimals(lease.leftMillis() / 1000.0, 1));
    }

    private void line(StringBuilder text, String label, List<Cell> cells, boolean isNarrow) {
        var line = cells.stream()
                .map(cell -> "| "
                        + (isNarrow ? cell.narrow() : cell)
                                .paint(isColoured, isNarrow ? NARROW_CELL_WIDTH : CELL_WIDTH))
                .collect(Collectors.joining());
        text.append((label + line).stripTrailing()).append('\n');
    }

    private static Cell nameCell(MonCluster.NodeView node) {
        var head = node.name() + " ";
        return new Cell(head, node.state().name(), "");
    }

    private static Cell roleCell(MonCluster.NodeView node) {
        return aged(node.role().name(), node.ageSeconds());
    }

    private static Cell drainCell(MonCluster.NodeView node) {
        var drain = node.drain();
        return drain == null ? Cell.EMPTY : new Cell("", drain.name(), "");
    }

    private static Cell totalCell(MonCluster.NodeView node) {
        var totals = node.totals();
        return totals == null
                ? Cell.EMPTY
                : new Cell(
                        "",
                        totals.running() + "/" + totals.processes() + " run",
                        decimals(totals.cpu(), 0) + "% " + decimals(totals.memory(), 0) + "%");
    }

    private static Map<String, Cell> processCells(MonCluster.NodeView node) {
        var cells = new HashMap<String, Cell>();
        node.notPlaced().forEach(name -> cells.put(name, new Cell("", "not here", "")));
        node.processes().forEach(process -> cells.put(process.name(), aged(process.state(), process.ageSeconds())));
        return cells;
    }

    private static Cell aged(String word, long seconds) {
        return new Cell("", word, seconds < 0 ? "never" : seconds + " secs");
    }

    /** All names, in their order. */
    private static List<String> processNames(List<MonCluster.NodeView> nodes) {
        return List.copyOf(nodes.stream()
                .flatMap(node -> Stream.concat(
                        node.processes().stream().map(MonCluster.ProcessView::name), node.notPlaced().stream()))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A word in its colour with plain text around it. */
    private record Cell(String before, String word, String after) {

        static final Cell EMPTY = new Cell("", "", "");

        /** Without the seconds, and with no more of the name of a node than there is room for. */
        Cell narrow() {
            var room = NARROW_CELL_WIDTH - 1 - word.length();
            return new Cell(
                    before.length() <= room ? before : Fit.cut(before.strip(), Math.max(1, room - 1)) + " ", word, "");
        }

        String paint(boolean isColoured, int cellWidth) {
            var gap = after.isEmpty() ? "" : " ".repeat(Math.max(1, STATE_WIDTH - word.length()));
            var width =
                    Stream.of(before, word, gap, after).mapToInt(String::length).sum();
            var fill = " ".repeat(Math.max(1, cellWidth - width));
            return before + Style.of(word).paint(word, isColoured) + gap + after + fill;
        }
    }
}
