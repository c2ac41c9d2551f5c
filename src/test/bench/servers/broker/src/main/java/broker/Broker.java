package broker;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** Artemis with a journal on disk and one acceptor for all of its protocols. Nothing of it may run before the promotion, as it takes its journal. */
public final class Broker {

    private Broker() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("begun " + System.currentTimeMillis());
        var port = Integer.parseInt(arguments[0]);
        var data = Path.of(arguments[1]);
        var configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalDirectory(data.resolve("journal").toString())
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setLargeMessagesDirectory(data.resolve("large-messages").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .addAcceptorConfiguration("all", "tcp://127.0.0.1:" + port);
        new EmbeddedActiveMQ().setConfiguration(configuration).start();
    }
}
