package io.github.batonha.conf.hocon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Looks over HOCON before its parser does: how deep braces and brackets are nested, for the parser works by recursion, and which keys
 * stand twice so that the parser would drop the first without a word. A second value that refers to another one, as {@code ${?X}} does,
 * is meant so.
 */
final class HoconKeys {

    static final int MOST_LEVELS = 100;

    /** A key that stands twice. */
    record Twice(String key, int line, int earlier) {}

    private record Given(int line, boolean isBlock) {}

    private static final class Level {
        private final boolean isList;
        private final List<String> path;
        private List<String> key = List.of();
        private int line;
        private boolean inValue;
        private boolean hasValue;
        private boolean isBlock;
        private boolean hasReference;

        private Level(boolean isList, List<String> path) {
            this.isList = isList;
            this.path = path;
        }
    }

    private final String text;
    private final List<Level> levels = new ArrayList<>(List.of(new Level(false, List.of())));
    private final Map<List<String>, Given> given = new HashMap<>();
    private final List<Twice> twice = new ArrayList<>();
    private int position;
    private int line = 1;
    private int lists;
    private OptionalInt tooDeep = OptionalInt.empty();

    private HoconKeys(String text) {
        this.text = text;
    }

    /** Whatever stands in the text: what is no HOCON is the parser's to tell. */
    static HoconKeys of(String text) {
        var keys = new HoconKeys(text);
        while (keys.position < text.length() && keys.tooDeep.isEmpty()) {
            keys.step();
        }
        keys.levels.forEach(keys::end);
        return keys;
    }

    /** The line where the nesting first goes beyond {@link #MOST_LEVELS}. */
    OptionalInt tooDeep() {
        return tooDeep;
    }

    List<Twice> twice() {
        return List.copyOf(twice);
    }

    private void step() {
        var level = levels.getLast();
        var sign = text.charAt(position);
        if (at("#") || at("//")) {
            skipTo("\n");
        } else if (sign == '\n' || sign == ',') {
            // A value may begin on the line behind its key.
            if (level.hasValue || sign == ',') {
                end(level);
            }
            next();
        } else if (at("${")) {
            level.hasReference = true;
            level.hasValue = true;
            skipTo("}");
        } else if (sign == '{' || sign == '[') {
            open(level, sign == '[');
        } else if (sign == '}' || sign == ']') {
            close();
        } else if (level.isList || level.inValue) {
            value(level, sign);
        } else if (Character.isWhitespace(sign)) {
            next();
        } else {
            key(level);
        }
    }

    private void open(Level level, boolean isList) {
        var isRoot = !level.isList && !level.inValue;
        level.isBlock |= !level.hasValue && !isList;
        level.hasValue = true;
        next();
        if (isList || level.isList) {
            // Every list is another one, and so is every block in it.
            var path = List.of("[" + ++lists + "]");
            levels.add(new Level(isList, path));
        } else {
            levels.add(new Level(false, isRoot ? level.path : level.key));
        }
        if (levels.size() > MOST_LEVELS + 1) {
            tooDeep = OptionalInt.of(line);
        }
    }

    private void close() {
        next();
        if (levels.size() > 1) {
            end(levels.removeLast());
        }
    }

    private void value(Level level, char sign) {
        level.hasValue |= !Character.isWhitespace(sign);
        if (sign == '"') {
            quoted();
        } else {
            next();
        }
    }

    private void key(Level level) {
        var path = new ArrayList<>(level.path);
        var part = new StringBuilder();
        level.line = line;
        while (position < text.length() && "\n,}[#".indexOf(text.charAt(position)) < 0) {
            var sign = text.charAt(position);
            if (sign == '{' || sign == '=' || sign == ':' || at("+=")) {
                level.hasReference = sign == '+';
                skip(sign == '{' ? 0 : sign == '+' ? 2 : 1);
                path.add(part.toString().strip());
                level.key = List.copyOf(path);
                level.inValue = true;
                if (path.size() > MOST_LEVELS) {
                    tooDeep = OptionalInt.of(line);
                } else {
                    declarePrefixes(level);
                }
                return;
            }
            if (sign == '"') {
                part.append(quoted());
            } else if (sign == '.') {
                path.add(part.toString().strip());
                part.setLength(0);
                next();
            } else {
                part.append(sign);
                next();
            }
        }
        if (at("[")) {
            next();
        }
    }

    /** {@code a.b = 1} is a block {@code a} with {@code b} in it. */
    private void declarePrefixes(Level level) {
        for (var length = level.path.size() + 1; length < level.key.size(); length++) {
            declare(level.key.subList(0, length), new Given(level.line, true), false);
        }
    }

    private void end(Level level) {
        if (level.inValue && level.hasValue) {
            declare(level.key, new Given(level.line, level.isBlock), level.hasReference);
        }
        level.inValue = false;
        level.hasValue = false;
        level.isBlock = false;
        level.hasReference = false;
    }

    private void declare(List<String> key, Given now, boolean refersToOther) {
        var earlier = given.put(List.copyOf(key), now);
        if (earlier != null && !refersToOther && !(earlier.isBlock() && now.isBlock())) {
            twice.add(new Twice(key.getLast(), now.line(), earlier.line()));
        }
    }

    private String quoted() {
        var start = position;
        if (at("\"\"\"")) {
            skip(3);
            skipTo("\"\"\"");
            while (at("\"")) {
                next();
            }
            return text.substring(start + 3, Math.max(start + 3, position - 3));
        }
        next();
        while (position < text.length() && !at("\"") && !at("\n")) {
            skip(at("\\") ? 2 : 1);
        }
        var content = text.substring(start + 1, position);
        if (at("\"")) {
            next();
        }
        return content;
    }

    private boolean at(String wanted) {
        return text.startsWith(wanted, position);
    }

    private void next() {
        if (position < text.length()) {
            line += text.charAt(position++) == '\n' ? 1 : 0;
        }
    }

    private void skip(int signs) {
        for (var i = 0; i < signs; i++) {
            next();
        }
    }

    /** Behind what is wanted, but in front of a line's end. */
    private void skipTo(String end) {
        while (position < text.length() && !at(end)) {
            next();
        }
        skip(end.equals("\n") ? 0 : end.length());
    }
}
