package baton.supervision.primary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All mutants, by themselves or with what covers them. */
final class Mutants {

    /** Nothing is found of these by themselves: another rule covers them (see the pairs), or no life met what they are for yet. */
    private static final Set<String> NOT_FOUND = Set.of(
            "two hosts with one number",
            "late answers count",
            "newcomer that excludes the only host that knows",
            "hosts shrunk",
            "not active counts as released",
            "heir ignored",
            "commit without its own promise",
            "overtaken goes on asking",
            "hearing does not cancel",
            "commit right after the wait",
            "resume beside an active host",
            "resumption goes on",
            "resume against a newer assignment",
            "promise forgets hosts",
            "promise without hosts",
            "orderly stop as release",
            "clearing speaks",
            "clearing as release",
            "damaged speaks at once",
            "newcomer speaks at once",
            "begins by the clock of its start",
            "continuing on a page of another boot",
            "continuing with nothing to adopt");

    /** Seeds that an every-day run begins with, since nothing is found below: a multiple of 50. */
    private static final Map<String, Long> FROM = Map.ofEntries(
            Map.entry("epoch reused", 200L),
            Map.entry("epoch by the clock alone", 200L),
            Map.entry("first primary without everybody", 1450L),
            Map.entry("union ignored", 1850L),
            Map.entry("active host's set grown past it", 450L),
            Map.entry("configured host forgotten", 450L),
            Map.entry("confirm-down applied to the wrong node", 150L),
            Map.entry("others' hearing ignored", 1250L),
            Map.entry("own lease times alone", 400L),
            Map.entry("stale answers counted after the wait", 500L),
            Map.entry("promise not persisted", 750L),
            Map.entry("promise sent before it is durable", 300L),
            Map.entry("release given twice", 150L),
            Map.entry("lost lease as release", 450L),
            Map.entry("release goes on when the lease is lost", 1150L),
            Map.entry("page revived by a thawed agent", 350L),
            Map.entry("continuing on an expired page", 400L));

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
            group.forEach(mutant -> byName.put(mutant.name(), mutant.from(FROM.getOrDefault(mutant.name(), 0L))));
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
        return all().stream()
                .filter(mutant -> !NOT_FOUND.contains(mutant.name()))
                .toList();
    }
}
