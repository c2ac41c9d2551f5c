package io.github.batonha.conf.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.batonha.conf.model.ConfigurationException;
import io.github.batonha.conf.processes.Tag;
import io.github.batonha.supervision.formats.Format;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which format a revision is written in: the lowest that says all of it, so that an earlier version reads what it can and refuses what it
 * would misread. Tags that an earlier version may ignore, such as a cache, raise nothing. Pure.
 */
final class RevisionFormat {

    private static final int FIRST = 1;
    private static final int WITH_PLACEMENT = 2;

    /** Who ignored these would run a process where it must not run, without its jar or port, or with secrets where others see them. */
    private static final Set<Tag> NOT_IN_FIRST = EnumSet.of(Tag.HOSTS, Tag.SECRETS, Tag.JAR, Tag.INSTANCES);

    private RevisionFormat() {}

    static int of(RevisionContent content) {
        var isFirst = content.processes().stream()
                        .allMatch(process -> process.tags().keySet().stream().noneMatch(NOT_IN_FIRST::contains))
                && content.hosts().stream()
                        .allMatch(host ->
                                TagValues.ofHost(host, content.processes()).isEmpty());
        return isFirst ? FIRST : WITH_PLACEMENT;
    }

    /** @throws ConfigurationException if this version can't read it */
    static void check(JsonNode format) {
        var number = format.asInt();
        var reads = Format.REVISION;
        if (number > reads.current()) {
            throw new ConfigurationException(
                    "%s was written by a later version of baton (format %d, this one reads up to %d): start that version, or run `baton install` again with this one"
                            .formatted(RevisionFile.NAME, number, reads.current()));
        }
        if (number < reads.oldest()) {
            throw new ConfigurationException(
                    "%s was written by another version of baton (format %s, this one reads %d to %d): run `baton install` again"
                            .formatted(RevisionFile.NAME, format.asText("none"), reads.oldest(), reads.current()));
        }
    }
}
