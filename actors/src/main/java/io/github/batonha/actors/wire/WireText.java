package io.github.batonha.actors.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps texts to a length in bytes, so that a message between nodes fits into a frame whatever alphabet it is written in. */
public final class WireText {
    /** Half a frame of the cluster port, which takes 256 KiB: what is packed into one message stays below. */
    public static final int MOST_BYTES = 128 << 10;

    private static final String CUT = "…";
    private static final int CUT_BYTES = 3;

    private WireText() {}

    /** The text, or its beginning and "…" where it has more bytes in UTF-8. {@code mostBytes} is at least 3. */
    public static String cut(String text, int mostBytes) {
        if (3L * text.length() <= mostBytes || bytes(text) <= mostBytes) {
            return text;
        }
        var left = mostBytes - CUT_BYTES;
        var end = 0;
        while (end < text.length()) {
            var point = text.codePointAt(end);
            left -= bytes(point);
            if (left < 0) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end) + CUT;
    }

    /** The first names of a list that fit together. */
    public static List<String> cut(List<String> names, int mostBytes) {
        var fitting = new ArrayList<String>();
        var left = mostBytes;
        for (var name : names) {
            left -= bytes(name) + CUT_BYTES;
            if (left < 0) {
                break;
            }
            fitting.add(name);
        }
        return fitting;
    }

    /** Bytes of the text in UTF-8. */
    public static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int bytes(int codePoint) {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
