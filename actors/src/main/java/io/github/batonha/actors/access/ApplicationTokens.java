package io.github.batonha.actors.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The token of a process, by which it reaches sessions and nothing else. It follows from the agent's own token, so that nothing is to be
 * kept, and a new token of the agent makes all of them new. The agent's token does not follow from it.
 */
public final class ApplicationTokens {
    static final String PREFIX = "application.";
    private static final String PURPOSE = "baton application token of ";

    private ApplicationTokens() {}

    /** That of one process. {@code agentToken}: of the node that it runs on. */
    public static String of(String agentToken, String process) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return "%s%s.%s"
                .formatted(
                        PREFIX,
                        encoder.encodeToString(bytes(process)),
                        encoder.encodeToString(Signature.of(bytes(agentToken), bytes(PURPOSE + process))));
    }

    static Optional<Caller> check(String agentToken, String bearer, String from) {
        var parts = bearer.split("\\.", -1);
        if (!bearer.startsWith(PREFIX) || parts.length != 3) {
            return Optional.empty();
        }
        try {
            var process = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            var isOurs = Signature.isRight(
                    bytes(agentToken),
                    bytes(PURPOSE + process),
                    Base64.getUrlDecoder().decode(parts[2]));
            return isOurs
                    ? Optional.of(new Caller("application:" + process, Role.APPLICATION, from))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
