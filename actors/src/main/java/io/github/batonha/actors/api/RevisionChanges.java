package io.github.batonha.actors.api;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.batonha.actors.wire.WireText;
import io.github.batonha.conf.install.RevisionDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What differs between two revisions, without secrets. It fits into a message between nodes.
 *
 * @param from hash of the older one
 * @param to hash of the newer one
 * @param left changes that are left out
 */
public record RevisionChanges(String from, String to, List<Change> changes, int left) {
    private static final int MOST_BYTES = 48 << 10;
    private static final int MOST_BYTES_OF_TEXT = 1000;

    public RevisionChanges {
        changes = List.copyOf(changes);
    }

    /** One thing that differs; {@code before} is empty where it is new, {@code after} where it is gone. */
    public record Change(Kind kind, String what, String before, String after) {
        private int bytes() {
            return WireText.bytes(what) + WireText.bytes(before) + WireText.bytes(after);
        }
    }

    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED;

        @JsonValue
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static RevisionChanges of(String from, String to, List<RevisionDifference> differences) {
        var changes = new ArrayList<Change>();
        var bytes = 0;
        for (var difference : differences) {
            var change = change(difference);
            bytes += change.bytes();
            if (bytes > MOST_BYTES) {
                break;
            }
            changes.add(change);
        }
        return new RevisionChanges(from, to, changes, differences.size() - changes.size());
    }

    private static Change change(RevisionDifference difference) {
        return new Change(
                switch (difference.kind()) {
                    case ADDED -> Kind.ADDED;
                    case REMOVED -> Kind.REMOVED;
                    case CHANGED -> Kind.CHANGED;
                },
                WireText.cut(difference.what(), MOST_BYTES_OF_TEXT),
                WireText.cut(difference.before(), MOST_BYTES_OF_TEXT),
                WireText.cut(difference.after(), MOST_BYTES_OF_TEXT));
    }
}
