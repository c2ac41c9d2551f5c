package io.github.batonha.supervision.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the kernel holds each run of a process to, by a control group of its own. Zero: no limit of its own.
 *
 * @param memoryMax bytes that all processes of the run may have
 * @param cpuWeight its share of a busy CPU, 1 to 10000, among the other groups of the agent
 * @param tasksMax processes and threads of the run together
 */
public record ResourceControl(long memoryMax, int cpuWeight, long tasksMax) {

    public static final ResourceControl NONE = new ResourceControl(0, 0, 0);

    /** What the kernel gives a group that is told nothing. */
    public static final int USUAL_WEIGHT = 100;

    private static final long KIB = 1024;
    private static final String UNITS = "KMGT";

    public boolean isNone() {
        return memoryMax == 0 && cpuWeight == 0 && tasksMax == 0;
    }

    /**
     * What a process gets beside others. Where one has a weight, each must have one: those without a group would share that of the
     * agent, and have less than their part.
     *
     * @param all of the node
     */
    public ResourceControl beside(Stream<ResourceControl> all) {
        return cpuWeight == 0 && all.anyMatch(other -> other.cpuWeight > 0)
                ? new ResourceControl(memoryMax, USUAL_WEIGHT, tasksMax)
                : this;
    }

    /** As the tags say it, {@code memoryMax=256M}. */
    public List<String> words() {
        var words = new ArrayList<String>();
        if (memoryMax > 0) {
            words.add("memoryMax=" + shown(memoryMax));
        }
        if (cpuWeight > 0) {
            words.add("cpuWeight=" + cpuWeight);
        }
        if (tasksMax > 0) {
            words.add("tasksMax=" + tasksMax);
        }
        return words;
    }

    /** In the largest unit that leaves a whole number: {@code 256M}. */
    public static String shown(long bytes) {
        var unit = -1;
        var left = bytes;
        while (left > 0 && left % KIB == 0 && unit < UNITS.length() - 1) {
            left /= KIB;
            unit++;
        }
        return unit < 0 ? Long.toString(left) : Long.toString(left) + UNITS.charAt(unit);
    }
}
