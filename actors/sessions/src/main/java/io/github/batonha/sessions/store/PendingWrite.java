package io.github.batonha.sessions.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A write on its way, answered once: when its level is reached, or can't be any more. */
final class PendingWrite {

    private final Level level;
    private final Consumer<Replicated> answer;
    private final Map<String, Integer> waiting = new HashMap<>();
    private final List<String> acknowledged = new ArrayList<>();
    private boolean hasFailed;
    private boolean isAnswered;

    PendingWrite(Level level, Consumer<Replicated> answer) {
        this.level = level;
        this.answer = answer;
    }

    void await(String host, int items) {
        waiting.merge(host, items, Integer::sum);
    }

    void acknowledgedOne(String host) {
        var items = waiting.getOrDefault(host, 0);
        if (items > 1) {
            waiting.put(host, items - 1);
        } else if (items == 1) {
            waiting.remove(host);
            acknowledged.add(host);
        }
        answerIfDue();
    }

    void failed(String host) {
        hasFailed |= waiting.remove(host) != null;
        answerIfDue();
    }

    void answerIfDue() {
        if (isAnswered) {
            return;
        }
        var isReached = switch (level) {
            case LOCAL -> true;
            case ONE_OTHER -> !acknowledged.isEmpty();
            case ALL_REACHABLE -> waiting.isEmpty() && !hasFailed && !acknowledged.isEmpty();
        };
        if (isReached || waiting.isEmpty()) {
            isAnswered = true;
            answer.accept(new Replicated(level, acknowledged, isReached));
        }
    }
}
