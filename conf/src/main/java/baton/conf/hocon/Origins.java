package baton.conf.hocon;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Gives references to variables the lines of the substitutions that they came from, which resolving forgets. */
final class Origins {

    private Origins() {}

    /** The resolved value, with lines taken from what it was before. */
    static ConfigValue restored(ConfigValue resolved, @Nullable ConfigValue before) {
        if (before == null) {
            return resolved;
        }
        if (HoconText.variable(resolved).isPresent()) {
            return resolved.withOrigin(before.origin());
        }
        if (resolved instanceof ConfigObject object && before instanceof ConfigObject original) {
            return restored(object, original);
        }
        if (resolved instanceof ConfigList list
                && before instanceof ConfigList original
                && list.size() == original.size()) {
            var elements = new ArrayList<ConfigValue>();
            for (var i = 0; i < list.size(); i++) {
                elements.add(restored(list.get(i), original.get(i)));
            }
            return ConfigValueFactory.fromIterable(elements).withOrigin(list.origin());
        }
        return resolved;
    }

    private static ConfigObject restored(ConfigObject object, ConfigObject original) {
        var restored = object;
        for (var entry : object.entrySet()) {
            restored = restored.withValue(entry.getKey(), restored(entry.getValue(), child(original, entry.getKey())));
        }
        return restored;
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
