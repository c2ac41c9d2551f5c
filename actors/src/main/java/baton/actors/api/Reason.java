package baton.actors.api;

import baton.actors.wire.Wire;
import java.util.List;

/**
 * Why something is, or would be, refused.
 *
 * @param code of a fixed set, in lower case with dashes
 * @param text a sentence without its full stop
 * @param remedy what to do; may be empty
 * @param hosts that it is about, may be empty
 * @param overridable an operator may decide that it does not matter
 */
public record Reason(String code, String text, String remedy, List<String> hosts, boolean overridable) implements Wire {
    public Reason {
        hosts = List.copyOf(hosts);
    }
}
