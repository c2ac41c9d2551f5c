package orders;

import bench.PromotionAwaited;
import io.github.batonha.client.AwaitsPrimary;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Initializes itself on every node, and waits for its promotion before its web server opens the port. */
@AwaitsPrimary
@SpringBootApplication
public class Orders {

    public static void main(String[] arguments) {
        SpringApplication.run(Orders.class, arguments);
    }

    /** Before the web server. */
    @Bean
    PromotionAwaited awaitsPrimary() {
        return new PromotionAwaited();
    }
}
