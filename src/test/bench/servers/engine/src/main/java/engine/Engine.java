package engine;

import bench.PromotionAwaited;
import io.github.batonha.client.AwaitsPrimary;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Initializes itself on every node, tables included, and waits for its promotion before its executor of jobs begins and its web server opens the
 * port.
 */
@AwaitsPrimary
@SpringBootApplication(proxyBeanMethods = false)
public class Engine {

    public static void main(String[] arguments) {
        SpringApplication.run(Engine.class, arguments);
    }

    /** Before the executor of jobs and the web server. */
    @Bean
    PromotionAwaited awaitsPrimary() {
        return new PromotionAwaited();
    }
}
