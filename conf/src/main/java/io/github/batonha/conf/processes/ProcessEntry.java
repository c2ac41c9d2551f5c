package io.github.batonha.conf.processes;

import io.github.batonha.conf.report.Place;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One process as the files have it, merged and with overrides applied. Immutable.
 *
 * @param tags those that were given, with where each stands
 * @param environment the process's own variables
 * @param isOverride replaces an entry of the same name in another file
 */
public record ProcessEntry(
        String name, Map<Tag, Tagged> tags, Map<String, String> environment, boolean isOverride, Place place) {

    /** A tag's text and where it stands, which may be an environment variable. */
    public record Tagged(String text, Place place) {}

    public ProcessEntry {
        tags = Map.copyOf(tags);
        environment = Map.copyOf(environment);
    }

    /** A tag's text; empty if it was left out or left blank. */
    public Optional<String> text(Tag tag) {
        return Optional.ofNullable(tags.get(tag)).map(Tagged::text).filter(text -> !text.isEmpty());
    }

    /** Where a tag stands, else where the process does. */
    public Place placeOf(Tag tag) {
        var tagged = tags.get(tag);
        return tagged == null ? place : tagged.place();
    }

    public boolean isTrue(Tag tag, boolean otherwise) {
        return text(tag).map(text -> text.equalsIgnoreCase("true")).orElse(otherwise);
    }

    /** What a tag lists between commas. */
    public List<String> list(Tag tag) {
        return text(tag).stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    /** The name as environment variables have it. */
    public String variableName() {
        return variableName(name);
    }

    /** {@code my-server} is {@code MY_SERVER}. */
    public static String variableName(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** With one tag given so, and otherwise the same. */
    public ProcessEntry with(Tag tag, Tagged tagged) {
        var changed = new EnumMap<Tag, Tagged>(Tag.class);
        changed.putAll(tags);
        changed.put(tag, tagged);
        return new ProcessEntry(name, changed, environment, isOverride, place);
    }

    /** With other variables of its own, and otherwise the same. */
    public ProcessEntry withEnvironment(Map<String, String> variables) {
        return new ProcessEntry(name, tags, variables, isOverride, place);
    }

    /** The tags by their names, in order. */
    public Map<String, String> texts() {
        var texts = new TreeMap<String, String>();
        tags.forEach((tag, tagged) -> texts.put(tag.tagName(), tagged.text()));
        return texts;
    }
}
