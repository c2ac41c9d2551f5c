package io.github.batonha.supervision.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the memory of this JVM small once it has started. */
public final class Footprint {

    private static final Logger log = LoggerFactory.getLogger(Footprint.class);
    private static final Path MAPS = Path.of("/proc/self/smaps");
    private static final String CHANGED = "Anonymous:";

    private Footprint() {}

    /**
     * Lets go of the pages of the JVM's start-up cache that were read to start and never written to. The kernel maps far more of them
     * than are ever used again; what is, comes back from the page cache. Does nothing where the cache could not be mapped where it was
     * recorded, for then the JVM has changed all of it. Blocks for some milliseconds.
     */
    public static void letGoOfStart() {
        try {
            var bytes = 0L;
            var mapping = "";
            for (var line : Files.readAllLines(MAPS, StandardCharsets.ISO_8859_1)) {
                if (line.endsWith(".aot")) {
                    mapping = line;
                } else if (line.startsWith(CHANGED) && !mapping.isEmpty()) {
                    bytes += line.substring(CHANGED.length()).strip().equals("0 kB") ? letGo(mapping) : 0;
                    mapping = "";
                }
            }
            log.debug("Let go of bytes={} of the start-up cache", bytes);
        } catch (IOException | RuntimeException e) {
            log.debug("Could not let go of the start-up cache", e);
        }
    }

    /** A mapping reads {@code 7f00-7f80 r--p 00000000 fe:00 1234  /path/agent.aot}. */
    private static long letGo(String mapping) {
        var words = mapping.split(" +", 6);
        if (!words[1].equals("r--p")) {
            return 0;
        }
        var dash = words[0].indexOf('-');
        var from = Long.parseUnsignedLong(words[0].substring(0, dash), 16);
        var bytes = Long.parseUnsignedLong(words[0].substring(dash + 1), 16) - from;
        return Libc.dontNeed(from, bytes) == 0 ? bytes : 0;
    }
}
