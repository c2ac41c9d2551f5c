package io.github.batonha.conf.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a host takes of another one. Pure.
 *
 * @param added files that it does not have
 * @param replaced files that it has with another content
 * @param removed paths that the other one does not have; none in {@code lib}
 */
public record PushPlan(List<HomeFile> added, List<HomeFile> replaced, List<String> removed) {

    public PushPlan {
        added = List.copyOf(added);
        replaced = List.copyOf(replaced);
        removed = List.copyOf(removed);
    }

    /** A file that is withheld on either side stays as it is. */
    public static PushPlan of(Listing source, Listing own) {
        var had = own.files().stream().collect(Collectors.toMap(HomeFile::path, Function.identity()));
        var added = new ArrayList<HomeFile>();
        var replaced = new ArrayList<HomeFile>();
        for (var file : source.files()) {
            var old = Optional.ofNullable(had.remove(file.path()));
            if (own.withheld().contains(file.path()) || old.filter(file::isSame).isPresent()) {
                continue;
            }
            (old.isPresent() ? replaced : added).add(file);
        }
        var removed = own.files().stream()
                .filter(file -> had.containsKey(file.path()) && file.isRemovedWhereExtra())
                .map(HomeFile::path)
                .filter(path -> !source.withheld().contains(path))
                .toList();
        return new PushPlan(added, replaced, removed);
    }

    /** All that has to come from the other host, in the order of the paths of each kind. */
    public List<HomeFile> taken() {
        var all = new ArrayList<>(added);
        all.addAll(replaced);
        return all;
    }

    public long bytes() {
        return taken().stream().mapToLong(HomeFile::bytes).sum();
    }

    public boolean isNothing() {
        return added.isEmpty() && replaced.isEmpty() && removed.isEmpty();
    }

    /** One line for each file, at most so many, and one for the rest. */
    public List<String> lines(int most) {
        var all = new ArrayList<String>();
        added.forEach(file -> all.add("add %s, %d bytes".formatted(file.path(), file.bytes())));
        replaced.forEach(file -> all.add("replace %s, %d bytes".formatted(file.path(), file.bytes())));
        removed.forEach(path -> all.add("remove %s".formatted(path)));
        if (all.size() <= most) {
            return all;
        }
        var shown = new ArrayList<>(all.subList(0, most));
        shown.add("and %d files more, %d bytes in all".formatted(all.size() - most, bytes()));
        return shown;
    }
}
