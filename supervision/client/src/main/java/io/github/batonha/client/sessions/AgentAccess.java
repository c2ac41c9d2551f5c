package io.github.batonha.client.sessions;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Where the agent of this node listens, and its token. Both are read again whenever the agent did not answer, refused or went away. */
public interface AgentAccess {

    URI url() throws IOException;

    String token() throws IOException;

    /**
     * How the agent is told from others, where it serves by TLS. Empty: by what the JVM trusts. Asked after {@link #url}.
     */
    default Optional<SSLContext> trust() throws IOException {
        return Optional.empty();
    }

    /**
     * Whether the agent whose {@link #url} was read is still there, for its token must not go to whoever takes its port while it is
     * away. Asked before each request, so it has to be quick.
     */
    default boolean isThere() {
        return true;
    }

    static AgentAccess of(URI url, String token) {
        return new AgentAccess() {
            @Override
            public URI url() {
                return url;
            }

            @Override
            public String token() {
                return token;
            }
        };
    }

    /** Reads what the agent leaves in its folder: for processes that the agent started, by their environment. */
    static AgentAccess ofThisProcess(Map<String, String> environment) {
        var folder = environment.get("BATON_RUN_DIR");
        if (folder == null) {
            throw new SessionException(
                    SessionException.Reason.AGENT,
                    "BATON_RUN_DIR is not set: this process was not started by a baton agent; start it by one, or name the"
                            + " agent's address and token");
        }
        var token = environment.get("BATON_TOKEN_FILE");
        return token == null ? ofFolder(Path.of(folder)) : new FolderAccess(Path.of(folder), Path.of(token));
    }

    /**
     * {@code folder} is {@code run/NODE} of the installation, whose token allows everything: for tools of administrators. Applications use
     * {@link #ofThisProcess}.
     */
    static AgentAccess ofFolder(Path folder) {
        return new FolderAccess(folder, folder.resolve("token"));
    }
}
