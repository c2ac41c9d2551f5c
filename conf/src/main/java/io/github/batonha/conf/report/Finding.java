package io.github.batonha.conf.report;

/**
 * One thing that is wrong or doubtful. {@code toString} is the line that people read:
 * {@code conf/x-processes.xml:12: <primaryOnyl> is not a tag of a process: did you mean <primaryOnly>?}
 *
 * @param place where it stands
 * @param message what is wrong, why, and what to do; holds no secret
 */
public record Finding(Place place, String message) {

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
