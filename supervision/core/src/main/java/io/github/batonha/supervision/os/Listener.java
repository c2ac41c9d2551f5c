package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A process that listens on a TCP port of this host. */
public record Listener(long pid, String command) {

    private static final String LISTENS = "0A";

    /**
     * One that listens on the port, at whatever address; empty where there is none that this user may look into. Looks through
     * the descriptors of all processes: for messages, not for every start.
     */
    public static Optional<Listener> on(int port) {
        var sockets = sockets(port);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessTable.read().all().stream()
                .filter(stat -> holdsOne(stat.pid(), sockets))
                .findFirst()
                .map(stat -> new Listener(stat.pid(), ProcStat.command(stat.pid())));
    }

    private static Set<String> sockets(int port) {
        var inodes = new HashSet<String>();
        for (var file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (var line : Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1)) {
                    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
                    var fields = line.strip().split("\\s+", -1);
                    if (fields.length > 9 && fields[3].equals(LISTENS) && fields[1].endsWith(":%04X".formatted(port))) {
                        inodes.add("socket:[" + fields[9] + "]");
                    }
                }
            } catch (IOException noSuchProtocol) {
                // A host without IPv6 has one file only.
            }
        }
        return inodes;
    }

    private static boolean holdsOne(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var descriptor : descriptors) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException goneOrForbidden) {
            return false;
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
