package io.github.batonha.conf.processes;

import java.util.List;
import java.util.Optional;

/**
 * A tag of an XML file with where it begins. An attribute is read like a tag of its name.
 *
 * @param text what stands directly in it, without surrounding white space
 */
record Element(String name, int line, String text, List<Element> children) {

    Element {
        children = List.copyOf(children);
    }

    Optional<Element> child(String name) {
        return children.stream().filter(child -> child.name.equals(name)).findFirst();
    }
}
