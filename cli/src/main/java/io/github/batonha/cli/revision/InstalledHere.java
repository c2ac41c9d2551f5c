package io.github.batonha.cli.revision;

import io.github.batonha.cli.command.CommandFailed;
import io.github.batonha.cli.command.ExitCode;
import io.github.batonha.conf.install.Revision;
import io.github.batonha.conf.install.Revisions;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import java.util.function.Supplier;

/** The revisions of a home, for commands that people give: what is wrong with one is told with the next step. */
public final class InstalledHere {

    private final Revisions revisions;

    private InstalledHere(Revisions revisions) {
        this.revisions = revisions;
    }

    /** Reads files of the home. */
    public static InstalledHere in(BatonHome home) {
        return new InstalledHere(orFail(() -> Revisions.of(home)));
    }

    public Revisions revisions() {
        return revisions;
    }

    public Revision installed() {
        return revisions
                .installed()
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.FAILED, "nothing is installed in this home", "run `baton install` first"));
    }

    /** By number or hash. */
    public Revision find(String word) {
        return orFail(() -> revisions.find(word));
    }

    private static <T> T orFail(Supplier<T> look) {
        try {
            return look.get();
        } catch (ConfigurationException e) {
            throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()), "see `baton revisions`");
        }
    }
}
