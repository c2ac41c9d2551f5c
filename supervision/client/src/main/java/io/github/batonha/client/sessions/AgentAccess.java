package io.github.batonha.client.sessions;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Where the agent of this node listens, and its token. Both are read again whenever the agent did not answer or refused. */
public interface AgentAccess {

    URI url() throws IOException;

    String token() throws IOException;

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
        return token == null ? ofFolder(Path.of(folder)) : ofFolder(Path.of(folder), Path.of(token));
    }

    /** {@code folder} is {@code run/NODE} of the installation, whose token allows everything. */
    static AgentAccess ofFolder(Path folder) {
        return ofFolder(folder, folder.resolve("token"));
    }

    private static AgentAccess ofFolder(Path folder, Path token) {
        var url = Pattern.compile("\"url\"\\s*:\\s*\"([^\"]+)\"");
        return new AgentAccess() {
            @Override
            public URI url() throws IOException {
                var file = folder.resolve("agent.json");
                var match = url.matcher(Files.readString(file));
                if (!match.find()) {
                    throw new IOException("%s names no url".formatted(file));
                }
                return URI.create(match.group(1));
            }

            @Override
            public String token() throws IOException {
                return Files.readString(token).strip();
            }
        };
    }
}
