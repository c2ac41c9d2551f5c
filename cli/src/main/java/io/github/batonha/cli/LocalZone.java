package io.github.batonha.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;

/**
 * The zone in which this machine tells the time. That of most servers is UTC, for which no rules are needed: the JDK would read those
 * of all zones twice, and look into each jar for more of them.
 */
final class LocalZone {

    private static final Set<String> UTC =
            Set.of("UTC", "Etc/UTC", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu");
    private static final String ZONES = "/zoneinfo/";

    private LocalZone() {}

    /**
     * @param property the JDK's {@code user.timezone}; empty where nobody set it
     * @param link the link of the machine to its zone
     */
    static ZoneId find(String property, Map<String, String> environment, Path link) {
        var isLeftToMachine =
                property.isEmpty() && environment.getOrDefault("TZ", "").isEmpty();
        return isLeftToMachine && UTC.contains(target(link)) ? ZoneOffset.UTC : ZoneId.systemDefault();
    }

    /** The zone's name; empty where it is not told by a link. */
    private static String target(Path link) {
        try {
            var path = Files.readSymbolicLink(link).toString();
            var zone = path.indexOf(ZONES);
            return zone < 0 ? "" : path.substring(zone + ZONES.length());
        } catch (IOException | UnsupportedOperationException noLink) {
            return "";
        }
    }
}
