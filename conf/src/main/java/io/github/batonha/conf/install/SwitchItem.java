package io.github.batonha.conf.install;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.KnownItem;
import java.util.Optional;

/** Reads an item that is true or false. */
final class SwitchItem {

    private SwitchItem() {}

    /** Empty where the item is not there. One that says neither is a problem, and counts as false. */
    static Optional<Boolean> isTrue(KnownItem known, ItemValues values, Findings findings) {
        var item = values.find(known);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        var text = item.get().text();
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            findings.problem(
                    item.get().place(),
                    "item \"%s\" is \"%s\", but must be true or false".formatted(known.itemName(), text));
        }
        return Optional.of(text.equalsIgnoreCase("true"));
    }
}
