package baton.supervision.primary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All mutants, by themselves or with what covers them. */
final class Mutants {

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
        var ownPromise = pair("commit without its own promise", "overtaken goes on asking", Profile.CROWD);
        for (var name : List.of(
                "not active counts as released",
                "stale answers counted after the wait",
                "commit right after the wait",
                "lost lease as release",
                "release goes on when the lease is lost",
                "orderly stop as release",
                "clearing as release")) {
            var mutant = mutant(name);
            byName.put(name + " + own promise", mutant.and(ownPromise, mutant.profile()));
        }
        pair("clearing speaks", "stale mark cleared at once", Profile.RESTARTS);
        pair("damaged speaks at once", "clearing speaks", Profile.STORES);
        pair("continuing on a page of another boot", "continuing with nothing to adopt", Profile.RESTARTS);
        pair("resume against a newer assignment", "resumption goes on", Profile.LINKS);
    }

    private Mutant mutant(String name) {
        var mutant = byName.get(name);
        if (mutant == null) {
            throw new IllegalStateException("no mutant is called " + name);
        }
        return mutant;
    }

    private Mutant pair(String one, String other, Profile profile) {
        var both = mutant(one).and(mutant(other), profile);
        byName.put(both.name(), both);
        return both;
    }

    static List<Mutant> all() {
        return new ArrayList<>(new Mutants().byName.values());
    }
}
