package io.github.batonha.conf.install;

/**
 * One thing that differs between two revisions.
 *
 * @param what names it: {@code process ROUTER options}
 * @param before empty where it was not there
 * @param after empty where it is not there any more
 */
public record RevisionDifference(String what, String before, String after, Kind kind) {

    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }
}
