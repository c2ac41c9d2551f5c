package io.github.batonha.conf.hocon;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Gives references to variables what resolving forgets: the lines of the substitutions that they came from, and their defaults. */
final class Origins {

    private final ConfigValue defaults;

    /** @param defaults what holds where no variable is set */
    Origins(ConfigValue defaults) {
        this.defaults = defaults;
    }

    /** The resolved value, with lines taken from what it was before, and with the defaults of variables. */
    ConfigValue restored(ConfigValue resolved, @Nullable ConfigValue before) {
        return restored(resolved, before, defaults);
    }

    private static ConfigValue restored(
            ConfigValue resolved, @Nullable ConfigValue before, @Nullable ConfigValue defaults) {
        if (resolved instanceof ConfigObject object
                && HoconText.variable(resolved).isPresent()) {
            var reference = before == null ? object : object.withOrigin(before.origin());
            return defaults != null && isScalar(defaults) ? HoconText.withDefault(reference, defaults) : reference;
        }
        if (resolved instanceof ConfigObject object && before instanceof ConfigObject original) {
            return restored(object, original, defaults);
        }
        if (resolved instanceof ConfigList list
                && before instanceof ConfigList original
                && list.size() == original.size()) {
            var elements = new ArrayList<ConfigValue>();
            for (var i = 0; i < list.size(); i++) {
                elements.add(restored(list.get(i), original.get(i), element(defaults, i, list.size())));
            }
            return ConfigValueFactory.fromIterable(elements).withOrigin(list.origin());
        }
        return before != null && HoconText.line(resolved) == 0 ? resolved.withOrigin(before.origin()) : resolved;
    }

    private static ConfigObject restored(ConfigObject object, ConfigObject original, @Nullable ConfigValue defaults) {
        var restored = object;
        for (var entry : object.entrySet()) {
            var key = entry.getKey();
            var otherwise = defaults instanceof ConfigObject block ? child(block, key) : null;
            restored = restored.withValue(key, restored(entry.getValue(), child(original, key), otherwise));
        }
        return restored;
    }

    @Nullable
    private static ConfigValue element(@Nullable ConfigValue defaults, int index, int size) {
        return defaults instanceof ConfigList list && list.size() == size ? list.get(index) : null;
    }

    /** What needs a variable is not resolved, and has no type. */
    private static boolean isScalar(ConfigValue value) {
        try {
            return HoconText.scalar(value).isPresent();
        } catch (ConfigException.NotResolved e) {
            return false;
        }
    }

    @Nullable
    private static ConfigValue child(ConfigObject original, String key) {
        try {
            return original.get(key);
        } catch (ConfigException.NotResolved e) {
            // An object that is put together only by resolving has no lines to give back.
            return null;
        }
    }
}
