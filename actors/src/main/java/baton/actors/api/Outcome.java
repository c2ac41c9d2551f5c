package baton.actors.api;

import baton.actors.wire.Wire;

/**
 * What became of one process of an {@link Operation}, one NDJSON line each; {@code process} is empty where it concerns the node.
 *
 * @param result {@code done}, {@code nothing} (it already was so), {@code refused} or {@code failed}
 * @param text why, and what to do
 */
public record Outcome(String node, String process, String result, String text) implements Wire {
    public boolean isOk() {
        return result.equals("done") || result.equals("nothing");
    }
}
