package io.github.batonha.supervision.run;

/** What is to be done before a process is started, while nothing of it lives. */
@FunctionalInterface
public interface StartHook {

    StartHook NONE = (process, isFresh) -> {};

    /**
     * Must be quick: the start waits for it.
     *
     * @param isFresh not a restart by itself
     */
    void begin(String process, boolean isFresh);
}
