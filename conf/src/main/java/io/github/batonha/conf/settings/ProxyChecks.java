package io.github.batonha.conf.settings;

import io.github.batonha.conf.model.ProxySettings;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the settings of proxies must be beside their forms. */
final class ProxyChecks {
    /** Headers that clients set themselves, or that mean something else. */
    private static final Set<String> TAKEN = Set.of(
            "authorization",
            "baton-not-after",
            "connection",
            "content-length",
            "content-type",
            "cookie",
            "expect",
            "forwarded",
            "host",
            "origin",
            "proxy-authorization",
            "referer",
            "remote-address",
            "te",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "via",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-real-ip",
            "x-request-id");

    private ProxyChecks() {}

    /** At most one of each setting; the text goes on after its key. What has a problem of its own is not compared with others. */
    static Map<Setting, String> problems(ProxySettings proxies, boolean isComparable) {
        var found = new EnumMap<Setting, String>(Setting.class);
        proxies.from().stream()
                .flatMap(address -> problem(address, proxies.trustLocalUsers()).stream())
                .findFirst()
                .ifPresent(problem -> found.put(Setting.PROXIES_FROM, problem));
        header(proxies.userHeader()).ifPresent(problem -> found.put(Setting.PROXIES_USER_HEADER, problem));
        header(proxies.groupsHeader()).ifPresent(problem -> found.put(Setting.PROXIES_GROUPS_HEADER, problem));
        if (proxies.userHeader().equalsIgnoreCase(proxies.groupsHeader())) {
            found.put(
                    Setting.PROXIES_GROUPS_HEADER,
                    "is \"%s\", as user-header is: name another one".formatted(proxies.groupsHeader()));
        }
        if (isComparable) {
            roles(proxies).forEach(found::putIfAbsent);
        }
        return found;
    }

    private static Map<Setting, String> roles(ProxySettings proxies) {
        var isWithoutRoles = proxies.users().isEmpty() && proxies.groups().isEmpty();
        if (!proxies.from().isEmpty() && isWithoutRoles) {
            return Map.of(
                    Setting.PROXIES_FROM,
                    "lists proxies, but nobody has a role: name users in baton.http.proxies.users, or groups in baton.http.proxies.groups");
        }
        return proxies.from().isEmpty() && !isWithoutRoles
                ? Map.of(
                        proxies.users().isEmpty() ? Setting.PROXIES_GROUPS : Setting.PROXIES_USERS,
                        "gives roles, but baton.http.proxies.from lists no proxy: add its address there")
                : Map.of();
    }

    private static Optional<String> problem(String text, boolean trustLocalUsers) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return Optional.of("has \"%s\", which is no address: write it in digits, such as 10.0.0.5".formatted(text));
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return Optional.of(
                    "has \"%s\", which is no address of a single host: list each proxy's own address".formatted(text));
        }
        return address.isLoopbackAddress() && !trustLocalUsers
                ? Optional.of(
                        ("has \"%s\", from which every user of the host can speak as anybody: put the proxy on another host, or, if nobody"
                                        + " else uses this one, set baton.http.proxies.trust-local-users = on")
                                .formatted(text))
                : Optional.empty();
    }

    private static Optional<String> header(String name) {
        return TAKEN.contains(name.toLowerCase(Locale.ROOT))
                ? Optional.of(
                        "is \"%s\", which has another meaning: name one that only the proxy sets, such as X-Forwarded-User"
                                .formatted(name))
                : Optional.empty();
    }
}
