package baton.cli.logs;

import baton.cli.agent.AgentClient;
import baton.cli.shell.Shell;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Shows what a process of the agent's node wrote. */
public final class LogTail {

    /** Which of the two logs of a process. */
    public enum Stream {
        OUT,
        ERR
    }

    private final Shell shell;
    private final AgentClient agent;

    public LogTail(Shell shell, AgentClient agent) {
        this.shell = shell;
        this.agent = agent;
    }

    /** Copies the last lines, and what follows if asked; returns when there is no more or nobody reads it any more. */
    public void show(String process, int lines, boolean isFollowed, Stream stream) {
        var path = "/api/v1/logs/" + URLEncoder.encode(process, StandardCharsets.UTF_8)
                + "?lines=" + lines
                + "&follow=" + isFollowed
                + "&stream=" + stream.name().toLowerCase(Locale.ROOT);
        agent.copy(path, (bytes, length) -> {
            shell.out().write(bytes, 0, length);
            shell.out().flush();
            return !shell.isUnread();
        });
    }
}
