package io.github.batonha.actors.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a node of their own each, whose processes end with them. */
public abstract class NodeTest {

    @TempDir
    protected Path folder;

    protected TestNode node;

    @BeforeEach
    protected void beginNode() throws IOException {
        node = new TestNode(folder);
    }

    @AfterEach
    protected void endNode() {
        node.close();
    }
}
