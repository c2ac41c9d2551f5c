package orders;

import bench.Begun;
import org.springframework.boot.SpringApplication;

/** The same application without {@code @AwaitsPrimary}: its standby waits before this method. */
public final class HeldBeforeMain {

    private HeldBeforeMain() {}

    public static void main(String[] arguments) {
        Begun.say();
        SpringApplication.run(Orders.class, arguments);
    }
}
