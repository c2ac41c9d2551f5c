package io.github.batonha.conf.install;

import io.github.batonha.conf.install.RevisionFile.Stored;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.ConfigurationException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The last revisions that were installed in a home, and the way back to one. Reads and writes files; for one thread. */
public final class Revisions {

    private static final int FEWEST_DIGITS = 4;

    private final BatonHome home;
    private final List<Stored> all;

    private Revisions(BatonHome home, List<Stored> all) {
        this.home = home;
        this.all = List.copyOf(all);
    }

    /** As they are now. */
    public static Revisions of(BatonHome home) {
        try {
            return new Revisions(home, new RevisionFile(home).all());
        } catch (IOException e) {
            throw new ConfigurationException(
                    "generated/revisions can't be read (%s): make it readable for this user".formatted(e.getMessage()));
        }
    }

    /** Why agents can't run from what is installed, whatever stands in it; empty where they can, or nothing is installed. */
    public static Optional<String> obstacle(BatonHome home) {
        var file = new RevisionFile(home);
        if (!file.exists()) {
            return Optional.empty();
        }
        try {
            var _ = file.read();
            return Optional.empty();
        } catch (ConfigurationException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The newest first. */
    public List<Revision> list() {
        return all.stream().map(Stored::revision).toList();
    }

    public Optional<Revision> installed() {
        return list().stream().filter(Revision::isInstalled).findFirst();
    }

    /** The last one before the installed one that is another. */
    public Optional<Revision> previous() {
        var hash = installed().map(Revision::hash).orElse("");
        return list().stream()
                .filter(revision -> !revision.isInstalled() && !revision.hash().equals(hash))
                .findFirst();
    }

    /**
     * By its number, or by four digits of its hash or more.
     *
     * @throws ConfigurationException there is none, or more than one
     */
    public Revision find(String word) {
        return stored(word).revision();
    }

    private Stored stored(String word) {
        var byNumber = all.stream()
                .filter(stored -> Long.toString(stored.revision().number()).equals(word))
                .findFirst();
        if (byNumber.isPresent()) {
            return byNumber.get();
        }
        var byHash = all.stream()
                .filter(stored ->
                        word.length() >= FEWEST_DIGITS && stored.hash().startsWith(word))
                .toList();
        if (byHash.isEmpty()) {
            throw new ConfigurationException("there is no revision %s: %s"
                    .formatted(
                            word,
                            all.isEmpty()
                                    ? "nothing is installed yet, run `baton install`"
                                    : "there are " + numbers() + ", see `baton revisions`"));
        }
        if (byHash.stream().map(Stored::hash).distinct().count() > 1) {
            throw new ConfigurationException(
                    "%s begins the hash of more than one revision: say its number, see `baton revisions`"
                            .formatted(word));
        }
        return byHash.getFirst();
    }

    private String numbers() {
        return list().stream().map(revision -> Long.toString(revision.number())).collect(Collectors.joining(", "));
    }

    /** From one to the other. */
    public List<RevisionDifference> differences(Revision from, Revision to) {
        return RevisionDifferences.between(
                stored(Long.toString(from.number())).content(),
                stored(Long.toString(to.number())).content());
    }

    /** From one hash to the other; empty where one of them is not kept. */
    public Optional<List<RevisionDifference>> differences(String from, String to) {
        return content(from).flatMap(before -> content(to).map(after -> RevisionDifferences.between(before, after)));
    }

    private Optional<RevisionContent> content(String hash) {
        return all.stream()
                .filter(stored -> stored.hash().equals(hash))
                .findFirst()
                .map(Stored::content);
    }

    /** Whether it would run on this machine as it is now. Writes nothing. */
    public InstallReport check(Revision revision, Map<String, String> environment, String hostName) {
        return Install.check(
                home,
                environment,
                hostName,
                stored(Long.toString(revision.number())).content());
    }

    /** Makes it the installed one again, under a new number, if it would run on this machine as it is now. */
    public InstallReport installAgain(
            Revision revision, Map<String, String> environment, String hostName, InstallAuthor author) {
        return Install.again(
                home,
                environment,
                hostName,
                stored(Long.toString(revision.number())).content(),
                author);
    }
}
