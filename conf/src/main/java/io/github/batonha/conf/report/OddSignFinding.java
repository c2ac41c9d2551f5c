package io.github.batonha.conf.report;

import io.github.batonha.supervision.run.OddSigns;
import java.util.Map;

/** Says of a value that a message quotes which sign in it only looks right, and where. */
final class OddSignFinding {

    private static final String ENDS = " \t\n\"',";

    private OddSignFinding() {}

    /** As it was given, where the message quotes no such sign. */
    static Finding of(Place place, String message, Map<String, String> sources) {
        var first = OddSigns.first(message);
        if (first.isEmpty()) {
            return new Finding(place, message);
        }
        var at = first.getAsInt();
        var sign = message.codePointAt(at);
        var name = OddSigns.name(sign);
        var told =
                message.contains(name) ? message : "%s. Here is %s: %s".formatted(message, name, OddSigns.remedy(sign));
        return new Finding(place(place, message, at, sources.getOrDefault(place.source(), "")), told);
    }

    private static Place place(Place place, String message, int at, String source) {
        if (place.line() == 0 || place.column() > 0) {
            return place;
        }
        var from = at;
        while (from > 0 && ENDS.indexOf(message.charAt(from - 1)) < 0) {
            from--;
        }
        var to = at;
        while (to < message.length() && ENDS.indexOf(message.charAt(to)) < 0) {
            to++;
        }
        var offset = at - from;
        return SourceText.find(source, message.substring(from, to), place.line())
                .map(found -> SourceText.at(place.source(), source, found + offset))
                .orElse(place);
    }
}
