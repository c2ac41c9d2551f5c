package io.github.batonha.e2e.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** What is done when, made of a seed: the same seed, nodes and length make the same schedule. Every fault ends within it. */
record Schedule(long seed, List<Timed> steps, Map<Kind, Integer> kinds) {

    /** @param at counted from the beginning of the schedule */
    record Timed(Duration at, Step step) {
        @Override
        public String toString() {
            return "%6.2f s  %s".formatted(at.toMillis() / 1000.0, step);
        }
    }

    Schedule {
        steps = steps.stream().sorted(Comparator.comparing(Timed::at)).toList();
        kinds = Map.copyOf(kinds);
    }

    static Schedule of(long seed, List<String> nodes, Duration length) {
        return of(seed, nodes, nodes, length);
    }

    /** @param ends of the network: the nodes, and what else they talk with */
    static Schedule of(long seed, List<String> nodes, List<String> ends, Duration length) {
        return new Author(seed, nodes, ends, length.toMillis()).write();
    }

    @Override
    public String toString() {
        return "seed %d%n".formatted(seed)
                + steps.stream().map(Timed::toString).collect(Collectors.joining("%n".formatted()));
    }

    private static final class Author {
        /** One thing, not one a node: else the end of one fault would mend another. */
        private static final String LINKS = "links";

        private final long seed;
        private final List<String> nodes;
        private final List<String> ends;
        private final int length;
        private final Random random;
        private final List<Timed> steps = new ArrayList<>();
        private final Map<Kind, Integer> kinds = new HashMap<>();

        /** Until when a node, its links or its disk have a fault; one at a time each, which leaves them to come together. */
        private final Map<String, Integer> busyUntil = new HashMap<>();

        Author(long seed, List<String> nodes, List<String> ends, long length) {
            this.seed = seed;
            this.nodes = nodes;
            this.ends = ends;
            this.length = (int) length;
            this.random = new Random(seed);
        }

        Schedule write() {
            for (int at = between(200, 1500); at < length; at += between(1000, 3000)) {
                order(at);
            }
            var left = new ArrayList<Kind>();
            for (int at = between(500, 2000); at < length; at += between(1800, 3800)) {
                if (left.isEmpty()) {
                    left.addAll(List.of(Kind.values()));
                    Collections.shuffle(left, random);
                }
                for (var kind : left) {
                    if (fault(kind, at)) {
                        left.remove(kind);
                        kinds.merge(kind, 1, Integer::sum);
                        break;
                    }
                }
            }
            return new Schedule(seed, steps, kinds);
        }

        private void order(int at) {
            var targets = new ArrayList<>(nodes);
            Collections.shuffle(targets, random);
            boolean isAtOnce = random.nextInt(5) == 0;
            add(at, new Step.SetPrimary(targets.subList(0, isAtOnce ? 2 : 1)));
        }

        /** Whether it could be done: whether what it needs is free of faults. */
        private boolean fault(Kind kind, int at) {
            String node = nodes.get(random.nextInt(nodes.size()));
            int end = at + between(2500, 6000);
            return switch (kind) {
                case AGENT_KILLED -> down(new Step.KillAgent(node), node, at, end);
                case HOST_KILLED -> down(new Step.KillHost(node), node, at, end);
                case STOPPED -> down(new Step.Stop(node), node, at, end);
                case HOST_GIVEN_UP -> givenUp(new Step.KillHost(node), node, at, end);
                case AGENT_GIVEN_UP -> givenUp(new Step.KillAgent(node), node, at, end);
                case PROCESSES_KILLED -> take(node, at, at + 1) && add(at, new Step.KillProcesses(node));
                case ALL_RESTARTED -> allRestarted(at);
                case AGENT_FROZEN -> frozen(node, Step.Part.AGENT, at, end);
                case PROCESSES_FROZEN -> frozen(node, Step.Part.PROCESSES, at, end);
                case BOTH_FROZEN -> frozen(node, Step.Part.BOTH, at, end);
                case CUT_OFF -> network(node, at, end, true, true);
                case CUT_ONE_WAY -> oneWay(node, at, end);
                case SLOW_AND_LOSSY -> slow(node, at, end);
                case DISK_FULL -> diskFull(node, at, end);
                case DISK_FULL_AND_AGENT_KILLED ->
                    isFree(node, at) && diskFull(node, at, end) && down(new Step.KillAgent(node), node, at, at + 500);
            };
        }

        private boolean down(Step step, String node, int at, int end) {
            return take(node, at, end) && add(at, step) && add(end, new Step.Start(node));
        }

        private boolean givenUp(Step step, String node, int at, int end) {
            var others = nodes.stream().filter(other -> !other.equals(node)).toList();
            var target = others.get(random.nextInt(others.size()));
            return down(step, node, at, end) && add(at + between(100, 1500), new Step.GiveUp(target, node));
        }

        private boolean allRestarted(int at) {
            if (!nodes.stream().allMatch(node -> isFree(node, at))) {
                return false;
            }
            for (String node : nodes) {
                var step = switch (random.nextInt(3)) {
                    case 0 -> new Step.KillAgent(node);
                    case 1 -> new Step.KillHost(node);
                    default -> new Step.Stop(node);
                };
                down(step, node, at + random.nextInt(500), at + between(1000, 6000));
            }
            return true;
        }

        private boolean frozen(String node, Step.Part part, int at, int end) {
            return take(node, at, end) && add(at, new Step.Freeze(node, part)) && add(end, new Step.Thaw(node));
        }

        private boolean oneWay(String node, int at, int end) {
            boolean isMute = random.nextBoolean();
            return network(node, at, end, isMute, !isMute);
        }

        private boolean network(String node, int at, int end, boolean isMute, boolean isDeaf) {
            if (!take(LINKS, at, end)) {
                return false;
            }
            for (String other : others(node)) {
                if (isMute) {
                    add(at, new Step.Cut(node, other));
                    add(end, new Step.Mend(node, other));
                }
                if (isDeaf) {
                    add(at, new Step.Cut(other, node));
                    add(end, new Step.Mend(other, node));
                }
            }
            return true;
        }

        private boolean slow(String node, int at, int end) {
            if (!take(LINKS, at, end)) {
                return false;
            }
            int loss = between(5, 40);
            int delay = between(50, 400);
            for (String other : others(node)) {
                add(at, new Step.Worsen(node, other, loss, delay));
                add(at, new Step.Worsen(other, node, loss, delay));
                add(end, new Step.Mend(node, other));
                add(end, new Step.Mend(other, node));
            }
            return true;
        }

        private boolean diskFull(String node, int at, int end) {
            return take(disk(node), at, end) && add(at, new Step.FillDisk(node)) && add(end, new Step.EmptyDisk(node));
        }

        private List<String> others(String node) {
            return ends.stream().filter(other -> !other.equals(node)).toList();
        }

        private boolean isFree(String what, int at) {
            return busyUntil.getOrDefault(what, 0) <= at;
        }

        private boolean take(String what, int at, int end) {
            if (!isFree(what, at)) {
                return false;
            }
            busyUntil.put(what, end);
            return true;
        }

        private boolean add(int at, Step step) {
            return steps.add(new Timed(Duration.ofMillis(Math.max(0, at)), step));
        }

        private static String disk(String node) {
            return "disk of " + node;
        }

        private int between(int least, int most) {
            return least + random.nextInt(most - least);
        }
    }
}
