package io.github.batonha.e2e.bench;

/** As {@link SlowStart}, without a word of the primary at its main class: its standby is held before it has begun. */
final class PlainStart {

    private PlainStart() {}

    public static void main(String[] arguments) throws InterruptedException {
        SlowStart.work(arguments);
    }
}
