package io.github.batonha.conf.system;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Items by name, the inner level over the outer ones. Immutable. */
public final class Items {

    public static final Items NONE = new Items(Map.of());

    private final Map<String, Item> byName;

    private Items(Map<String, Item> byName) {
        this.byName = byName;
    }

    /** Later ones win. */
    public static Items of(Collection<Item> items) {
        var byName = new TreeMap<String, Item>();
        items.forEach(item -> byName.put(item.name(), item));
        return new Items(byName);
    }

    /** These, and of the outer ones those whose names are not among these. */
    public Items over(Items outer) {
        var byName = new TreeMap<>(outer.byName);
        byName.putAll(this.byName);
        return new Items(byName);
    }

    public Optional<Item> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** In the order of their names. */
    public List<Item> all() {
        return List.copyOf(byName.values());
    }
}
