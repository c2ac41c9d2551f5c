package baton.actors.api;

import baton.actors.wire.Wire;

/**
 * What became of one process of an {@link Operation}, one NDJSON line each; {@code process} is empty where it concerns the node.
 *
 * @param result {@code done}, {@code nothing} (it already was so), {@code refused}, {@code failed}, {@code running}: a step
 *     on the way, which another outcome follows; or {@code planned}: what is about to be done, or would be
 * @param text why, and what to do
 */
public record Outcome(String node, String process, String result, String text) implements Wire {
    public static final String RUNNING = "running";
    public static final String PLANNED = "planned";

    public boolean isOk() {
        return result.equals("done") || result.equals("nothing") || result.equals(RUNNING) || result.equals(PLANNED);
    }
}
