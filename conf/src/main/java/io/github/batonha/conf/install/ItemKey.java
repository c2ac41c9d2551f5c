package io.github.batonha.conf.install;

import io.github.batonha.conf.secrets.SecretKeys.Lookup;
import io.github.batonha.conf.secrets.SecretKeys.Lookup.Found;
import io.github.batonha.conf.secrets.Secrets;
import io.github.batonha.conf.secrets.Secrets.Decryption;
import io.github.batonha.conf.system.Items;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The key of the items, while a revision is in force. A file is read anew for every start, so that its key need not stay in memory.
 * What a command printed is kept until a value does not fit it: a vault must not be asked by a hundred starts at once. Any thread.
 */
final class ItemKey {

    private final Items items;
    private final Map<String, String> environment;
    private final boolean isOfCommand;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Found kept;

    ItemKey(Items items, Map<String, String> environment) {
        this.items = items;
        this.environment = environment;
        this.isOfCommand = KeyItem.isOfCommand(items, environment);
    }

    /** May read a file or run a command; blocks. */
    Decryption decrypt(String cipherText) {
        var known = kept;
        if (known != null && Secrets.decrypt(cipherText, known.key()) instanceof Decryption.Clear clear) {
            return clear;
        }
        return switch (lookup(known)) {
            case Found found -> inValue(Secrets.decrypt(cipherText, found.key()));
            case Lookup.Missing(var reason) -> new Decryption.Failed("can't be decrypted: " + reason);
        };
    }

    private static Decryption inValue(Decryption decryption) {
        return switch (decryption) {
            case Decryption.Clear clear -> clear;
            case Decryption.Failed(var reason) -> new Decryption.Failed("has a value that " + reason);
        };
    }

    /** Asks again, unless another thread has done so since {@code old} was seen. */
    private Lookup lookup(@Nullable Found old) {
        if (!isOfCommand) {
            return KeyItem.lookup(items, environment);
        }
        lock.lock();
        try {
            var known = kept;
            if (known != null && !known.equals(old)) {
                return known;
            }
            var lookup = KeyItem.lookup(items, environment);
            kept = lookup instanceof Found found ? found : null;
            return lookup;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "ItemKey[not shown]";
    }
}
