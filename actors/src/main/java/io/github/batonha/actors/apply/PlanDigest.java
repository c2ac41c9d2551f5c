package io.github.batonha.actors.apply;

import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.run.LaunchDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Stands for a plan that is shown, so that no other one is carried out: the same revision, taken from the same jars and files, with the same
 * processes stopped and started. A process that is being restarted by itself meanwhile makes no difference. A value.
 *
 * @param revision hash of the revision
 * @param rest of all else
 */
record PlanDigest(String revision, String rest) {

    private static final int DIGITS = 16;
    private static final int SHOWN_DIGITS = 12;

    static PlanDigest of(NodeDefinition next, ApplyPlan plan, Map<String, ApplyPlan.Known> known) {
        var words = new ArrayList<String>();
        var starting = plan.starting();
        new TreeSet<>(plan.stopping())
                .stream().filter(name -> !starting.contains(name)).forEach(name -> words.addAll(List.of("stop", name)));
        new TreeSet<>(starting).forEach(name -> words.addAll(List.of("start", name)));
        new TreeMap<>(known).forEach((name, facts) -> words.addAll(of(name, facts.after())));
        plan.agentChanges().forEach(change -> words.add(change.text()));
        return new PlanDigest(next.hash(), digest(words));
    }

    private static List<String> of(String name, LaunchDigest digest) {
        return List.of(name, digest.command(), digest.environment(), digest.files());
    }

    private static String digest(List<String> words) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var word : words) {
                digest.update(word.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime can't compute SHA-256", e);
        }
    }

    /** For those that show it, who send it back with what they want applied. */
    String text() {
        return revision + "." + rest;
    }

    /** Why what was shown is not this; empty where it is. */
    Optional<String> differs(Optional<String> shown) {
        if (shown.isEmpty()) {
            return Optional.of("nothing was done: no plan of this node was shown: look again");
        }
        if (shown.get().equals(text())) {
            return Optional.empty();
        }
        var other = shown.get().substring(0, Math.max(0, shown.get().indexOf('.')));
        return Optional.of(
                other.equals(revision)
                        ? "nothing was done: what it takes is not what was shown, as a process, a jar or the primary has"
                                + " changed meanwhile: look again"
                        : "nothing was done: the installed definition, revision %s, is not the one that was shown, revision %s: look again"
                                .formatted(brief(revision), brief(other)));
    }

    static String brief(String hash) {
        return hash.substring(0, Math.min(SHOWN_DIGITS, hash.length()));
    }
}
