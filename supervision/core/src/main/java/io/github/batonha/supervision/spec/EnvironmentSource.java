package io.github.batonha.supervision.spec;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Gives the environment of a process at the moment when it starts. Secrets stand in it in clear: nobody keeps,
 * logs or shows what it returns. May read files; called off the actors' dispatcher.
 */
@FunctionalInterface
public interface EnvironmentSource {

    Resolution resolve(ChildSpec spec);

    /** The values in clear that the definition keeps secret, so that nothing that is shown has one of them; those that can be read. */
    default Set<String> secrets() {
        return Set.of();
    }

    /**
     * The value of one item of the definition, in clear.
     *
     * @throws IOException if it is not there or can't be decrypted; the message names what is missing and the remedy, never a value
     */
    default String item(String name) throws IOException {
        throw new IOException("there is no item \"%s\"".formatted(name));
    }

    /**
     * What the definition gives of it, to be compared with what it gave before: secrets as the definition has them, and nothing that
     * only the agent's own environment decides.
     */
    default Map<String, String> defined(ChildSpec spec) {
        return spec.environment();
    }

    sealed interface Resolution {
        /**
         * All that it gets.
         *
         * @param secrets those that are to be files, by name; they are not among the variables
         */
        record Resolved(Map<String, String> variables, Map<String, String> secrets) implements Resolution {
            public Resolved {
                variables = Map.copyOf(variables);
                secrets = Map.copyOf(secrets);
            }

            @Override
            public String toString() {
                return "Resolved[%d variables]".formatted(variables.size());
            }
        }

        /** A variable or the key to decrypt with is missing; the reason names it and the remedy, never a value. */
        record Unresolved(String reason) implements Resolution {}
    }
}
