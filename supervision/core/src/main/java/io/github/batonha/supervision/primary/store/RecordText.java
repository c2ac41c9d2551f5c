package io.github.batonha.supervision.primary.store;

import io.github.batonha.supervision.primary.model.PrimaryRecord;
import java.io.IOException;
import java.util.Base64;

/** A record as a line of text, for stores that are no files. Begins with the version of its form. */
public final class RecordText {

    private RecordText() {}

    public static String encode(PrimaryRecord record) {
        return RecordCodec.VERSION + ":" + Base64.getEncoder().encodeToString(RecordCodec.encode(record));
    }

    /**
     * Reads what {@link #encode} wrote, in this version or an earlier one.
     *
     * @throws IOException if it is of another version, or no record
     */
    public static PrimaryRecord decode(String text) throws IOException {
        var colon = text.indexOf(':');
        if (colon < 0) {
            throw new IOException("no record: it does not begin with a version");
        }
        try {
            return RecordCodec.decode(
                    Integer.parseInt(text.substring(0, colon)),
                    Base64.getDecoder().decode(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IOException("no record: " + e.getMessage(), e);
        }
    }
}
