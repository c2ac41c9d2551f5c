package io.github.batonha.conf.hocon;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

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

        /** Of what is in a list: the key that has the list. */
        private final @Nullable List<String> ofList;

        private Level(boolean isList, List<String> path, @Nullable List<String> ofList) {
            this.isList = isList;
            this.path = path;
            this.ofList = ofList;
        }

        private List<String> owner() {
            return ofList != null ? ofList : inValue ? key : path;
        }
    }

    private final String text;
    private final List<Level> levels = new ArrayList<>(List.of(new Level(false, List.of(), null)));
    private final Map<List<String>, Given> given = new HashMap<>();
    private final List<Twice> twice = new ArrayList<>();
    private final List<HoconSize.Part> parts = new ArrayList<>();
    private List<String> partOf = List.of();
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

    /** What each key has, in the order of the text. */
    List<HoconSize.Part> parts() {
        return List.copyOf(parts);
    }

    List<Twice> twice() {
        return List.copyOf(twice);
    }

    private void step() {
        var before = position;
        var owner = levels.getLast().owner();
        look();
        part(owner).grow(position - before);
    }

    private HoconSize.Part part(List<String> owner) {
        if (parts.isEmpty() || !owner.equals(partOf)) {
            parts.add(new HoconSize.Part(owner, line));
            partOf = owner;
        }
        return parts.getLast();
    }

    private void refer(Level level, String substitution) {
        try {
            var path = ConfigUtil.splitPath(substitution.startsWith("?") ? substitution.substring(1) : substitution);
            part(level.owner()).refer(path.stream().map(String::strip).toList());
        } catch (ConfigException noPath) {
            // The parser says so.
        }
    }

    private void look() {
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
            var start = position + 2;
            skipTo("}");
            refer(level, text.substring(start, Math.max(start, position - 1)).strip());
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
            levels.add(new Level(isList, path, level.owner()));
        } else {
            levels.add(new Level(false, isRoot ? level.path : level.key, level.ofList));
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
        return content.contains("\\") ? unescaped(content) : content;
    }

    private static String unescaped(String content) {
        try {
            return ConfigUtil.splitPath("\"" + content + "\"").getFirst();
        } catch (ConfigException noEscape) {
            return content;
        }
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
