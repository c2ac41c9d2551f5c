package io.github.batonha.supervision.run;

import io.github.batonha.supervision.lifecycle.RestartCause;
import io.github.batonha.supervision.lifecycle.RestartCounts;
import io.github.batonha.supervision.lifecycle.RestartHistory;
import io.github.batonha.supervision.lifecycle.RunHistory;
import io.github.batonha.supervision.lifecycle.State;
import io.github.batonha.supervision.lifecycle.Why;
import io.github.batonha.supervision.os.Exit;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of one file of the {@link RestartStore}: properties, as texts in it may hold anything. Its keys are those of 0.1. */
final class RestartText {

    record Read(String process, long epoch, State state) {}

    private RestartText() {}

    /** @param state one of those that {@link RestartStore#last} returns */
    static String write(String process, long epoch, State state, String bootId) {
        var history = state.runHistory().history();
        var text = new StringBuilder();
        line(text, "process", process);
        line(text, "epoch", Long.toString(epoch));
        line(text, "boot", bootId);
        line(text, "restarts", Integer.toString(history.restarts()));
        line(
                text,
                "causes",
                history.counts().words().entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(",")));
        line(text, "row", Integer.toString(history.consecutiveFailures()));
        line(text, "lastStart", history.lastStart().toString());
        line(
                text,
                "counted",
                history.recentRestarts().stream().map(Instant::toString).collect(Collectors.joining(",")));
        line(text, "state", state.getClass().getSimpleName());
        switch (state) {
            case State.BackingOff s -> {
                line(text, "until", s.until().toString());
                why(text, s.why());
            }
            case State.GaveUp s -> why(text, s.why());
            case State.Missing s -> line(text, "exit", exit(s.exit()));
            case State.Finished s -> line(text, "exit", exit(s.exit()));
            case State.Down _, State.Waiting _, State.Spawning _, State.Cancelling _ -> {
                // The history is all that there is to say.
            }
            case State.Initialising _, State.Ready _, State.Ending _ -> {
                // The same.
            }
        }
        return text.toString();
    }

    /** As {@link Properties} reads it; their own way to write takes many times as long. */
    private static void line(StringBuilder text, String key, String value) {
        var escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        text.append(key)
                .append('=')
                .append(escaped.startsWith(" ") ? "\\" : "")
                .append(escaped)
                .append('\n');
    }

    /** Empty where it is of another boot of the host. */
    static Optional<Read> read(String written, String bootId) throws IOException {
        var text = new Properties();
        text.load(new StringReader(written));
        if (!bootId.equals(text.getProperty("boot"))) {
            return Optional.empty();
        }
        var history = new RestartHistory(
                counts(Integer.parseInt(word(text, "restarts")), text.getProperty("causes", "")),
                Integer.parseInt(word(text, "row")),
                Stream.of(word(text, "counted").split(",", -1))
                        .filter(at -> !at.isEmpty())
                        .map(Instant::parse)
                        .toList(),
                Instant.parse(word(text, "lastStart")));
        return Optional.of(new Read(
                word(text, "process"), Long.parseLong(word(text, "epoch")), state(text, new RunHistory(0, history))));
    }

    private static State state(Properties text, RunHistory runHistory) {
        return switch (word(text, "state")) {
            case "BackingOff" -> new State.BackingOff(runHistory, Instant.parse(word(text, "until")), why(text), false);
            case "GaveUp" -> new State.GaveUp(runHistory, why(text));
            case "Missing" -> new State.Missing(runHistory, exit(word(text, "exit")));
            case "Finished" -> new State.Finished(runHistory, exit(word(text, "exit")));
            default -> new State.Down(runHistory);
        };
    }

    /** What a former version did not say the cause of, and what a later one has a cause for that this one has not, is unknown. */
    private static RestartCounts counts(int restarts, String causes) {
        var counts = RestartCounts.NONE;
        for (var cause : RestartCause.values()) {
            for (var pair : causes.split(",", -1)) {
                if (pair.startsWith(cause.word() + ":")) {
                    counts = counts.plus(cause, Integer.parseInt(pair.substring(pair.indexOf(':') + 1)));
                }
            }
        }
        return counts.plus(RestartCause.UNKNOWN, Math.max(0, restarts - counts.total()));
    }

    private static void why(StringBuilder text, Why why) {
        line(text, "why", why.toString());
        line(text, "cause", why.cause().word());
    }

    private static Why why(Properties text) {
        var cause = Stream.of(RestartCause.values())
                .filter(known -> known.word().equals(text.getProperty("cause")))
                .findFirst();
        return new Why.Told(word(text, "why"), cause.orElse(RestartCause.UNKNOWN));
    }

    private static String exit(Exit exit) {
        return switch (exit) {
            case Exit.Status(var code) -> "status " + code;
            case Exit.Killed(var signal) -> "signal " + signal;
            case Exit.Overdue(var within) -> "overdue " + within.toMillis();
            case Exit.Unknown() -> "unknown";
            case Exit.Unhealthy(var why, var then) ->
                "unhealthy %s %s".formatted(exit(then).replace(' ', '-'), why);
        };
    }

    private static Exit exit(String text) {
        var words = text.split(" ", 3);
        return switch (words[0]) {
            case "status" -> new Exit.Status(Integer.parseInt(words[1]));
            case "signal" -> new Exit.Killed(Integer.parseInt(words[1]));
            case "overdue" -> new Exit.Overdue(Duration.ofMillis(Long.parseLong(words[1])));
            case "unhealthy" -> new Exit.Unhealthy(words[2], exit(words[1].replace('-', ' ')));
            default -> new Exit.Unknown();
        };
    }

    private static String word(Properties text, String key) {
        var value = text.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("there is no line '%s='".formatted(key));
        }
        return value;
    }
}
