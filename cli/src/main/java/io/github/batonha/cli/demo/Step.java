package io.github.batonha.cli.demo;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * One step of the story: something happens, then every node that is up shows the picture.
 *
 * @param title what happens, for people
 * @param action makes it happen
 * @param picture what must be seen afterwards
 * @param within time for the picture to appear, from the end of the action
 * @param holds time for which the picture must stay then: zero unless the point is that nothing happens
 */
public record Step(String title, Consumer<TwoNodes> action, Picture picture, Duration within, Duration holds) {}
