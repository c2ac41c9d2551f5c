package io.github.batonha.conf.system;

import io.github.batonha.conf.report.Place;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Items with the environment that they refer to. Encrypted items have no value here: only a starting process gets them. */
public final class ItemValues {

    private final Items items;
    private final Map<String, String> environment;
    private final BiConsumer<Place, String> missing;

    /**
     * @param missing is told of a variable that is needed and not set: a warning when installing, a problem when starting
     */
    public ItemValues(Items items, Map<String, String> environment, BiConsumer<Place, String> missing) {
        this.items = items;
        this.environment = environment;
        this.missing = missing;
    }

    /** A text and where its item stands. */
    public record Placed(String text, Place place) {}

    public Optional<Placed> find(KnownItem item) {
        return find(item.itemName());
    }

    /** Empty if there is no such item or its variable is not set; blank counts as not given. */
    public Optional<Placed> find(String name) {
        return items.find(name)
                .filter(item -> !item.encrypted())
                .flatMap(item -> text(item).map(text -> new Placed(text.strip(), item.place())))
                .filter(placed -> !placed.text().isEmpty() && placed.text().indexOf(0) < 0);
    }

    /**
     * As {@link #find}, for an item that is called so but for letter case or dashes.
     *
     * @param name of the process or service whose port it would be
     * @param wanted as the item should be called
     */
    public Optional<Placed> findIgnoringCase(String name, String wanted) {
        var written = name + wanted.substring(name.length());
        return items.all().stream()
                .map(Item::name)
                .filter(item -> item.equalsIgnoreCase(wanted) || item.equalsIgnoreCase(written))
                .findFirst()
                .flatMap(this::find);
    }

    private Optional<String> text(Item item) {
        var value = item.value().in(environment);
        if (value.isEmpty()) {
            missing.accept(item.place(), missingVariable(item));
        }
        return value;
    }

    /** Says which variable is missing for which item, and what to do. */
    public static String missingVariable(Item item) {
        return "item \"%s\" needs the environment variable %s, which is not set: set it where the agent is started"
                .formatted(item.name(), item.value().variable().orElse(""));
    }
}
