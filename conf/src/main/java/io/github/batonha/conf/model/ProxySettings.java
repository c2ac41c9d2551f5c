package io.github.batonha.conf.model;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * Reverse proxies that log users in and name them in a header, keys {@code baton.http.proxies.*}.
 *
 * @param from their addresses in digits; none: the headers mean nothing
 * @param userHeader names the user
 * @param groupsHeader names the user's groups, with commas between them
 * @param users roles ({@code viewer}, {@code operator} or {@code admin}) by name of user
 * @param groups roles by name of group
 * @param trustLocalUsers whether a proxy may be on the node's own host, where every local user can speak as the proxy
 */
public record ProxySettings(
        List<String> from,
        String userHeader,
        String groupsHeader,
        Map<String, String> users,
        Map<String, String> groups,
        boolean trustLocalUsers) {
    /** None. */
    public static final ProxySettings DEFAULT =
            new ProxySettings(List.of(), "X-Forwarded-User", "X-Forwarded-Groups", Map.of(), Map.of(), false);

    public ProxySettings {
        from = List.copyOf(from);
        users = Map.copyOf(users);
        groups = Map.copyOf(groups);
    }

    /** Whether one of the proxies has this address. */
    public boolean lists(InetAddress address) {
        return from.stream().map(InetAddress::ofLiteral).anyMatch(address::equals);
    }
}
