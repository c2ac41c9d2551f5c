package baton.supervision.primary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All mutants, by themselves or with what covers them. */
final class Mutants {

    /** Seldom found, or never by themselves: another rule covers them, or several rare things must meet. For long runs. */
    private static final Set<String> SELDOM = Set.of(
            "union ignored",
            "epoch reused",
            "epoch by the clock alone",
            "two hosts with one number",
            "late answers count",
            "newcomer that excludes the only host that knows",
            "active host's set grown past it",
            "hosts shrunk",
            "not active counts as released",
            "heir ignored",
            "commit without its own promise",
            "overtaken goes on asking",
            "others' hearing ignored",
            "own lease times alone",
            "hearing does not cancel",
            "stale answers counted after the wait",
            "commit right after the wait",
            "resume beside an active host",
            "resumption goes on",
            "resume against a newer assignment",
            "promise not persisted",
            "promise forgets hosts",
            "promise without hosts",
            "lost lease as release",
            "release goes on when the lease is lost",
            "orderly stop as release",
            "clearing speaks",
            "clearing as release",
            "damaged speaks at once",
            "newcomer speaks at once",
            "begins by the clock of its start",
            "continuing on an expired page",
            "continuing on a page of another boot",
            "continuing with nothing to adopt");

    private final Map<String, Mutant> byName = new LinkedHashMap<>();

    private Mutants() {
        for (var group : List.of(
                TargetMutants.asking(),
                TargetMutants.releasing(),
                TargetMutants.excluding(),
                TargetMutants.resuming(),
                HostMutants.promising(),
                HostMutants.releasing(),
                HostMutants.starting(),
                HostMutants.leasing())) {
            group.forEach(mutant -> byName.put(mutant.name(), mutant));
        }
        pair("hearing does not cancel", "wait counted from the confirmation alone", Profile.LINKS);
        pair("commit without its own promise", "overtaken goes on asking", Profile.CROWD);
        pair("damaged speaks at once", "clearing speaks", Profile.STORES);
        pair("continuing on a page of another boot", "continuing with nothing to adopt", Profile.RESTARTS);
    }

    private void pair(String one, String other, Profile profile) {
        var both = mutant(one).and(mutant(other), profile);
        byName.put(both.name(), both);
    }

    private Mutant mutant(String name) {
        var mutant = byName.get(name);
        if (mutant == null) {
            throw new IllegalStateException("no mutant is called " + name);
        }
        return mutant;
    }

    static List<Mutant> all() {
        return new ArrayList<>(new Mutants().byName.values());
    }

    /** Those of which something is found, in few schedules. */
    static List<Mutant> everyDay() {
        return all().stream().filter(mutant -> !SELDOM.contains(mutant.name())).toList();
    }
}
