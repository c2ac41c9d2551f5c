package baton.actors.process;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a node of their own each, whose processes end with them. */
abstract class NodeTest {

    @TempDir
    Path folder;

    TestNode node;

    @BeforeEach
    void beginNode() throws IOException {
        node = new TestNode(folder);
    }

    @AfterEach
    void endNode() {
        node.close();
    }
}
