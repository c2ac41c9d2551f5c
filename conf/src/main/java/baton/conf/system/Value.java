package baton.conf.system;

/** What an item stands for. */
public sealed interface Value {

    /** Written out in the definition; cipher text where the item is encrypted. */
    record Text(String text) implements Value {}

    /** Whatever the environment variable holds when it is needed. */
    record Variable(String name) implements Value {}
}
