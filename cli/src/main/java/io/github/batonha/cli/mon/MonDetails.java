package io.github.batonha.cli.mon;

import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.cli.agent.Json;
import io.github.batonha.cli.output.Samples;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code mon} shows of each process beside its row. */
final class MonDetails {

    @Option(
            names = {"-c", "--cfg"},
            description = "Show each process's configuration files.")
    private boolean configuration;

    @Option(
            names = {"-m", "--monitors"},
            description = "Show what tells that a process is ready, and what that last said.")
    private boolean monitors;

    @Option(
            names = {"-v", "--version"},
            description = "Show the version of each process.")
    private boolean versions;

    @Option(
            names = {"-r", "--resources"},
            description = "Show what each process takes: memory, threads, open files, and a JVM's heap.")
    private boolean resources;

    @Option(names = "--metrics", description = "Show the numbers that each process tells of itself. Not part of --all.")
    private boolean metrics;

    @Option(
            names = "--agent-metrics",
            description = "Show all numbers that the agent has of each process and of the node. Not part of --all.")
    private boolean agentMetrics;

    @Option(
            names = {"-a", "--all"},
            description = "Show all of the others, and the description and the dependencies.")
    private boolean all;

    boolean areAskedFor() {
        return configuration || monitors || versions || resources || metrics || all;
    }

    boolean isOfAgent() {
        return agentMetrics;
    }

    boolean isOfResources() {
        return resources || all;
    }

    /** Where the details are, with what is costly to find out only if it is asked for. */
    String path() {
        var resourcesAsked = isOfResources() ? "resources=true" : "";
        var metricsAsked = metrics ? "metrics=true" : "";
        var between = isOfResources() && metrics ? "&" : "";
        return isOfResources() || metrics
                ? "/api/v1/processes?" + resourcesAsked + between + metricsAsked
                : "/api/v1/processes";
    }

    List<String> lines(ProcessDetail detail) {
        var lines = new ArrayList<String>();
        if (all) {
            add(lines, "about     ", detail.description());
            add(lines, "after     ", String.join(", ", detail.dependencies()));
        }
        if (configuration || all) {
            add(lines, "cfg       ", detail.configFiles().isEmpty() ? "none" : String.join(", ", detail.configFiles()));
        }
        if (monitors || all) {
            add(lines, "monitor   ", detail.monitor());
        }
        if (versions || all) {
            add(lines, "version   ", detail.version());
        }
        if (detail.resources() != null && isOfResources()) {
            lines.addAll(ResourceLines.of(detail.resources()));
        }
        if (detail.metrics() != null && metrics) {
            detail.metrics().forEach(sample -> add(lines, "metric    ", Samples.line(sample)));
        }
        return lines;
    }

    Json addTo(Json process, Json detail) {
        var result = process;
        if (all) {
            result = add(result, detail, "description", "dependencies");
        }
        if (configuration || all) {
            result = add(result, detail, "configFiles");
        }
        if (monitors || all) {
            result = add(result, detail, "monitor");
        }
        if (versions || all) {
            result = add(result, detail, "version");
        }
        if (isOfResources()) {
            result = add(result, detail, "resources");
        }
        return metrics ? add(result, detail, "metrics") : result;
    }

    private static Json add(Json process, Json detail, String... fields) {
        var result = process;
        for (var field : fields) {
            result = result.with(field, detail.find(field).orElse(new Json.Nothing()));
        }
        return result;
    }

    private static void add(List<String> lines, String label, String text) {
        if (!text.isEmpty()) {
            lines.add(label + text);
        }
    }
}
