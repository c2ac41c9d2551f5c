package baton.conf.install;

import baton.conf.BatonHome;
import java.util.Map;

/** Reads and checks all configuration of a home, and writes the generated set that agents run from. Reads and writes files. */
public final class Install {

    private Install() {}

    /** Reports all problems and writes nothing. */
    @SuppressWarnings("DoNotCallSuggester")
    public static InstallReport check(BatonHome home, Map<String, String> environment, String hostName) {
        throw new UnsupportedOperationException("check");
    }

    /** Writes the generated set if there is no problem; otherwise changes nothing. */
    @SuppressWarnings("DoNotCallSuggester")
    public static InstallReport run(BatonHome home, Map<String, String> environment, String hostName) {
        throw new UnsupportedOperationException("run");
    }
}
