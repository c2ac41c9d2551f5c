package io.github.batonha.actors.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.push.HomeFilesActor;
import io.github.batonha.actors.wire.Wire;
import io.github.batonha.conf.push.HomeFile;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FileRoutesTest extends RoutesFixture {

    private final List<HomeFilesActor.ListFiles> asked = new CopyOnWriteArrayList<>();
    private volatile boolean isUp = true;

    @Override
    void tellOther(String host, Wire message) {
        if (message instanceof HomeFilesActor.ListFiles list) {
            asked.add(list);
            if (isUp) {
                var files = list.from() == 0
                        ? List.of(new HomeFile("lib/a.jar", 3, "9f86".repeat(16), false))
                        : List.<HomeFile>of();
                list.replyTo().tell(new HomeFilesActor.FilesListed(list.from(), files, List.of(), 1));
            }
        } else {
            super.tellOther(host, message);
        }
    }

    @Test
    void givenANodeThatAnswers_whenItsFilesAreAskedFor_thenTheyAreListedAfterASignOfLife() throws Exception {
        var response = send(authorized("/api/v1/files?node=NodeB"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(json(response).at("/files/0/path").asText()).isEqualTo("lib/a.jar");
        assertThat(asked).hasSize(2);
        assertThat(asked.getFirst().from()).isPositive();
    }

    @Test
    void givenASilentNode_whenItsFilesAreAskedFor_thenThatIsSaidBeforeTheClientGivesUp() throws Exception {
        isUp = false;

        var response = send(authorized("/api/v1/files?node=NodeB"));

        assertProblem(response, 503);
        assertThat(json(response).get("detail").asText()).isEqualTo("no answer from NodeB within 4 s");
        assertThat(asked).hasSize(1);
    }
}
