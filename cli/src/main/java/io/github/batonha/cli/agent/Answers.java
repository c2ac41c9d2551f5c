package io.github.batonha.cli.agent;

import io.github.batonha.actors.api.AgentAddress;
import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.MetricSample;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.NextOrder;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.ProcessDetail;
import io.github.batonha.actors.api.ProcessResources;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Reason;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.actors.api.Silence;
import io.github.batonha.actors.api.StandbyState;
import io.github.batonha.actors.api.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The agent's answers as records. By hand: data binding by reflection costs a short command more than its whole work. */
public final class Answers {

    private Answers() {}

    static AgentAddress agentAddress(Json json) {
        return new AgentAddress(json.text("node"), json.text("url"), json.number("pid"));
    }

    public static Mon mon(Json json) {
        return new Mon(
                json.text("node"),
                Role.valueOf(json.text("role")),
                json.number("epoch"),
                Instant.parse(json.text("startedAt")),
                json.text("system"),
                json.text("configHash"),
                json.items("processes").stream().map(Answers::processStatus).toList(),
                json.find("warning").map(warning -> json.text("warning")).orElse(""));
    }

    private static ProcessStatus processStatus(Json json) {
        return new ProcessStatus(
                json.text("name"),
                json.text("group"),
                json.find("pid").map(pid -> json.number("pid")).orElse(null),
                json.find("port").map(port -> (int) json.number("port")).orElse(null),
                ProcessState.valueOf(json.text("status")),
                json.decimal("cpu"),
                json.decimal("memory"),
                json.number("uptimeSeconds"),
                (int) json.number("restarts"),
                json.find("restartsByCause").map(Answers::counts).orElse(Map.of()),
                json.flag("primaryOnly"),
                standby(json),
                json.text("message"));
    }

    private static @Nullable StandbyState standby(Json json) {
        return json.find("standby")
                .map(word -> word(StandbyState.class, json, "standby"))
                .orElse(null);
    }

    private static Map<String, Integer> counts(Json json) {
        var counts = new TreeMap<String, Integer>();
        if (json instanceof Json.Fields(var byName)) {
            byName.keySet().forEach(word -> counts.put(word, (int) json.number(word)));
        }
        return counts;
    }

    public static List<ProcessDetail> processDetails(Json json) {
        return json.items().stream()
                .map(item -> new ProcessDetail(
                        item.text("name"),
                        item.text("description"),
                        item.texts("dependencies"),
                        item.texts("configFiles"),
                        item.text("monitor"),
                        item.text("version"),
                        item.find("resources").map(Answers::resources).orElse(null),
                        item.find("metrics").map(Answers::samples).orElse(null)))
                .toList();
    }

    public static List<MetricSample> samples(Json json) {
        return json.items().stream()
                .map(item -> new MetricSample(item.text("name"), labels(item.get("labels")), item.decimal("value")))
                .toList();
    }

    private static Map<String, String> labels(Json json) {
        var labels = new TreeMap<String, String>();
        if (json instanceof Json.Fields(var byName)) {
            byName.keySet().forEach(name -> labels.put(name, json.text(name)));
        }
        return labels;
    }

    private static ProcessResources resources(Json json) {
        return new ProcessResources(
                (int) json.number("processes"),
                json.decimal("cpuSeconds"),
                json.number("residentBytes"),
                json.number("proportionalBytes"),
                (int) json.number("threads"),
                json.number("descriptors"),
                json.number("descriptorLimit"),
                json.find("heap").map(Answers::heap).orElse(null),
                json.find("limits").map(Answers::limits).orElse(null));
    }

    private static ProcessResources.Limits limits(Json json) {
        return new ProcessResources.Limits(
                json.number("memoryBytes"),
                json.number("memoryMaxBytes"),
                json.number("tasks"),
                json.number("tasksMax"),
                json.number("refusedTasks"),
                json.number("cpuWeight"));
    }

    private static ProcessResources.Heap heap(Json json) {
        return new ProcessResources.Heap(
                json.number("usedBytes"),
                json.number("committedBytes"),
                json.number("maxBytes"),
                json.number("collections"),
                json.decimal("collectionSeconds"));
    }

    public static MonCluster monCluster(Json json) {
        return new MonCluster(
                json.find("primary")
                        .map(primary -> new MonCluster.Primary(
                                primary.text("node"),
                                primary.number("epoch"),
                                primary.find("by").map(by -> primary.text("by")).orElse(""),
                                texts(primary, "confirmedDown"),
                                texts(primary, "fenced"),
                                texts(primary, "voters"),
                                primary.find("lease").map(Answers::lease).orElse(null)))
                        .orElse(null),
                json.find("scheduled").map(Answers::scheduled).orElse(null),
                json.items("nodes").stream().map(Answers::nodeView).toList());
    }

    private static Scheduled scheduled(Json json) {
        return new Scheduled(json.text("node"), Instant.parse(json.text("at")), json.text("by"), json.text("reason"));
    }

    private static MonCluster.Lease lease(Json json) {
        return new MonCluster.Lease(texts(json, "grantedBy"), json.number("ageMillis"), json.number("leftMillis"));
    }

    private static MonCluster.NodeView nodeView(Json json) {
        return new MonCluster.NodeView(
                json.text("name"),
                MonCluster.NodeView.State.valueOf(json.text("state")),
                Role.valueOf(json.text("role")),
                json.number("ageSeconds"),
                json.items("processes").stream()
                        .map(item -> new MonCluster.ProcessView(
                                item.text("name"),
                                item.text("state"),
                                item.number("ageSeconds"),
                                item.find("primaryOnly")
                                        .map(flag -> item.flag("primaryOnly"))
                                        .orElse(false),
                                item.find("lastState")
                                        .map(state -> item.text("lastState"))
                                        .orElse(item.text("state")),
                                standby(item)))
                        .toList(),
                json.find("drain")
                        .map(drain -> MonCluster.NodeView.Drain.valueOf(json.text("drain")))
                        .orElse(null),
                json.find("configHash").map(hash -> json.text("configHash")).orElse(""),
                json.find("remark").map(remark -> json.text("remark")).orElse(""),
                totals(json).orElse(null),
                texts(json, "notPlaced"),
                json.find("version").map(version -> json.text("version")).orElse(""));
    }

    /** Of an answer of {@code mon}, or of a node in one of {@code mon-cluster}; agents of earlier releases don't tell them. */
    public static Optional<Totals> totals(Json json) {
        return json.find("totals")
                .map(totals -> new Totals(
                        (int) totals.number("processes"),
                        (int) totals.number("running"),
                        (int) totals.number("unwell"),
                        totals.decimal("cpu"),
                        totals.decimal("memory")));
    }

    public static List<HistoryEntry> history(Json json) {
        return json.items().stream()
                .map(item -> new HistoryEntry(
                        item.number("epoch"),
                        item.find("from").map(from -> item.text("from")).orElse(null),
                        item.text("to"),
                        item.text("by"),
                        item.text("reason"),
                        Instant.parse(item.text("at")),
                        item.texts("confirmedDown"),
                        word(HistoryEntry.Outcome.class, item, "outcome"),
                        item.text("why"),
                        item.items("excluded").stream()
                                .map(each -> new HistoryEntry.Exclusion(
                                        each.text("host"), word(HistoryEntry.Exclusion.How.class, each, "how")))
                                .toList(),
                        item.items("phases").stream()
                                .map(each -> new HistoryEntry.Phase(
                                        each.text("name"), each.text("host"), each.decimal("millis")))
                                .toList()))
                .toList();
    }

    public static Progress progress(Json json) {
        return new Progress(
                word(Progress.Phase.class, json, "phase"),
                json.text("text"),
                json.number("elapsedMillis"),
                word(Progress.Outcome.class, json, "outcome"),
                json.text("remedy"),
                json.texts("silent"),
                reasons(json),
                silences(json));
    }

    /** A refusal that came as a problem document, as the final line that it stands for. */
    public static Progress refusal(Json problem) {
        var silences = silences(problem);
        return new Progress(
                Progress.Phase.ASK,
                problem.text("detail"),
                0,
                Progress.Outcome.REFUSED,
                problem.text("remedy"),
                silences.stream().map(Silence::host).toList(),
                reasons(problem),
                silences);
    }

    private static List<Reason> reasons(Json json) {
        return optional(json, "reasons").stream()
                .map(item -> new Reason(
                        item.text("code"),
                        item.text("text"),
                        item.text("remedy"),
                        item.texts("hosts"),
                        item.flag("overridable"),
                        next(item)))
                .toList();
    }

    private static List<NextOrder> next(Json reason) {
        return optional(reason, "next").stream()
                .map(item -> new NextOrder(
                        item.text("target"),
                        item.texts("confirmDown"),
                        item.texts("fence"),
                        item.texts("override"),
                        item.text("reason")))
                .toList();
    }

    private static List<Silence> silences(Json json) {
        return optional(json, "silences").stream()
                .map(item -> new Silence(
                        item.text("host"),
                        item.text("heardBy"),
                        item.number("heardAgoMillis"),
                        item.flag("saidFarewell"),
                        item.number("waitMillis"),
                        item.flag("fenceable")))
                .toList();
    }

    private static <E extends Enum<E>> E word(Class<E> type, Json json, String field) {
        return Enum.valueOf(type, json.text(field).toUpperCase(Locale.ROOT));
    }

    private static List<String> texts(Json json, String field) {
        return json.find(field).map(items -> json.texts(field)).orElse(List.of());
    }

    private static List<Json> optional(Json json, String field) {
        return json.find(field).map(Json::items).orElse(List.of());
    }

    public static Outcome outcome(Json json) {
        return new Outcome(
                json.text("node"),
                json.text("process"),
                word(Outcome.Result.class, json, "result"),
                json.text("text"),
                json.find("plan").map(plan -> json.text("plan")).orElse(null),
                null);
    }
}
