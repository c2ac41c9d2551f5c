package io.github.batonha.actors.access;

import java.util.List;
import java.util.stream.Stream;

/**
 * A route and the least role that may use it. A route that has no row is not served.
 *
 * @param path with {@code {name}} for a segment that may be anything, and {@code {name…}} for the rest of the path
 * @param isOpen whether {@code baton.http.anonymous = view} leaves it to everybody
 */
public record Permission(String method, String path, Role least, boolean isOpen) {

    /** All that there is. */
    public static final List<Permission> TABLE = List.of(
            open("/api/v1/mon"),
            open("/api/v1/mon-cluster"),
            open("/api/v1/history"),
            open("/api/v1/processes"),
            open("/metrics"),
            open("/cluster/members"),
            open("/cluster/members/{address…}"),
            open("/cluster/domain-events"),
            open("/ready"),
            open("/alive"),
            of("GET", "/console", Role.ANONYMOUS),
            of("GET", "/console/{file}", Role.ANONYMOUS),
            of("POST", "/api/v1/console/login", Role.ANONYMOUS),
            of("POST", "/api/v1/console/logout", Role.VIEWER),
            of("GET", "/api/v1/console", Role.ANONYMOUS),
            of("GET", "/api/v1/console/stream", Role.VIEWER),
            of("GET", "/api/v1/console/hand-over", Role.VIEWER),
            of("GET", "/api/v1/events", Role.VIEWER),
            of("GET", "/api/v1/usage", Role.VIEWER),
            of("GET", "/api/v1/probes", Role.VIEWER),
            of("GET", "/api/v1/metrics", Role.VIEWER),
            of("GET", "/api/v1/aot-caches", Role.VIEWER),
            of("GET", "/api/v1/session-figures", Role.VIEWER),
            of("GET", "/api/v1/revision-changes", Role.OPERATOR),
            of("GET", "/api/v1/logs/{process}", Role.OPERATOR),
            of("GET", "/api/v1/evidence/{process}", Role.OPERATOR),
            of("GET", "/api/v1/evidence/{process}/{folder}/{file}", Role.OPERATOR),
            of("POST", "/api/v1/operations", Role.OPERATOR),
            of("POST", "/api/v1/drain", Role.OPERATOR),
            of("GET", "/api/v1/drain", Role.OPERATOR),
            of("POST", "/api/v1/undrain", Role.OPERATOR),
            of("POST", "/api/v1/primary", Role.ADMIN),
            of("POST", "/api/v1/primary/schedule", Role.ADMIN),
            of("POST", "/api/v1/primary/cancel", Role.ADMIN),
            of("POST", "/api/v1/primary/repair", Role.ADMIN),
            of("POST", "/api/v1/apply", Role.ADMIN),
            of("POST", "/api/v1/push", Role.ADMIN),
            of("GET", "/api/v1/files", Role.ADMIN),
            of("GET", "/api/v1/files/content", Role.ADMIN),
            of("GET", "/api/v1/tokens", Role.ADMIN),
            of("POST", "/api/v1/tokens", Role.ADMIN),
            of("DELETE", "/api/v1/tokens/{name}", Role.ADMIN),
            of("GET", "/api/v1/sessions", Role.APPLICATION),
            of("POST", "/api/v1/sessions", Role.APPLICATION),
            of("GET", "/api/v1/sessions/{id}", Role.APPLICATION),
            of("PATCH", "/api/v1/sessions/{id}", Role.APPLICATION),
            of("DELETE", "/api/v1/sessions/{id}", Role.APPLICATION),
            of("POST", "/api/v1/sessions/{id}/touch", Role.APPLICATION),
            of("POST", "/api/v1/sessions/{id}/rotate", Role.APPLICATION),
            of("GET", "/api/v1/sessions/{id}/attributes/{name}", Role.APPLICATION),
            of("PUT", "/api/v1/sessions/{id}/attributes/{name}", Role.APPLICATION),
            of("DELETE", "/api/v1/sessions/{id}/attributes/{name}", Role.APPLICATION));

    private static final String REST = "…}";
    private static final List<Pattern> PATTERNS =
            TABLE.stream().map(row -> new Pattern(row, segments(row.path()))).toList();

    private record Pattern(Permission row, List<String> segments) {
        boolean matches(List<String> asked) {
            var takesRest = segments.getLast().endsWith(REST);
            if (takesRest ? asked.size() < segments.size() : asked.size() != segments.size()) {
                return false;
            }
            for (var i = 0; i < segments.size(); i++) {
                var segment = segments.get(i);
                if (!segment.startsWith("{") && !segment.equals(asked.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Permission of(String method, String path, Role least) {
        return new Permission(method, path, least, false);
    }

    private static Permission open(String path) {
        return new Permission("GET", path, Role.VIEWER, true);
    }

    /** The rows of a path, one for each method; none where there is no such route. */
    public static List<Permission> at(List<String> segments) {
        return PATTERNS.stream()
                .filter(pattern -> pattern.matches(segments))
                .map(Pattern::row)
                .toList();
    }

    /** Whether it changes something that an operator would want on record. Who logs in is known by the body alone: its route records that. */
    public boolean isAct() {
        return !method.equals("GET") && least.compareTo(Role.VIEWER) >= 0;
    }

    private static List<String> segments(String path) {
        return Stream.of(path.split("/")).filter(part -> !part.isEmpty()).toList();
    }
}
