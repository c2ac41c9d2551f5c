package io.github.batonha.supervision.formats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which formats a node's records were written. Pure.
 *
 * @param version of baton that last ran the node
 * @param formats of each record that the node has
 */
public record NodeFormats(String version, Map<Format, Integer> formats) {

    /** An agent before 0.2 took no note: its formats are those of 0.1.0. */
    public static final NodeFormats UNTOLD =
            new NodeFormats("", Stream.of(Format.values()).collect(Collectors.toMap(format -> format, _ -> 1)));

    private static final String VERSION = "baton";

    public NodeFormats {
        formats = Collections.unmodifiableMap(new EnumMap<>(withAll(formats)));
    }

    private static Map<Format, Integer> withAll(Map<Format, Integer> told) {
        var all = new EnumMap<Format, Integer>(Format.class);
        for (var format : Format.values()) {
            all.put(format, told.getOrDefault(format, 1));
        }
        return all;
    }

    /** What an agent of this version writes. */
    public static NodeFormats ofThisVersion(String version) {
        return new NodeFormats(
                version, Stream.of(Format.values()).collect(Collectors.toMap(format -> format, Format::current)));
    }

    /** With the format that a record says itself. */
    public NodeFormats with(Format format, int number) {
        var next = new EnumMap<>(formats);
        next.put(format, number);
        return new NodeFormats(version, next);
    }

    /** The lines of {@code run/NODE/formats}. */
    public String text() {
        return Stream.concat(
                        Stream.of(VERSION + "=" + version),
                        formats.entrySet().stream()
                                .filter(entry -> !entry.getKey().tellsItself())
                                .map(entry -> entry.getKey().word() + "=" + entry.getValue()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** What {@link #text} wrote, in this version or another. Records of a later version that this one has no name for are not read by it either. */
    public static NodeFormats parse(String text) {
        var version = "";
        var formats = new EnumMap<Format, Integer>(Format.class);
        for (var line : text.lines().toList()) {
            var sign = line.indexOf('=');
            if (sign > 0) {
                var word = line.substring(0, sign);
                var value = line.substring(sign + 1);
                if (word.equals(VERSION)) {
                    version = value;
                } else if (value.matches("[0-9]{1,6}")) {
                    Format.named(word).ifPresent(format -> formats.put(format, Integer.parseInt(value)));
                }
            }
        }
        return new NodeFormats(version, formats);
    }

    /** Why this version must not take over; none where it may. */
    public List<String> obstacles() {
        var all = new ArrayList<String>();
        formats.forEach((format, number) -> {
            if (number > format.current()) {
                all.add("%s is of format %d, and this version reads up to %d: start %s there"
                        .formatted(format.word(), number, format.current(), later()));
            } else if (number < format.oldest() && format != Format.WIRE) {
                all.add(
                        "%s is of format %d, and this version reads none before %d: start a release between %s and this one there first"
                                .formatted(format.word(), number, format.oldest(), former()));
            }
        });
        return List.copyOf(all);
    }

    private String later() {
        return version.isEmpty() ? "a later version of baton" : "baton %s or a later one".formatted(version);
    }

    private String former() {
        return version.isEmpty() ? "0.1" : version;
    }

    /** Why nodes of this version can't work with others that still run that one; none where they can. Its records may be readable all the same. */
    public List<String> apart() {
        var wire = formats.getOrDefault(Format.WIRE, 1);
        return wire < Format.WIRE.oldest()
                ? List.of(
                        "this version takes no messages of format %d: it does not see nodes that still run that release, shares no sessions with them, and neither takes orders from the other"
                                .formatted(wire))
                : List.of();
    }
}
