package io.github.batonha.conf.processes;

import io.github.batonha.conf.parsing.Ports;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.report.Nearest;
import io.github.batonha.conf.report.Place;
import io.github.batonha.supervision.spec.MetricsEndpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code <metrics port="9404" path="/metrics"/>}: where a process serves its own metrics. */
public final class MetricsTag {

    private static final String PORT = "port";
    private static final String PATH = "path";
    private static final List<String> OPTIONS = List.of(PORT, PATH);
    private static final String USUAL_PATH = "/metrics";

    /** Nothing that could be more than one line of a request, and nothing that is not sent. */
    private static final Pattern PATHS = Pattern.compile("/[!-\"$-~]*");

    private MetricsTag() {}

    /** Of a process that was checked. */
    public static Optional<MetricsEndpoint> endpoint(ProcessEntry entry) {
        return entry.text(Tag.METRICS)
                .map(ProbeText::parse)
                .flatMap(text -> text.option(PORT)
                        .flatMap(Ports::parse)
                        .map(port -> new MetricsEndpoint(port, text.option(PATH).orElse(USUAL_PATH))));
    }

    static void check(String written, Place place, Findings findings) {
        var text = ProbeText.parse(written);
        if (!text.shown().isEmpty()) {
            findings.problem(
                    place,
                    "<metrics> holds \"%s\", but has only attributes: write <metrics port=\"9404\" path=\"/metrics\"/>"
                            .formatted(text.shown()));
        }
        var seen = new HashSet<String>();
        for (var option : text.options()) {
            if (!OPTIONS.contains(option.name())) {
                findings.problem(
                        place,
                        "<metrics> has no attribute %s%s"
                                .formatted(
                                        option.name(),
                                        Nearest.hint(
                                                option.name(),
                                                OPTIONS,
                                                ": it has port and path; what is asked is this host")));
            } else if (!seen.add(option.name())) {
                findings.problem(place, "<metrics> has the attribute %s twice: remove one".formatted(option.name()));
            }
        }
        checkPort(text, place, findings);
        text.option(PATH)
                .filter(path -> !PATHS.matcher(path).matches())
                .ifPresent(path -> findings.problem(
                        place,
                        "path of <metrics> is \"%s\", but must begin with / and have no blanks, umlauts or #"
                                .formatted(path)));
    }

    private static void checkPort(ProbeText text, Place place, Findings findings) {
        var port = text.option(PORT);
        if (port.isEmpty()) {
            if (text.shown().isEmpty()) {
                findings.problem(place, "<metrics> names no port: write <metrics port=\"9404\" path=\"/metrics\"/>");
            }
        } else if (port.flatMap(Ports::parse).isEmpty()) {
            findings.problem(
                    place, "port of <metrics> is \"%s\", but must be a port from 1 to 65535".formatted(port.get()));
        }
    }
}
