package io.github.batonha.conf.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.github.batonha.conf.files.ConfFile;
import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.system.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses HOCON without includes and without taking anything from the environment: a substitution that names nothing in the
 * file becomes a reference to the environment variable of that name, and stays one.
 */
public final class HoconText {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String MARK = "environment variable";
    private static final String DEFAULT = "default";

    private HoconText() {}

    /** The resolved root; empty, with a problem reported, if the text is no HOCON. */
    public static Optional<ConfigObject> parse(ConfFile file, String text, Findings findings) {
        return parse(
                file,
                text,
                findings,
                path -> VARIABLE.matcher(path).matches() ? ConfigValueFactory.fromMap(Map.of(MARK, path)) : null);
    }

    /** The same for a text in which {@code ${NAME}}, if the file has no value of that name, stands for itself: others know its value. */
    public static Optional<ConfigObject> parseWithNames(ConfFile file, String text, Findings findings) {
        return parse(file, text, findings, path -> ConfigValueFactory.fromAnyRef("${" + path + "}"));
    }

    private static Optional<ConfigObject> parse(
            ConfFile file, String text, Findings findings, Function<String, @Nullable ConfigValue> references) {
        var options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(file.name())
                .setIncluder(new NoIncludes());
        var keys = HoconKeys.of(text);
        if (keys.tooDeep().isPresent()) {
            findings.problem(
                    file.at(keys.tooDeep().getAsInt()),
                    "is nested more than %d levels deep here: is a { or [ not closed?"
                            .formatted(HoconKeys.MOST_LEVELS));
            return Optional.empty();
        }
        try {
            var tooLarge = HoconSize.tooLarge(keys.parts(), text.length());
            if (tooLarge.isPresent()) {
                findings.problem(
                        file.at(tooLarge.getAsInt()),
                        "grows beyond %d characters here when its substitutions are put in: name large values less often, or write them out"
                                .formatted(HoconSize.MOST));
                return Optional.empty();
            }
            var parsed = ConfigFactory.parseString(text, options);
            var resolved = parsed.resolve(ConfigResolveOptions.noSystem().appendResolver(new References(references)));
            // What is left where no variable is set: the default that stood in front of ${?X}.
            var defaults = parsed.resolve(ConfigResolveOptions.noSystem().setAllowUnresolved(true));
            keys.twice()
                    .forEach(key -> findings.problem(
                            file.at(key.line()),
                            "%s already stands at %s, and this would replace it without a word: remove one"
                                    .formatted(key.key(), file.at(key.earlier()))));
            return Optional.of((ConfigObject) new Origins(defaults.root()).restored(resolved.root(), parsed.root()));
        } catch (ConfigException e) {
            findings.problem(file.at(line(e)), cause(e));
            return Optional.empty();
        } catch (StackOverflowError e) {
            // The library parses and resolves by recursion. Nothing of it is kept.
            findings.problem(
                    file.at(0),
                    "is nested too deeply, or its substitutions form too long a chain: no value of baton needs more than %d levels"
                            .formatted(HoconKeys.MOST_LEVELS));
            return Optional.empty();
        }
    }

    /** The environment variable that a value refers to. */
    static Optional<Value> variable(ConfigValue value) {
        if (!(value instanceof ConfigObject object) || !object.containsKey(MARK)) {
            return Optional.empty();
        }
        var name = String.valueOf(object.get(MARK).unwrapped());
        var otherwise = object.get(DEFAULT);
        return Optional.of(
                otherwise == null
                        ? new Value.Variable(name)
                        : new Value.VariableOr(name, scalar(otherwise).orElse("")));
    }

    /** A reference that has a default in the file. */
    static ConfigValue withDefault(ConfigObject reference, ConfigValue otherwise) {
        return reference.withValue(DEFAULT, otherwise);
    }

    /** Keys of an object have no order of their own: that of the lines is what people expect. */
    public static List<Map.Entry<String, ConfigValue>> inOrder(ConfigObject object) {
        return object.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, ConfigValue> entry) -> line(entry.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    /** Line of a value in its file, 0 if unknown. */
    public static int line(ConfigValue value) {
        return Math.max(0, value.origin().lineNumber());
    }

    private static int line(ConfigException e) {
        return e.origin() == null ? 0 : Math.max(0, e.origin().lineNumber());
    }

    private static String cause(ConfigException e) {
        var message = String.valueOf(e.getMessage());
        var origin = e.origin() == null ? "" : e.origin().description() + ": ";
        return message.startsWith(origin) ? message.substring(origin.length()) : message;
    }

    private record References(Function<String, @Nullable ConfigValue> references) implements ConfigResolver {

        @Override
        @Nullable
        public ConfigValue lookup(String path) {
            return references.apply(path);
        }

        @Override
        public ConfigResolver withFallback(ConfigResolver fallback) {
            return this;
        }
    }

    /** The value as a text, numbers as they were written; empty for lists, objects and null. */
    public static Optional<String> scalar(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> Optional.of(config(value).getString("value"));
            case OBJECT, LIST, NULL -> Optional.empty();
        };
    }

    private static Config config(ConfigValue value) {
        return value.atKey("value");
    }
}
