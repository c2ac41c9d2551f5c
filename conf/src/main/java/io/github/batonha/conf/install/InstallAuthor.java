package io.github.batonha.conf.install;

import java.time.Instant;

/**
 * Who installs a revision, and when.
 *
 * @param reason why, for the list of revisions; may be empty
 */
public record InstallAuthor(String by, String reason, Instant at) {

    /** Of a revision that an earlier release installed. */
    static final InstallAuthor UNKNOWN = new InstallAuthor("", "", Instant.EPOCH);
}
