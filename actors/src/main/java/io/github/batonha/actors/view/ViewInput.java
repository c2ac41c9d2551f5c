package io.github.batonha.actors.view;

/** What the view takes: reports of other nodes, and the commands of its own. */
public interface ViewInput {}
