package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process may do beyond its user: an agent that is not root may have a part of what root may.
 *
 * @param effective those that count now, a bit for each, as the kernel numbers them
 * @param ambient those that a program has which it starts
 */
public record Capabilities(long effective, long ambient) {
    private static final int SETGID = 6;
    private static final int SETUID = 7;
    private static final Capabilities OWN = read();

    /** Of this process. They are read once: the service manager gives them at the start. */
    public static Capabilities own() {
        return OWN;
    }

    private static Capabilities read() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/self/status")));
        } catch (IOException unreadable) {
            return new Capabilities(0, 0);
        }
    }

    static Capabilities parse(List<String> status) {
        return new Capabilities(mask(status, "CapEff:"), mask(status, "CapAmb:"));
    }

    private static long mask(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .mapToLong(text -> Long.parseUnsignedLong(text, 16))
                .findFirst()
                .orElse(0);
    }

    /** Whether it may become any other user. */
    public boolean mayChangeUser() {
        return has(SETUID) && has(SETGID);
    }

    /** Whether what it starts would have any, unless that is prevented. */
    public boolean arePassedOn() {
        return ambient != 0;
    }

    private boolean has(int bit) {
        return (effective >>> bit & 1) == 1;
    }
}
