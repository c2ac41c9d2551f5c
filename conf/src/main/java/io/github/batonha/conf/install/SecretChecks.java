package io.github.batonha.conf.install;

import io.github.batonha.conf.report.Findings;
import io.github.batonha.conf.secrets.SecretKeys.Lookup;
import io.github.batonha.conf.secrets.Secrets;
import io.github.batonha.conf.secrets.Secrets.Decryption;
import io.github.batonha.conf.system.Item;
import io.github.batonha.conf.system.ItemValues;
import io.github.batonha.conf.system.Items;
import io.github.batonha.conf.system.KnownItem;
import java.util.Map;

/** Says at install what would keep processes from starting: missing variables, no key, or values of another key. */
final class SecretChecks {

    private final Items items;
    private final Map<String, String> environment;
    private final Findings findings;

    SecretChecks(Items items, Map<String, String> environment, Findings findings) {
        this.items = items;
        this.environment = environment;
        this.findings = findings;
    }

    void check() {
        items.all().forEach(this::checkVariable);
        var encrypted = items.all().stream()
                .filter(item -> item.encrypted() && !KnownItem.names().contains(item.name()))
                .toList();
        var keyIsUnset = items.find(KnownItem.GENESIS_KEY.itemName())
                .filter(this::lacksVariable)
                .isPresent();
        if (encrypted.isEmpty() || keyIsUnset) {
            return;
        }
        switch (KeyItem.lookup(items, environment)) {
            case Lookup.Missing missing ->
                findings.warning(
                        encrypted.getFirst().place(),
                        "item \"%s\" could not be decrypted here: %s"
                                .formatted(encrypted.getFirst().name(), missing.reason()));
            case Lookup.Found found -> encrypted.forEach(item -> decrypt(item, found));
        }
    }

    private void checkVariable(Item item) {
        if (lacksVariable(item)) {
            findings.warning(item.place(), ItemValues.missingVariable(item));
        }
    }

    private boolean lacksVariable(Item item) {
        return item.value().in(environment).isEmpty();
    }

    private void decrypt(Item item, Lookup.Found found) {
        item.value().in(environment).ifPresent(cipherText -> {
            if (Secrets.decrypt(cipherText.strip(), found.key()) instanceof Decryption.Failed failed) {
                findings.problem(
                        item.place(),
                        "the value of the encrypted item \"%s\" %s".formatted(item.name(), failed.reason()));
            }
        });
    }
}
