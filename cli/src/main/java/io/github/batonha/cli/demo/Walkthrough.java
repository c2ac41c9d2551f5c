package io.github.batonha.cli.demo;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.cli.command.Pause;
import io.github.batonha.cli.demo.Picture.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Plays the customer's story on two nodes, and compares what every node shows after each step with the pictures. */
public final class Walkthrough {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final TwoNodes nodes;
    private final InstantSource clock;
    private final Pause pause;

    public Walkthrough(TwoNodes nodes, InstantSource clock, Pause pause) {
        this.nodes = nodes;
        this.clock = clock;
        this.pause = pause;
    }

    /** Is told of the story as it goes. */
    public interface Listener {

        void began(int number, Step step);

        /**
         * A step ended as in its picture.
         *
         * @param took from the begin of the step until its picture was seen
         */
        void ended(Step step, MonCluster seen, Duration took);
    }

    /** The story; any step stands on those before it. */
    public static List<Step> steps() {
        return List.of(
                step(
                        "both nodes start: each is SECONDARY, and what must run once is in STANDBY",
                        nodes -> {
                            nodes.start("NodeA");
                            nodes.start("NodeB");
                        },
                        Picture.of("", Part.SECONDARY, Part.SECONDARY)),
                step(
                        "SetPrimary on NodeA",
                        nodes -> nodes.setPrimary("NodeA", List.of()),
                        Picture.of("NodeA", Part.PRIMARY, Part.SECONDARY)),
                new Step(
                        "NodeA's host is lost: NodeB serves the users, and nothing is taken over by itself",
                        nodes -> nodes.lose("NodeA"),
                        Picture.of("NodeA", Part.LOST_PRIMARY, Part.SECONDARY),
                        SOON,
                        Duration.ofSeconds(5)),
                step(
                        "SetPrimary on NodeB; the operator says that NodeA is down",
                        nodes -> nodes.setPrimary("NodeB", List.of("NodeA")),
                        Picture.of("NodeB", Part.LOST, Part.PRIMARY)),
                step(
                        "NodeA comes back, as SECONDARY",
                        nodes -> nodes.start("NodeA"),
                        Picture.of("NodeB", Part.SECONDARY, Part.PRIMARY)),
                step(
                        "SetPrimary on NodeA again: NodeB becomes SECONDARY",
                        nodes -> nodes.setPrimary("NodeA", List.of()),
                        Picture.of("NodeA", Part.PRIMARY, Part.SECONDARY)));
    }

    private static Step step(String title, Consumer<TwoNodes> action, Picture picture) {
        return new Step(title, action, picture, SOON, Duration.ZERO);
    }

    /**
     * Plays the story from its begin to its end.
     *
     * @throws CommandFailed at the first thing that is not as in the pictures: it says what was expected and what is seen
     */
    public void play(Listener listener) {
        var number = 0;
        var epoch = 0L;
        for (var step : steps()) {
            number++;
            var begin = clock.instant();
            listener.began(number, step);
            step.action().accept(nodes);
            var seen = await(step, clock.instant().plus(step.within()));
            var took = Duration.between(begin, clock.instant());
            hold(step, clock.instant().plus(step.holds()));
            listener.ended(step, seen, took);
            epoch = checkEpoch(step, seen, epoch);
        }
        var complaint = nodes.checkRecord();
        if (!complaint.isEmpty()) {
            throw new CommandFailed(ExitCode.FAILED, "The record of what must run once is wrong: " + complaint, "");
        }
    }

    private MonCluster await(Step step, Instant deadline) {
        while (true) {
            try {
                var different = differences(step);
                if (different.isEmpty()) {
                    return nodes.monCluster(step.picture().upNodes().getFirst());
                }
                if (clock.instant().isAfter(deadline)) {
                    throw mismatch(step, different, "after " + step.within().toSeconds() + " s");
                }
            } catch (CommandFailed failed) {
                if (failed.exitCode() != ExitCode.UNREACHABLE || clock.instant().isAfter(deadline)) {
                    throw failed;
                }
            }
            pause.pause(BETWEEN_LOOKS);
        }
    }

    private void hold(Step step, Instant until) {
        while (clock.instant().isBefore(until)) {
            var different = differences(step);
            if (!different.isEmpty()) {
                throw mismatch(step, different, "though it was so before");
            }
            pause.pause(BETWEEN_LOOKS);
        }
    }

    private List<String> differences(Step step) {
        var picture = step.picture();
        return picture.upNodes().stream()
                .flatMap(asked -> differences(asked, picture).stream())
                .toList();
    }

    private List<String> differences(String asked, Picture picture) {
        var different = picture.differences(nodes.monCluster(asked), primaryOnly(asked));
        if (different.isEmpty() && !nodes.isServing(asked)) {
            return List.of(asked + " asked as a user: expected an answer, seen none");
        }
        return different.stream().map(line -> "asked on " + asked + ": " + line).toList();
    }

    private Set<String> primaryOnly(String asked) {
        return nodes.mon(asked).processes().stream()
                .filter(ProcessStatus::primaryOnly)
                .map(ProcessStatus::name)
                .collect(Collectors.toSet());
    }

    private static long checkEpoch(Step step, MonCluster seen, long before) {
        var epoch = seen.primary() == null ? 0 : seen.primary().epoch();
        if (epoch < before) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "%s: the epoch went back from %d to %d".formatted(step.title(), before, epoch),
                    "");
        }
        return epoch;
    }

    private static CommandFailed mismatch(Step step, List<String> different, String when) {
        return new CommandFailed(
                ExitCode.FAILED,
                "Not as in the picture %s: %s%n  %s".formatted(when, step.title(), String.join("\n  ", different)),
                "the logs are below logs/ in the demo's folder");
    }
}
