package io.github.batonha.supervision.primary.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * The protocol with something taken out of it.
 *
 * @param rule what is taken out, in the words of the design
 * @param edits how
 * @param lives that it is looked for in
 * @param sought the only kind of {@link Violation} that counts, empty for any
 */
record Mutant(String name, String rule, List<Edit> edits, Lives lives, String sought) {

    /** In a source file of {@code io.github.batonha.supervision}, of the product or of the simulator's shell, without its ending, a piece that stands there exactly once, and another in its place. */
    record Edit(String file, String cut, String paste) {}

    Mutant {
        edits = List.copyOf(edits);
    }

    static Mutant of(String name, String rule, Lives lives, Edit... edits) {
        return new Mutant(name, rule, List.of(edits), lives, "");
    }

    static Edit edit(String file, String cut, String paste) {
        return new Edit(file, cut, paste);
    }

    /** Both taken out together. */
    Mutant and(Mutant other, Lives with) {
        var both = new ArrayList<>(edits);
        both.addAll(other.edits);
        return new Mutant(name + " + " + other.name, rule + "; " + other.rule, both, with, "");
    }

    /** What it takes out, and all that the other one does. */
    Mutant without(Mutant other) {
        var all = new ArrayList<>(other.edits);
        all.addAll(edits);
        return new Mutant(name, rule, all, lives, sought);
    }

    /** Found only by this: what else it breaks is broken without its last part too. */
    Mutant seeking(Violation.Kind kind) {
        return new Mutant(name, rule, edits, lives, kind.name());
    }
}
