package io.github.batonha.cli.logs;

import io.github.batonha.cli.agent.AgentClient;
import io.github.batonha.cli.command.CommandContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Shows what a process wrote. */
public final class LogTail {

    /** Which of the two logs of a process. */
    public enum Stream {
        OUT,
        ERR
    }

    private final CommandContext context;
    private final AgentClient agent;

    public LogTail(CommandContext context, AgentClient agent) {
        this.context = context;
        this.agent = agent;
    }

    /** Copies the last lines, and what follows if asked; returns when there is no more or nobody reads it any more. */
    public void show(String process, int lines, boolean isFollowed, Stream stream) {
        show(process, Map.of("lines", Integer.toString(lines)), isFollowed, stream);
    }

    /** As above, with parameters of the agent's API. */
    void show(String process, Map<String, String> parameters, boolean isFollowed, Stream stream) {
        var path = new StringBuilder("/api/v1/logs/")
                .append(encoded(process))
                .append("?follow=")
                .append(isFollowed)
                .append("&stream=")
                .append(stream.name().toLowerCase(Locale.ROOT));
        new TreeMap<>(parameters)
                .forEach((name, value) ->
                        path.append('&').append(name).append('=').append(encoded(value)));
        agent.copy(path.toString(), (bytes, length) -> {
            context.out().write(bytes, 0, length);
            context.out().flush();
            return !context.isUnread();
        });
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
