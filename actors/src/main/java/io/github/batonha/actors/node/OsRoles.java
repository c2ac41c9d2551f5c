package io.github.batonha.actors.node;

import io.github.batonha.actors.access.Role;
import io.github.batonha.conf.model.AccessSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jdk.net.UnixDomainPrincipal;

/**
 * Which role a user of the operating system has.
 *
 * @param root may do everything
 * @param own the agent's own user, who may do everything too
 * @param groupFile as {@code /etc/group}; read only where groups have roles
 */
record OsRoles(UserPrincipal root, UserPrincipal own, AccessSettings settings, Path groupFile) {
    private static final int MOST_OF_GROUP_FILE = 1 << 20;
    private static final int FIELDS = 4;

    /** @param ownFile one that the agent has made */
    static OsRoles of(AccessSettings settings, Path ownFile) throws IOException {
        var users = FileSystems.getDefault().getUserPrincipalLookupService();
        return new OsRoles(users.lookupPrincipalByName("0"), Files.getOwner(ownFile), settings, Path.of("/etc/group"));
    }

    /** The highest that the user or one of its groups has. Blocks on the file of groups. */
    Optional<Role> of(UnixDomainPrincipal peer) throws IOException {
        var user = peer.user();
        if (user.equals(root) || user.equals(own)) {
            return Optional.of(Role.ADMIN);
        }
        var byName = Optional.ofNullable(settings.users().get(user.getName())).stream();
        var byGroup = settings.groups().isEmpty()
                ? Stream.<String>empty()
                : groups(user.getName(), peer.group().getName()).stream()
                        .flatMap(group -> Optional.ofNullable(settings.groups().get(group)).stream());
        return Stream.concat(byName, byGroup)
                .flatMap(word -> Role.given(word).stream())
                .max(Comparator.naturalOrder());
    }

    private Set<String> groups(String user, String mainGroup) throws IOException {
        var groups = new HashSet<>(Set.of(mainGroup));
        try (var file = Files.newInputStream(groupFile)) {
            var text = new String(file.readNBytes(MOST_OF_GROUP_FILE), StandardCharsets.UTF_8);
            text.lines()
                    .map(line -> line.split(":", -1))
                    .filter(fields -> fields.length == FIELDS
                            && Arrays.asList(fields[FIELDS - 1].split(",")).contains(user))
                    .forEach(fields -> groups.add(fields[0]));
        }
        return groups;
    }
}
