package io.github.batonha.conf.model;

import java.util.Map;

/**
 * Who of the operating system may do what, besides root and the agent's own user.
 *
 * @param users roles ({@code viewer}, {@code operator} or {@code admin}) by name of user
 * @param groups roles by name of group
 */
public record AccessSettings(Map<String, String> users, Map<String, String> groups) {
    /** Nobody else. */
    public static final AccessSettings DEFAULT = new AccessSettings(Map.of(), Map.of());

    public AccessSettings {
        users = Map.copyOf(users);
        groups = Map.copyOf(groups);
    }
}
