package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.Capabilities;
import io.github.batonha.supervision.os.OomScore;
import io.github.batonha.supervision.os.UserAccount;
import io.github.batonha.supervision.spec.Launching;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The small programs of the operating system through which a process is started that has a user, limits, a niceness or a umask
 * of its own. Each ends by executing the next, so that the process keeps the pid that was spawned. {@code posix_spawn} can do
 * none of it, and a process that needs none of it pays for none.
 */
public final class Wrapper {

    /** What the agent may do beyond its user is not for its processes. */
    private static final List<String> NO_CAPABILITIES = List.of("--ambient-caps=-all", "--inh-caps=-all");

    private Wrapper() {}

    /** What became of the wish. */
    public sealed interface Wrapped {
        /**
         * To be put before the command line.
         *
         * @param variables that belong to the user
         */
        record Through(List<String> programs, Map<String, String> variables) implements Wrapped {
            public Through {
                programs = List.copyOf(programs);
                variables = Map.copyOf(variables);
            }
        }

        /** This agent can't do it on this host. */
        record Impossible(String reason) implements Wrapped {}
    }

    /** Limits and niceness first: they may be raised only as long as the user is root. */
    public static Wrapped of(Launching launching) {
        return of(launching, UserAccount.ownId(), Capabilities.own());
    }

    /** For an agent of this uid that may do this beyond it. */
    static Wrapped of(Launching launching, long own, Capabilities capabilities) {
        var programs = new ArrayList<String>();
        if (!launching.limits().isEmpty()) {
            programs.add("prlimit");
            launching.limits().forEach(limit -> programs.add("--" + limit));
        }
        if (launching.nice() != 0) {
            programs.addAll(List.of("nice", "-n", Integer.toString(launching.nice())));
        }
        if (!launching.user().isEmpty()) {
            return asUser(launching, programs, own, capabilities);
        }
        return new Wrapped.Through(joined(programs, launching.umask(), withoutCapabilities(capabilities)), Map.of());
    }

    /** With the shell between them where there is anything at all. */
    private static List<String> joined(List<String> first, String umask, List<String> last) {
        if (first.isEmpty() && umask.isEmpty() && last.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<>(first);
        all.addAll(prepared(umask));
        all.addAll(last);
        return all;
    }

    /**
     * A shell that sets the score for the kernel, and the umask. The agent may not set the score of another user's process, and what
     * a process starts at once would have the agent's. A host that refuses the score starts the process all the same.
     */
    private static List<String> prepared(String umask) {
        var score = "echo %d 2>/dev/null >/proc/self/oom_score_adj; ".formatted(OomScore.ofChildren());
        var mask = umask.isEmpty() ? "" : "umask %s && ".formatted(umask);
        return List.of("sh", "-c", score + mask + "exec \"$@\"", "sh");
    }

    private static List<String> withoutCapabilities(Capabilities capabilities) {
        var words = new ArrayList<String>();
        if (capabilities.arePassedOn()) {
            words.add("setpriv");
            words.addAll(NO_CAPABILITIES);
        }
        return words;
    }

    private static Wrapped asUser(Launching launching, List<String> programs, long own, Capabilities capabilities) {
        var user = launching.user();
        var colon = user.indexOf(':');
        var name = UserAccount.nameIn(user);
        var account = UserAccount.named(name);
        if (account.isEmpty()) {
            return new Wrapped.Impossible(
                    "its user '%s' does not exist on this host: add it, or correct <user>".formatted(name));
        }
        var isOwn = account.get().id() == own && colon < 0;
        if (!isOwn && own != 0 && !capabilities.mayChangeUser()) {
            return new Wrapped.Impossible(
                    "it is to run as '%s', but the agent runs as uid %d without the capabilities CAP_SETUID and CAP_SETGID: start it by baton.service, which gives them, or as root, or remove <user>"
                            .formatted(user, own));
        }
        var last = new ArrayList<String>();
        if (isOwn) {
            last.addAll(withoutCapabilities(capabilities));
        } else {
            var group = colon < 0 ? Long.toString(account.get().group()) : user.substring(colon + 1);
            last.addAll(List.of(
                    "setpriv",
                    "--reuid=" + account.get().id(),
                    "--regid=" + group,
                    "--init-groups",
                    // No program with the setuid bit, nor what it starts, gets it back to root.
                    "--no-new-privs"));
            if (capabilities.arePassedOn()) {
                last.addAll(NO_CAPABILITIES);
            }
        }
        return new Wrapped.Through(
                joined(programs, launching.umask(), last),
                Map.of("HOME", account.get().home(), "USER", name, "LOGNAME", name));
    }
}
