package io.github.batonha.client.app;

/** Main classes of other forms than the classic one. */
final class Unusual {

    private Unusual() {}

    static final class NotPublic {
        private NotPublic() {}

        public static void main(String[] args) {
            System.out.println("not public " + String.join(" ", args));
        }
    }

    static class OfAnInstance {
        OfAnInstance() {}

        void main() {
            System.out.println("of an instance");
        }
    }

    static final class None {
        private None() {}
    }

    static final class BrokenInit {
        private static final int NUMBER = Integer.parseInt("no number");

        private BrokenInit() {}

        public static void main(String[] args) {
            System.out.println(NUMBER);
        }
    }
}
