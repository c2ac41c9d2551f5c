package io.github.batonha.cli.output;

import io.github.batonha.cli.command.TerminalSize;

/** Makes a picture fit a terminal: nothing wraps, and the head stays visible. */
public final class Fit {

    private static final String CUT = "…";
    private static final char ESCAPE = '\u001b';
    private static final String RESET = "\u001b[0m";

    private Fit() {}

    /** The text, cut with … where it is longer. Without colours. */
    public static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + CUT;
    }

    /** Each line cut to the width. */
    public static String lines(String picture, int width) {
        if (width == Integer.MAX_VALUE) {
            return picture;
        }
        var text = new StringBuilder();
        for (var from = 0; from < picture.length(); ) {
            var end = picture.indexOf('\n', from);
            var to = end < 0 ? picture.length() : end;
            text.append(line(picture.substring(from, to), width));
            if (end >= 0) {
                text.append('\n');
            }
            from = to + 1;
        }
        return text.toString();
    }

    /** Sentences, with their lines broken between words. Without colours. */
    public static String wrapped(String sentences, int width) {
        var text = new StringBuilder();
        var at = 0;
        for (var word : sentences.replace("\n", " \n ").split(" ", -1)) {
            if (word.equals("\n")) {
                text.append('\n');
                at = 0;
            } else if (!word.isEmpty()) {
                if (at > 0 && at + 1 + word.length() > width) {
                    text.append('\n');
                    at = 0;
                }
                text.append(at > 0 ? " " : "").append(word);
                at += (at > 0 ? 1 : 0) + word.length();
            }
        }
        return text.toString();
    }

    /** As {@link #lines}, and no more lines than the terminal has; how many are left out is said in the last one. */
    public static String all(String picture, TerminalSize size) {
        var fitting = lines(picture, size.columns());
        var most = size.rows() - 1;
        var count = (int) fitting.chars().filter(c -> c == '\n').count();
        if (count <= most) {
            return fitting;
        }
        var end = 0;
        for (var i = 0; i < Math.max(0, most - 1); i++) {
            end = fitting.indexOf('\n', end) + 1;
        }
        var rest = count - Math.max(0, most - 1);
        return fitting.substring(0, end) + cut(CUT + " " + rest + " more lines: make the window higher", size.columns())
                + "\n";
    }

    /** The same with a tail below that is not cut, because it is to be copied: its lines wrap. Without colours. */
    public static String all(String picture, String tail, TerminalSize size) {
        var taken = tail.lines()
                .mapToInt(line -> Math.max(1, Math.ceilDiv(line.length(), size.columns())))
                .sum();
        return all(picture, new TerminalSize(Math.max(1, size.rows() - taken), size.columns())) + tail;
    }

    /** Colours take no room. */
    private static String line(String line, int width) {
        var shown = 0;
        var keep = -1;
        var isColoured = false;
        for (var i = 0; i < line.length(); i++) {
            if (line.charAt(i) == ESCAPE) {
                isColoured = true;
                i = line.indexOf('m', i);
                if (i < 0) {
                    break;
                }
                continue;
            }
            if (shown == width - 1) {
                keep = i;
            }
            shown++;
        }
        if (shown <= width || keep < 0) {
            return line;
        }
        return line.substring(0, keep) + CUT + (isColoured ? RESET : "");
    }
}
