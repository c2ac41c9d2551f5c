package io.github.batonha.supervision.run;

import io.github.batonha.supervision.os.ProcStat;
import io.github.batonha.supervision.os.ProcessTable;
import io.github.batonha.supervision.os.ProcessUser;
import io.github.batonha.supervision.os.UserAccount;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * As which users the processes of this node may run. Anybody can put our marks into an environment: they count only in a process
 * of the agent's own user, or of the user that the process named by them was defined or seen to have. Any thread.
 */
final class Owners {

    private final long own = UserAccount.ownId();
    private final Supplier<Map<String, String>> defined;
    /** By name, as asking may take the network. A user who does not exist is asked for again. */
    private final Map<String, Long> ids = new ConcurrentHashMap<>();

    private final Map<String, Set<Long>> noted = new ConcurrentHashMap<>();

    /** @param defined gives what {@code <user>} says now, by process; those without one may be missing */
    Owners(Supplier<Map<String, String>> defined) {
        this.defined = defined;
    }

    /** Takes note as whom it runs from now on: what was started stays ours when the definition changes. */
    void noteStart(String process) {
        var user = defined.get().getOrDefault(process, "");
        if (!user.isEmpty()) {
            noteUser(process, idOf(user));
        }
    }

    void noteUser(String process, long id) {
        if (id >= 0 && id != own) {
            noted.computeIfAbsent(process, _ -> ConcurrentHashMap.newKeySet()).add(id);
        }
    }

    /** As whom a process that says it is of this one may run, to be right. */
    Set<Long> of(String process) {
        var users = new HashSet<>(noted.getOrDefault(process, Set.of()));
        users.add(own);
        var user = defined.get().getOrDefault(process, "");
        if (!user.isEmpty()) {
            users.add(idOf(user));
        }
        return users;
    }

    /** As whom it is started now; negative where there is no such user. */
    long next(String process) {
        var user = defined.get().getOrDefault(process, "");
        return user.isEmpty() ? own : idOf(user);
    }

    /** As whom any process of this node may run. */
    Set<Long> all() {
        var users = new HashSet<Long>();
        users.add(own);
        noted.values().forEach(users::addAll);
        defined.get().values().stream().distinct().map(this::idOf).forEach(users::add);
        return users;
    }

    /** Those of all processes of the host whose marks count, should they carry any of this process. */
    Collection<ProcStat> candidates(String process, ProcessTable table) {
        var users = of(process);
        return table.all().stream()
                .filter(stat -> users.contains(ProcessUser.of(stat.pid())))
                .toList();
    }

    /** -2, which no process has, where there is no such user. */
    private long idOf(String user) {
        var name = UserAccount.nameIn(user);
        var known = ids.get(name);
        if (known != null) {
            return known;
        }
        var found = UserAccount.named(name).map(UserAccount::id).orElse(-2L);
        if (found >= 0) {
            ids.put(name, found);
        }
        return found;
    }
}
