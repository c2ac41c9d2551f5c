package io.github.batonha.supervision.os;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP connections of this network namespace, open or closed a short while ago, as {@code /proc/net} listed them. */
public final class TcpConnections {

    private static final String ESTABLISHED = "01";
    private static final String TIME_WAIT = "06";
    private static final String LISTEN = "0A";
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int TIMER = 5;
    private static final int INODE = 9;
    /** Linux keeps what it closed itself for so long; nobody can change it. */
    private static final Duration TIME_WAIT_LASTS = Duration.ofSeconds(60);

    private static final int TICK_MILLIS = 10;

    private record End(InetAddress address, int port) {}

    /** {@code closedFor} is of those in TIME_WAIT alone. */
    private record Row(End local, End remote, String state, Duration closedFor, long inode) {}

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
        if (words.length <= INODE || !Set.of(ESTABLISHED, TIME_WAIT, LISTEN).contains(words[STATE])) {
            return Optional.empty();
        }
        var closedFor = words[STATE].equals(TIME_WAIT) ? TIME_WAIT_LASTS.minus(timer(words[TIMER])) : Duration.ZERO;
        return Optional.of(
                new Row(end(words[LOCAL]), end(words[REMOTE]), words[STATE], closedFor, Long.parseLong(words[INODE])));
    }

    private static Duration timer(String word) {
        return Duration.ofMillis(TICK_MILLIS * Long.parseLong(word.substring(word.indexOf(':') + 1), 16));
    }

    /** The kernel writes an address as numbers of this machine, four bytes each. An IPv4 address in one of IPv6 is itself. */
    private static End end(String word) {
        var colon = word.lastIndexOf(':');
        var written = HexFormat.of().parseHex(word.substring(0, colon));
        var bytes = new byte[written.length];
        for (var index = 0; index < bytes.length; index++) {
            bytes[index] = written[index - index % 4 + 3 - index % 4];
        }
        try {
            return new End(InetAddress.getByAddress(bytes), Integer.parseInt(word.substring(colon + 1), 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of %d bytes in /proc/net".formatted(bytes.length), e);
        }
    }

    /**
     * Where the connections come from that are open at the port of one of these processes, or were closed there within the window: users
     * who click may have none at the moment when one looks. Those from other processes of the same node are none of users'.
     *
     * <p>Two hosts of a system may be one machine with two addresses, so the port alone does not tell; where the owners can't be found out,
     * because processes run as another user, it has to. Blocks.
     *
     * @param pids the processes that serve
     * @param node all processes of the node
     * @param checks so many of those that were closed, and came from this host, may be checks that the agent makes
     */
    public List<InetAddress> incoming(
            int port, Collection<Long> pids, Collection<Long> node, Duration window, int checks) throws IOException {
        var candidates = rows.stream().filter(row -> row.local().port() == port).toList();
        if (candidates.isEmpty()) {
            return List.of();
        }
        var owned = socketsOf(pids);
        var inside = endsOf(socketsOf(node));
        var open = candidates.stream().filter(row -> isOpen(row, owned)).filter(row -> !inside.contains(row.remote()));
        var closed =
                candidates.stream().filter(row -> isRecent(row, owned, window)).toList();
        return Stream.of(
                        open,
                        closed.stream().filter(row -> !isFromHere(row)),
                        closed.stream().filter(TcpConnections::isFromHere).skip(checks))
                .flatMap(Function.identity())
                .map(row -> row.remote().address())
                .toList();
    }

    /** Whether one is open whose other end has this port. What the other end has closed is not. */
    public boolean isOpenTo(int remotePort) {
        return rows.stream()
                .anyMatch(row -> row.state().equals(ESTABLISHED) && row.remote().port() == remotePort);
    }

    private static boolean isFromHere(Row row) {
        return row.remote().address().equals(row.local().address());
    }

    private static boolean isOpen(Row row, Set<Long> owned) {
        return row.state().equals(ESTABLISHED) && (owned.isEmpty() || owned.contains(row.inode()));
    }

    /** One that is closed has no owner any more: the address that its process listens at tells. */
    private boolean isRecent(Row row, Set<Long> owned, Duration window) {
        return row.state().equals(TIME_WAIT)
                && row.closedFor().compareTo(window) <= 0
                && rows.stream()
                        .filter(each -> each.state().equals(LISTEN) && owned.contains(each.inode()))
                        .map(Row::local)
                        .anyMatch(at -> at.port() == row.local().port()
                                && (at.address().isAnyLocalAddress()
                                        || at.address().equals(row.local().address())));
    }

    private Set<End> endsOf(Set<Long> inodes) {
        return rows.stream()
                .filter(row -> row.state().equals(ESTABLISHED) && inodes.contains(row.inode()))
                .map(Row::local)
                .collect(Collectors.toSet());
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
