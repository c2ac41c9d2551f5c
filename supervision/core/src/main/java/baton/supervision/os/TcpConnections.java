package baton.supervision.os;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The established TCP connections of this network namespace, as {@code /proc/net} listed them. */
public final class TcpConnections {

    private static final String ESTABLISHED = "01";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private record Row(int localPort, long inode) {}

    private final List<Row> rows;

    private TcpConnections(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Blocks. */
    public static TcpConnections read() throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
        try {
            lines.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
        } catch (NoSuchFileException e) {
            // A kernel without IPv6.
        }
        return of(lines);
    }

    static TcpConnections of(List<String> lines) {
        return new TcpConnections(
                lines.stream().flatMap(line -> row(line).stream()).toList());
    }

    private static Optional<Row> row(String line) {
        var words = line.strip().split("\\s+", -1);
        if (words.length <= INODE || !words[STATE].equals(ESTABLISHED)) {
            return Optional.empty();
        }
        var port = words[LOCAL].substring(words[LOCAL].lastIndexOf(':') + 1);
        return Optional.of(new Row(Integer.parseInt(port, 16), Long.parseLong(words[INODE])));
    }

    /**
     * Connections that came in at the port of one of these processes. Two hosts of a system may be one machine with two
     * addresses, so the port alone does not tell; where the owners can't be found out, because processes run as another
     * user, it has to. Blocks.
     */
    public int incoming(int port, Collection<Long> pids) throws IOException {
        var candidates = rows.stream().filter(row -> row.localPort() == port).toList();
        if (candidates.isEmpty()) {
            return 0;
        }
        var owned = socketsOf(pids);
        return (int) candidates.stream()
                .filter(row -> owned.isEmpty() || owned.contains(row.inode()))
                .count();
    }

    private static Set<Long> socketsOf(Collection<Long> pids) throws IOException {
        var inodes = new HashSet<Long>();
        for (var pid : pids) {
            try (var files = Files.newDirectoryStream(Path.of("/proc", pid.toString(), "fd"))) {
                for (var file : files) {
                    socket(file).ifPresent(inodes::add);
                }
            } catch (AccessDeniedException | NoSuchFileException | DirectoryIteratorException e) {
                // Of another user, or gone.
            }
        }
        return inodes;
    }

    private static Optional<Long> socket(Path file) {
        try {
            var target = Files.readSymbolicLink(file).toString();
            return target.startsWith("socket:[")
                    ? Optional.of(Long.parseLong(target.substring("socket:[".length(), target.length() - 1)))
                    : Optional.empty();
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }
}
