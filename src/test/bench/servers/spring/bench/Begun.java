package bench;

/** When the work of the primary began, for the measurement. */
public final class Begun {

    private Begun() {}

    public static void say() {
        System.out.println("begun " + System.currentTimeMillis());
    }
}
