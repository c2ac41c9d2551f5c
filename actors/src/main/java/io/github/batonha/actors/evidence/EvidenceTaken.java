package io.github.batonha.actors.evidence;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Evidence of a run that does not work.
 *
 * @param text the findings in one line for people, with the folder
 * @param folder absolute; null where none could be made
 */
public record EvidenceTaken(String text, @Nullable Path folder) {}
