package io.github.batonha.actors.access;

import io.github.batonha.conf.model.ProxySettings;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who sends a request, by the headers of a reverse proxy that logs users in. From anywhere else they are a forgery, or a proxy that somebody
 * forgot to list: such a request is refused rather than served without its user. Pure; any thread.
 */
public final class ProxyUsers {
    /** Such as {@code alice@example.com} or {@code FIRM\alice}. Neither a comma, which parts two users, nor what acts on a terminal. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+=/\\\\:-]{1,200}");

    private static final int MOST_SHOWN = 100;

    private final ProxySettings settings;

    public ProxyUsers(ProxySettings settings) {
        this.settings = settings;
    }

    /**
     * What stands in a request.
     *
     * @param peer of its connection; text where it is shown
     * @param isLocal whether the peer is on this host
     * @param users each value of the header of the user
     * @param groups each value of the header of the groups
     * @param hasBearer whether it proves an identity by itself
     */
    public record Asked(
            Optional<InetAddress> peer, boolean isLocal, List<String> users, List<String> groups, boolean hasBearer) {
        String from() {
            return peer.map(InetAddress::getHostAddress).orElse("unknown address");
        }
    }

    /** Who it is. */
    public sealed interface Finding {
        /** No proxy names anybody. */
        record Nobody() implements Finding {}

        /** A user; of the role anonymous, if it has none. */
        record User(Caller caller) implements Finding {}

        /**
         * The request is not served.
         *
         * @param isForbidden whether the sender may not send such headers; else they are malformed
         */
        record Refused(boolean isForbidden, String why, String remedy) implements Finding {}
    }

    /** The headers that it asks for mean something. */
    public boolean isUsed() {
        return !settings.from().isEmpty();
    }

    public String userHeader() {
        return settings.userHeader();
    }

    public String groupsHeader() {
        return settings.groupsHeader();
    }

    public Finding find(Asked asked) {
        if (!isUsed() || (asked.users().isEmpty() && asked.groups().isEmpty())) {
            return new Finding.Nobody();
        }
        if (asked.peer().filter(settings::lists).isEmpty()) {
            return new Finding.Refused(
                    true,
                    "%s is no proxy that may name a user, and sent %s".formatted(asked.from(), shown(asked)),
                    "send a token, or list the proxy in baton.http.proxies.from in conf/baton.conf");
        }
        if (asked.isLocal() && !settings.trustLocalUsers()) {
            return new Finding.Refused(
                    true,
                    "%s is this host, where every user can speak as the proxy, and sent %s"
                            .formatted(asked.from(), shown(asked)),
                    "put the proxy on another host, or, if nobody else uses this one, set baton.http.proxies.trust-local-users = on");
        }
        return ofProxy(asked);
    }

    private Finding ofProxy(Asked asked) {
        if (asked.users().size() > 1 || asked.groups().size() > 1) {
            return malformed("%s sent a header of the proxy twice: %s".formatted(asked.from(), shown(asked)));
        }
        var user = asked.users().stream().findFirst().orElse("").strip();
        var groups = asked.groups().stream().findFirst().orElse("").strip();
        if (user.isEmpty()) {
            return groups.isEmpty()
                    ? new Finding.Nobody()
                    : malformed("%s sent groups of no user: %s".formatted(asked.from(), shown(asked)));
        }
        if (!NAME.matcher(user).matches()) {
            return malformed("%s sent %s, which is no user: a name has up to 200 letters, digits and . _ @ + = / \\ : -"
                    .formatted(asked.from(), shown(asked)));
        }
        return asked.hasBearer()
                ? malformed("the proxy names %s, and the request has a token as well: it can be from one of them only"
                        .formatted(user))
                : new Finding.User(new Caller("proxy:" + user, role(user, groups), asked.from()));
    }

    private static Finding malformed(String why) {
        return new Finding.Refused(
                false,
                why,
                "have the proxy remove what its clients send in these headers and in Authorization, and set each header once");
    }

    /** The highest that the user or one of its groups has. */
    private Role role(String user, String groups) {
        var byGroup = Arrays.stream(groups.split(",", -1)).flatMap(group -> role(settings.groups(), group.strip()));
        return Stream.concat(role(settings.users(), user), byGroup)
                .max(Comparator.naturalOrder())
                .orElse(Role.ANONYMOUS);
    }

    private static Stream<Role> role(Map<String, String> roles, String name) {
        return Optional.ofNullable(roles.get(name)).flatMap(Role::given).stream();
    }

    /** Of what was sent as much as can be logged: on one line, and no longer than a line. */
    private String shown(Asked asked) {
        var text = Stream.concat(
                        asked.users().stream().map(value -> "%s: %s".formatted(settings.userHeader(), value)),
                        asked.groups().stream().map(value -> "%s: %s".formatted(settings.groupsHeader(), value)))
                .toList()
                .toString();
        var plain = text.replaceAll("[^ -~]", "?");
        return plain.length() <= MOST_SHOWN ? plain : plain.substring(0, MOST_SHOWN) + "…";
    }
}
