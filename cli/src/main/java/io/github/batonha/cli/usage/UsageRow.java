package io.github.batonha.cli.usage;

import io.github.batonha.cli.agent.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A row of the answer, with what is said of its node.
 *
 * @param machine that has the cores and the memory, empty where the agent does not tell
 * @param name of a process, group, node or system
 * @param group empty but for a process
 * @param cpu percent of one core
 * @param memory bytes
 * @param heap bytes; empty where there is no JVM
 * @param heapMax bytes that JVMs were promised
 * @param json as the agent sent it, with the facts of its node
 */
record UsageRow(
        String node,
        int cores,
        long hostMemory,
        String machine,
        String name,
        String group,
        long records,
        Figures cpu,
        Figures memory,
        Optional<Figures> heap,
        long heapMax,
        long threads,
        long restarts,
        Optional<Limit> limit,
        Json json) {

    /**
     * One value over the time.
     *
     * @param perDay empty where there is no trend that is more than chance
     * @param parts of the time; NaN for one without records
     */
    record Figures(double mean, double p95, double peak, Optional<Double> perDay, List<Double> parts) {

        static Figures of(Json json) {
            var parts = new ArrayList<Double>();
            for (var part : json.items("parts")) {
                parts.add(part instanceof Json.Digits(var value) ? Double.parseDouble(value) : Double.NaN);
            }
            var perDay = json.flag("sure") ? json.findDigits("perDay").map(Double::valueOf) : Optional.<Double>empty();
            return new Figures(json.decimal("mean"), json.decimal("p95"), json.decimal("peak"), perDay, parts);
        }

        /** As if the greatest values came together. */
        Figures plus(Figures other) {
            var sums = new ArrayList<Double>();
            for (var i = 0; i < Math.min(parts.size(), other.parts.size()); i++) {
                sums.add(sum(parts.get(i), other.parts.get(i)));
            }
            return new Figures(mean + other.mean, p95 + other.p95, peak + other.peak, plus(perDay, other.perDay), sums);
        }

        private static double sum(double one, double other) {
            return Double.isNaN(one) ? other : Double.isNaN(other) ? one : one + other;
        }

        private static Optional<Double> plus(Optional<Double> one, Optional<Double> other) {
            return one.isEmpty() ? other : Optional.of(one.get() + other.orElse(0.0));
        }
    }

    /** When a trend reaches what there is. */
    record Limit(String of, long bytes, Instant at, Instant earliest, Optional<Instant> latest) {

        static Limit of(Json json) {
            return new Limit(
                    json.text("of"),
                    json.number("bytes"),
                    Instant.parse(json.text("at")),
                    Instant.parse(json.text("earliest")),
                    json.find("latest").map(latest -> Instant.parse(json.text("latest"))));
        }
    }

    static List<UsageRow> of(Json report) {
        var rows = new ArrayList<UsageRow>();
        for (var row : report.items("rows")) {
            rows.add(new UsageRow(
                    report.text("node"),
                    (int) report.number("cores"),
                    report.number("memoryBytes"),
                    report.find("machine").isPresent() ? report.text("machine") : "",
                    row.text("name"),
                    row.text("group"),
                    row.number("records"),
                    Figures.of(row.get("cpu")),
                    Figures.of(row.get("memory")),
                    row.find("heap").map(Figures::of),
                    row.number("heapMaxBytes"),
                    row.number("threads"),
                    row.number("restarts"),
                    row.find("limit").map(Limit::of),
                    withNode(report, row)));
        }
        return rows;
    }

    static Json withNode(Json report, Json row) {
        var all = report.only("node", "system", "from", "to", "stepMinutes", "cores", "memoryBytes");
        if (row instanceof Json.Fields(var fields)) {
            for (var field : fields.entrySet()) {
                all = all.with(field.getKey(), field.getValue());
            }
        }
        return all;
    }

    /** All nodes as one: sums, the greatest values as if they came together. What one host reaches alone is no limit of all. */
    static UsageRow system(String system, List<UsageRow> nodes) {
        var sum = nodes.getFirst();
        var machines = new HashSet<String>(List.of(sum.machine));
        for (var other : nodes.subList(1, nodes.size())) {
            // Two agents on one machine share what it has.
            var isFurther = other.machine.isEmpty() || machines.add(other.machine);
            sum = new UsageRow(
                    "",
                    sum.cores + (isFurther ? other.cores : 0),
                    sum.hostMemory + (isFurther ? other.hostMemory : 0),
                    "",
                    system,
                    "",
                    Math.max(sum.records, other.records),
                    sum.cpu.plus(other.cpu),
                    sum.memory.plus(other.memory),
                    both(sum.heap, other.heap),
                    sum.heapMax + other.heapMax,
                    sum.threads + other.threads,
                    sum.restarts + other.restarts,
                    Optional.empty(),
                    sum.json);
        }
        return new UsageRow(
                "",
                sum.cores,
                sum.hostMemory,
                "",
                system,
                "",
                sum.records,
                sum.cpu,
                sum.memory,
                sum.heap,
                sum.heapMax,
                sum.threads,
                sum.restarts,
                Optional.empty(),
                sum.json.only("system", "from", "to", "stepMinutes"));
    }

    private static Optional<Figures> both(Optional<Figures> one, Optional<Figures> other) {
        return one.isEmpty() || other.isEmpty()
                ? one.or(() -> other)
                : Optional.of(one.get().plus(other.get()));
    }

    /** The same field names as in the agent's answer, for a row that was made of several. */
    Json summed() {
        return json.with("cores", digits(cores))
                .with("memoryBytes", digits(hostMemory))
                .with("name", new Json.Text(name))
                .with("cpu", asJson(cpu))
                .with("memory", asJson(memory))
                .with("heap", heap.map(UsageRow::asJson).orElse(new Json.Nothing()))
                .with("heapMaxBytes", digits(heapMax))
                .with("threads", digits(threads))
                .with("restarts", digits(restarts));
    }

    private static Json asJson(Figures figures) {
        return Json.empty()
                .with("mean", new Json.Digits(Double.toString(figures.mean())))
                .with("p95", new Json.Digits(Double.toString(figures.p95())))
                .with("peak", new Json.Digits(Double.toString(figures.peak())));
    }

    private static Json digits(long number) {
        return new Json.Digits(Long.toString(number));
    }
}
