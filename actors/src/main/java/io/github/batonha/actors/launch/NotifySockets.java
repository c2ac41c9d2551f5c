package io.github.batonha.actors.launch;

import io.github.batonha.supervision.os.NotifySocket;
import io.github.batonha.supervision.os.UserAccount;
import io.github.batonha.supervision.spec.ChildSpec;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the processes of a node say how they are, {@code run/NODE/notify/PROCESS}. The path is the same for all runs of a process: of
 * one nothing is left when the next one starts, and the next agent makes the socket anew at the same place. All of it blocks.
 */
public final class NotifySockets {

    private static final Logger log = LoggerFactory.getLogger(NotifySockets.class);

    private NotifySockets() {}

    static Path path(ProcessDeps deps, ChildSpec spec) {
        return deps.home().run(deps.node()).resolve("notify").resolve(spec.name());
    }

    static NotifySocket bind(ProcessDeps deps, ChildSpec spec) throws IOException {
        return NotifySocket.bind(path(deps, spec), owner(spec));
    }

    /** For a run that lives already: without the socket it goes on unheard, which is better than its end. */
    public static @Nullable NotifySocket again(ProcessDeps deps, ChildSpec spec) {
        try {
            return bind(deps, spec);
        } catch (IOException e) {
            log.warn("Could not listen to process={}: {}", spec.name(), e.getMessage());
            return null;
        }
    }

    private static long owner(ChildSpec spec) throws IOException {
        var user = spec.launching().user();
        if (user.isEmpty()) {
            return UserAccount.ownId();
        }
        var name = UserAccount.nameIn(user);
        return UserAccount.named(name)
                .map(UserAccount::id)
                .orElseThrow(() -> new NotifySocket.Unusable(
                        "its user '%s' does not exist on this host: add it, or correct <user>".formatted(name)));
    }
}
