package engine;

/** When the work of the primary began, for the measurement. */
final class Begun {

    private Begun() {}

    static void say() {
        System.out.println("begun " + System.currentTimeMillis());
    }
}
