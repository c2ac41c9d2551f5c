package io.github.batonha.supervision.os;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel end processes before the agent where memory runs out: without the agent nothing is started again. A child inherits
 * the score of the agent, and gets a higher one, which needs no right.
 */
public final class OomScore {

    private static final Logger log = LoggerFactory.getLogger(OomScore.class);
    private static final int ABOVE_AGENT = 100;
    private static final int HIGHEST = 1000;

    private static final int OF_CHILDREN = ofChildren(ofAgent());

    private OomScore() {}

    /** Never below what a process has that nobody made an exception for. */
    static int ofChildren(int ofAgent) {
        return Math.clamp((long) ofAgent + ABOVE_AGENT, 0, HIGHEST);
    }

    private static int ofAgent() {
        try {
            return Integer.parseInt(
                    Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
        } catch (IOException | NumberFormatException unreadable) {
            return 0;
        }
    }

    /** What each child of this agent gets. */
    public static int ofChildren() {
        return OF_CHILDREN;
    }

    /** Of a child that was just started; what it starts itself inherits it. */
    public static void raise(long child) {
        try (var file = new FileOutputStream("/proc/" + child + "/oom_score_adj")) {
            file.write(Integer.toString(OF_CHILDREN).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException goneOrForbidden) {
            log.debug("Could not set oom_score_adj of pid={}: {}", child, goneOrForbidden.getMessage());
        }
    }
}
