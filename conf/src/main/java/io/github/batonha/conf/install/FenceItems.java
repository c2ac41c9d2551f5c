package io.github.batonha.conf.install;

import io.github.batonha.conf.model.FenceCommand;
import io.github.batonha.conf.parsing.ShellWords;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.KnownItem;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a host's fence command from its items. */
final class FenceItems {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,4}");
    private static final int MOST_SECONDS = 3600;

    private final ItemValues values;
    private final Findings findings;

    FenceItems(ItemValues values, Findings findings) {
        this.values = values;
        this.findings = findings;
    }

    FenceCommand command() {
        return new FenceCommand(argv(), within());
    }

    private List<String> argv() {
        var value = values.find(KnownItem.FENCE_COMMAND);
        if (value.isEmpty()) {
            return List.of();
        }
        return switch (ShellWords.split(value.get().text())) {
            case ShellWords.Split.Words(var words) -> words;
            case ShellWords.Split.Refused(var reason) -> {
                findings.problem(value.get().place(), "item \"FenceCommand\" " + reason);
                yield List.of();
            }
        };
    }

    private Duration within() {
        var value = values.find(KnownItem.FENCE_TIMEOUT);
        if (value.isEmpty()) {
            return FenceCommand.DEFAULT_WITHIN;
        }
        var text = value.get().text();
        var seconds = SECONDS.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (seconds < 1 || seconds > MOST_SECONDS) {
            findings.problem(
                    value.get().place(),
                    "item \"FenceTimeoutSeconds\" is \"%s\", but must be a number of seconds from 1 to %d"
                            .formatted(text, MOST_SECONDS));
            return FenceCommand.DEFAULT_WITHIN;
        }
        return Duration.ofSeconds(seconds);
    }
}
