package io.github.batonha.conf.install;

import io.github.batonha.conf.secrets.SecretKeys;
import io.github.batonha.conf.secrets.SecretKeys.Lookup;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.Items;
import io.github.batonha.conf.system.KnownItem;
import java.util.Map;

/** Gets the key that the item GenesisKey leads to. May read a file or run a command; blocks. */
final class KeyItem {

    private KeyItem() {}

    static boolean isOfCommand(Items items, Map<String, String> environment) {
        return items.find(KnownItem.GENESIS_KEY.itemName())
                .flatMap(item -> item.value().in(environment))
                .filter(value -> SecretKeys.namesCommand(value.strip()))
                .isPresent();
    }

    static Lookup lookup(Items items, Map<String, String> environment) {
        var item = items.find(KnownItem.GENESIS_KEY.itemName());
        if (item.isEmpty()) {
            return new Lookup.Missing("there is no item \"GenesisKey\": define it, as System.getenv(\"GENESIS_KEY\"),"
                    + " file:/path of a file that only its owner may read, or command:… of a command that prints it");
        }
        return item.get()
                .value()
                .in(environment)
                .map(value -> SecretKeys.read(value.strip(), environment))
                .orElseGet(() -> new Lookup.Missing(ItemValues.missingVariable(item.get())));
    }
}
