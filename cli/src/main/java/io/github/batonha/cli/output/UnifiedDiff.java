package io.github.batonha.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two texts as a unified diff, as {@code diff -u} writes it. The shortest one, by Myers' algorithm, of up to 2000 changed lines. Texts that
 * have more in them replace each other between the lines that are the same at their beginning and their end. Pure.
 */
public final class UnifiedDiff {

    private static final int CONTEXT = 3;
    /** The way back takes memory by the square of it: 16 MiB. */
    private static final int MOST_CHANGES = 2000;

    private enum Kind {
        SAME(' '),
        OLD('-'),
        NEW('+');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }
    }

    private record Edit(Kind kind, String line) {}

    private UnifiedDiff() {}

    /** The lines of it, names first; none where the texts have the same lines. */
    public static List<String> of(String oldName, List<String> oldLines, String newName, List<String> newLines) {
        var edits = edits(oldLines, newLines);
        var lines = new ArrayList<String>();
        var oldAt = 0;
        var newAt = 0;
        var next = 0;
        while (next < edits.size()) {
            var first = firstChange(edits, next);
            if (first == edits.size()) {
                break;
            }
            var begin = Math.max(next, first - CONTEXT);
            // All before it is the same, so both sides go on alike.
            oldAt += begin - next;
            newAt += begin - next;
            var end = endOfHunk(edits, first);
            var hunk = edits.subList(begin, end);
            var olds =
                    (int) hunk.stream().filter(edit -> edit.kind() != Kind.NEW).count();
            var news =
                    (int) hunk.stream().filter(edit -> edit.kind() != Kind.OLD).count();
            lines.add("@@ -%s +%s @@".formatted(range(oldAt, olds), range(newAt, news)));
            hunk.forEach(edit -> lines.add(edit.kind().sign + edit.line()));
            oldAt += olds;
            newAt += news;
            next = end;
        }
        if (!lines.isEmpty()) {
            lines.addFirst("+++ " + newName);
            lines.addFirst("--- " + oldName);
        }
        return lines;
    }

    private static String range(int before, int count) {
        var from = count == 0 ? before : before + 1;
        return count == 1 ? Integer.toString(from) : from + "," + count;
    }

    private static int firstChange(List<Edit> edits, int from) {
        var at = from;
        while (at < edits.size() && edits.get(at).kind() == Kind.SAME) {
            at++;
        }
        return at;
    }

    /** Changes with few lines between them stand in one hunk. */
    private static int endOfHunk(List<Edit> edits, int change) {
        var last = change;
        for (var at = change; at < edits.size() && at - last <= 2 * CONTEXT; at++) {
            if (edits.get(at).kind() != Kind.SAME) {
                last = at;
            }
        }
        return Math.min(edits.size(), last + 1 + CONTEXT);
    }

    /** Furthest points by number of edits, kept for the way back: those of d edits lie on the diagonals -d to d. */
    private static List<Edit> edits(List<String> olds, List<String> news) {
        var most = Math.min(olds.size() + news.size(), MOST_CHANGES);
        var trace = new ArrayList<int[]>();
        var furthest = new int[2 * most + 3];
        for (var d = 0; d <= most; d++) {
            trace.add(Arrays.copyOfRange(furthest, most + 1 - d, most + 2 + d));
            for (var k = -d; k <= d; k += 2) {
                var at = most + 1 + k;
                var isDown = k == -d || (k != d && furthest[at - 1] < furthest[at + 1]);
                var x = isDown ? furthest[at + 1] : furthest[at - 1] + 1;
                while (x < olds.size() && x - k < news.size() && olds.get(x).equals(news.get(x - k))) {
                    x++;
                }
                furthest[at] = x;
                if (x >= olds.size() && x - k >= news.size()) {
                    return back(trace, olds, news);
                }
            }
        }
        return replaced(olds, news);
    }

    private static List<Edit> back(List<int[]> trace, List<String> olds, List<String> news) {
        var edits = new ArrayList<Edit>();
        var x = olds.size();
        var y = news.size();
        for (var d = trace.size() - 1; d >= 0; d--) {
            var furthest = trace.get(d);
            var k = x - y;
            var isDown = k == -d || (k != d && furthest[d + k - 1] < furthest[d + k + 1]);
            var fromK = isDown ? k + 1 : k - 1;
            var fromX = d == 0 ? 0 : furthest[d + fromK];
            var fromY = d == 0 ? 0 : fromX - fromK;
            while (x > fromX && y > fromY) {
                x--;
                y--;
                edits.add(new Edit(Kind.SAME, olds.get(x)));
            }
            if (d > 0 && isDown) {
                y--;
                edits.add(new Edit(Kind.NEW, news.get(y)));
            } else if (d > 0) {
                x--;
                edits.add(new Edit(Kind.OLD, olds.get(x)));
            }
        }
        return edits.reversed();
    }

    private static List<Edit> replaced(List<String> olds, List<String> news) {
        var shorter = Math.min(olds.size(), news.size());
        var begin = 0;
        while (begin < shorter && olds.get(begin).equals(news.get(begin))) {
            begin++;
        }
        var end = 0;
        while (end < shorter - begin && olds.get(olds.size() - 1 - end).equals(news.get(news.size() - 1 - end))) {
            end++;
        }
        var edits = new ArrayList<Edit>();
        olds.subList(0, begin).forEach(line -> edits.add(new Edit(Kind.SAME, line)));
        olds.subList(begin, olds.size() - end).forEach(line -> edits.add(new Edit(Kind.OLD, line)));
        news.subList(begin, news.size() - end).forEach(line -> edits.add(new Edit(Kind.NEW, line)));
        olds.subList(olds.size() - end, olds.size()).forEach(line -> edits.add(new Edit(Kind.SAME, line)));
        return edits;
    }
}
