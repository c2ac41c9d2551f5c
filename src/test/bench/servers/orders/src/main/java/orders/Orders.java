package orders;

import io.github.batonha.client.AwaitsPrimary;
import io.github.batonha.client.Primary;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/** Initializes itself on every node, and waits for its promotion before its web server opens the port. */
@AwaitsPrimary
@SpringBootApplication
public class Orders {

    public static void main(String[] arguments) {
        SpringApplication.run(Orders.class, arguments);
    }

    /** All beans are there when it starts, and its phase is before that of the web server. */
    @Bean
    SmartLifecycle awaitsPrimary() {
        return new SmartLifecycle() {
            private boolean isRunning;

            @Override
            public void start() {
                try {
                    // The twin, which records a cache, is not primaryOnly.
                    isRunning = Boolean.getBoolean("bench.twin") || Primary.awaitPrimary(Duration.ofDays(10_000));
                } catch (InterruptedException e) {
                    // Told to end: the context must not go on to open the port.
                    throw new IllegalStateException("ends before its promotion", e);
                }
                Begun.say();
            }

            @Override
            public void stop() {
                isRunning = false;
            }

            @Override
            public boolean isRunning() {
                return isRunning;
            }

            @Override
            public int getPhase() {
                return 0;
            }
        };
    }
}
