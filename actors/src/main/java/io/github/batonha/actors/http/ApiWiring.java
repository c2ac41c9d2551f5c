package io.github.batonha.actors.http;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.jspecify.annotations.Nullable;

/** Hands {@link AgentApi} to the routes, which Pekko Management makes by reflection. Any thread. */
public final class ApiWiring implements Extension {
    private final AtomicReference<@Nullable AgentApi> api = new AtomicReference<>();

    private static final class Id extends AbstractExtensionId<ApiWiring> {
        @Override
        public ApiWiring createExtension(ExtendedActorSystem system) {
            return new ApiWiring();
        }
    }

    private static final Id ID = new Id();

    private ApiWiring() {}

    /** To be called before Pekko Management starts. */
    public static void install(ActorSystem<?> system, AgentApi api) {
        ID.get(Adapter.toClassic(system)).api.set(api);
    }

    static AgentApi of(ExtendedActorSystem system) {
        return Objects.requireNonNull(
                ID.get(system).api.get(), "ApiWiring.install has to be called before Pekko Management is started");
    }
}
