package io.github.batonha.supervision.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a file that holds the newest records of their kind. Where a record stands follows from its time. Pure.
 *
 * @param minutes that a record is for
 * @param count of records
 * @param offset where the ring begins in the file
 * @param recordBytes of one of them
 */
record Ring(int minutes, int count, int offset, int recordBytes) {

    /** What stands at a place of the ring, if it is the record that begins with that minute. */
    interface Reader<R> {
        Optional<R> read(long minute, int at);
    }

    int bytes() {
        return count * recordBytes;
    }

    int end() {
        return offset + bytes();
    }

    /** How far back it goes, in minutes. */
    long reach() {
        return (long) count * minutes;
    }

    /** The first minute of the record that a minute falls into. */
    long slot(long minute) {
        return minute - Math.floorMod(minute, (long) minutes);
    }

    /** Where in the file the record of that minute stands. */
    int position(long minute) {
        return offset + (int) Math.floorMod(minute / minutes, (long) count) * recordBytes;
    }

    /** From a minute up to and with another one, in the order of time. Those of an earlier turn of the ring are left out. */
    <R> List<R> read(long from, long to, Reader<R> reader) {
        var found = new ArrayList<R>();
        var first = Math.max(slot(from), slot(to) - reach() + minutes);
        for (var minute = first; minute <= to; minute += minutes) {
            reader.read(minute, position(minute) - offset).ifPresent(found::add);
        }
        return found;
    }
}
