package io.github.batonha.supervision.os;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The ports that the kernel gives to whoever connects without asking for one. */
public final class LocalPorts {

    private static final String RANGE = "/proc/sys/net/ipv4/ip_local_port_range";
    private static final int MOST_BYTES = 64;

    private LocalPorts() {}

    /** Whether a connection of any program may be given this port. Reads a small file. */
    public static boolean isEphemeral(int port) {
        // At once: of such a file the kernel gives nothing to a second read.
        try (var file = new FileInputStream(RANGE)) {
            var bytes = new byte[MOST_BYTES];
            var length = Math.max(0, file.read(bytes));
            var range = new String(bytes, 0, length, StandardCharsets.US_ASCII)
                    .strip()
                    .split("\\s+", -1);
            return range.length == 2 && port >= Integer.parseInt(range[0]) && port <= Integer.parseInt(range[1]);
        } catch (IOException | NumberFormatException unreadable) {
            return true;
        }
    }
}
