package io.github.batonha.actors.http;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Totals;
import io.github.batonha.actors.view.ConsoleView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one reader of the console was told of a node, and what of it has changed. One stream uses it, from one thread at a time. */
final class ToldNode {
    /** Pages show one decimal: what is less is no news. */
    private static final double STEPS = 10.0;

    private final ProcessStatus[] processes;
    private ConsoleView.Node last;
    private NodeView states;
    private @Nullable Totals totals;
    private Instant figuresAt;

    /**
     * What has changed of a node that the reader knows.
     *
     * @param ageSeconds since the node was last heard
     * @param node where anything but figures of it changed
     * @param totals where figures are told; null also where the node is DOWN
     * @param processes that changed by more than figures
     * @param figures of other processes
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Change(
            String name,
            long ageSeconds,
            @Nullable NodeView node,
            @Nullable Totals totals,
            List<ProcessStatus> processes,
            List<Figures> figures) {}

    /** {@code process} counts from 0, in the order in which the node was told. As an array, for there may be many. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"process", "cpu", "memory"})
    record Figures(int process, double cpu, double memory) {}

    /** It is told as a whole now. */
    ToldNode(ConsoleView.Node node, Instant now) {
        last = node;
        states = node.node().withoutFigures();
        totals = node.node().totals();
        processes = node.processes().stream().map(each -> each.status()).toArray(ProcessStatus[]::new);
        figuresAt = now;
    }

    /** Whether the node still has the processes that were told, in their order. */
    boolean fits(ConsoleView.Node node) {
        if (node.isOfOneReportWith(last)) {
            return true;
        }
        var there = node.processes();
        if (there.size() != processes.length) {
            return false;
        }
        for (var i = 0; i < processes.length; i++) {
            if (!there.get(i).status().name().equals(processes[i].name())) {
                return false;
            }
        }
        return true;
    }

    /** Empty where there is nothing to tell. Only of a node that fits. */
    Optional<Change> change(ConsoleView.Node node, Instant now) {
        var statesNow = node.node().withoutFigures();
        var isOther = !statesNow.equals(states);
        // A clock that was set back must not silence it.
        var isDue = Duration.between(figuresAt, now).abs().compareTo(ConsoleChanges.FIGURES_EVERY) >= 0;
        var changed = new ArrayList<ProcessStatus>();
        var figures = new ArrayList<Figures>();
        if (isDue || !node.isOfOneReportWith(last)) {
            compare(node, isDue, changed, figures);
        }
        last = node;
        if (isDue) {
            figuresAt = now;
        }
        if (!isOther
                && changed.isEmpty()
                && figures.isEmpty()
                && !(isDue && isOther(node.node().totals()))) {
            return Optional.empty();
        }
        states = statesNow;
        totals = node.node().totals();
        return Optional.of(new Change(
                node.node().name(),
                node.node().ageSeconds(),
                isOther ? node.node() : null,
                isOther ? null : totals,
                changed,
                figures));
    }

    /** Many figures that change by less than a page shows are something together. */
    private boolean isOther(@Nullable Totals now) {
        var before = totals;
        if (before == null || now == null) {
            return before != null || now != null;
        }
        return steps(before.cpu()) != steps(now.cpu()) || steps(before.memory()) != steps(now.memory());
    }

    private void compare(ConsoleView.Node node, boolean isDue, List<ProcessStatus> changed, List<Figures> figures) {
        for (var i = 0; i < processes.length; i++) {
            var process = node.processes().get(i);
            var status = process.status();
            if (!status.isAsBefore(processes[i])) {
                changed.add(process.upTillNow());
                processes[i] = status;
            } else if (isDue && isOther(status, processes[i])) {
                figures.add(new Figures(i, shown(status.cpu()), shown(status.memory())));
                processes[i] = status;
            }
        }
    }

    private static boolean isOther(ProcessStatus one, ProcessStatus other) {
        return steps(one.cpu()) != steps(other.cpu()) || steps(one.memory()) != steps(other.memory());
    }

    private static long steps(double figure) {
        return Math.round(figure * STEPS);
    }

    private static double shown(double figure) {
        return Math.round(figure * STEPS) / STEPS;
    }
}
