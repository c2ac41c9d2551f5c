package io.github.batonha.supervision.primary.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All mutants, by themselves or with what covers them. Each lives without the questions that come before promises: what hosts say they
 * would answer hides most of what their promises are for.
 */
final class Mutants {

    /** Not found by themselves: another rule covers each, and together with that one it is found. */
    private static final Set<String> COVERED = Set.of(
            "commit without its own promise",
            "overtaken goes on asking",
            "hearing does not cancel",
            "others' hearing ignored",
            "heard elsewhere may be confirmed down",
            "heir ignored",
            "not active counts as released beside an heir",
            "orderly stop as release",
            "stop goes on when the lease is lost",
            "clearing speaks",
            "clearing as release",
            "damaged speaks at once",
            "newcomer speaks at once",
            "late answers count",
            "resume against a newer assignment",
            "resume beside an active host",
            "continuing on a page of another boot",
            "continuing with nothing to adopt");

    private final Map<String, Mutant> byName = new LinkedHashMap<>();

    private Mutants() {
        for (var group : List.of(
                ProposerMutants.asking(),
                ProposerMutants.releasing(),
                ProposerMutants.excluding(),
                ProposerMutants.resuming(),
                HostMutants.promising(),
                HostMutants.releasing(),
                HostMutants.starting(),
                HostMutants.leasing())) {
            group.forEach(this::keep);
        }
        together(Profile.LINKS, "hearing does not cancel", "wait counted from the confirmation alone");
        together(Profile.LINKS, "others' hearing ignored", "heard elsewhere may be confirmed down");
        together(Profile.CROWD, "commit without its own promise", "overtaken goes on asking");
        together(Script.HEIR_UNHEARD, "heir ignored", "not active counts as released beside an heir");
        together(Script.HUNG_IN_ITS_END, "orderly stop as release", "stop goes on when the lease is lost");
        together(Profile.STORES, "damaged speaks at once", "clearing speaks");
        together(Profile.GIVEN_UP, "clearing as release", "clearing speaks");
        together(Profile.NEWCOMERS, "newcomer speaks at once", "late answers count");
        together(Profile.LINKS, "resume against a newer assignment", "resumption goes on");
        keep(join(
                        Profile.LINKS,
                        "resume against a newer assignment",
                        "resumption goes on",
                        "resume beside an active host")
                .seeking(Violation.Kind.OVERLAP));
        together(Profile.RESTARTS, "continuing on a page of another boot", "continuing with nothing to adopt");
    }

    private void together(Lives lives, String... names) {
        keep(join(lives, names));
    }

    private Mutant join(Lives lives, String... names) {
        return Stream.of(names)
                .map(this::mutant)
                .reduce((one, other) -> one.and(other, lives))
                .orElseThrow();
    }

    private void keep(Mutant mutant) {
        byName.put(mutant.name(), mutant);
    }

    private Mutant mutant(String name) {
        var mutant = byName.get(name);
        if (mutant == null) {
            throw new IllegalStateException("no mutant is called " + name);
        }
        return mutant;
    }

    static List<Mutant> all() {
        var withoutQuestions = ProposerMutants.withoutQuestions();
        List<Mutant> all = new ArrayList<>(List.of(withoutQuestions));
        new Mutants().byName.values().forEach(mutant -> all.add(mutant.without(withoutQuestions)));
        // These need the questions: without them every round lasts as long as hosts may take to answer, which hides
        // what clocks differ by.
        all.addAll(MajorityMutants.granting());
        all.add(MajorityMutants.termsForgotten().without(withoutQuestions));
        all.addAll(MajorityMutants.holding());
        all.addAll(DatabaseMutants.all());
        all.addAll(StandbyMutants.all());
        return all;
    }

    /** Those of which something is found, in few schedules. */
    static List<Mutant> everyDay() {
        return all().stream()
                .filter(mutant -> !COVERED.contains(mutant.name())
                        && !StandbyMutants.covered().contains(mutant.name()))
                .toList();
    }
}
