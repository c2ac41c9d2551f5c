package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whoever is at the other end of a connection of ours, as {@code /proc/net} has it. */
public final class TcpPeer {

    private static final String ESTABLISHED = "01";
    private static final int REMOTE = 2;
    private static final int STATE = 3;

    private TcpPeer() {}

    /**
     * Whether the other end of a connection is closed: then nobody waits for an answer. Blocks.
     *
     * @param remotePort of the other end
     * @throws IOException where that can't be found out
     */
    public static boolean hasGone(int remotePort) throws IOException {
        return !isThere(Path.of("/proc/net/tcp"), remotePort) && !isThere(Path.of("/proc/net/tcp6"), remotePort);
    }

    private static boolean isThere(Path list, int remotePort) throws IOException {
        try (var lines = Files.lines(list)) {
            return lines.map(line -> line.strip().split("\\s+", STATE + 2))
                    .anyMatch(words -> words.length > STATE
                            && words[STATE].equals(ESTABLISHED)
                            && hasPort(words[REMOTE], remotePort));
        } catch (NoSuchFileException withoutIpV6) {
            return false;
        }
    }

    private static boolean hasPort(String address, int port) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16) == port;
    }
}
