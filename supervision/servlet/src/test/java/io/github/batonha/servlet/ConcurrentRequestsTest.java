package io.github.batonha.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.batonha.client.sessions.Replicate;
import io.github.batonha.client.sessions.Sessions;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two requests of one user at once, each with its own objects, against an agent. */
class ConcurrentRequestsTest {

    private FakeAgent agent;
    private Sessions sessions;
    private String id;

    @BeforeEach
    void begin() throws IOException {
        agent = new FakeAgent();
        sessions = Sessions.of(agent.access(), Replicate.ONE_OTHER, Duration.ofSeconds(5));
        var first = Requests.of(sessions);
        id = first.getSession().getId();
        first.save();
    }

    @AfterEach
    void end() {
        agent.close();
    }

    private SharedRequest request() {
        return Requests.of(sessions, id);
    }

    private void write(String name, Object value) {
        var request = request();
        request.getSession().setAttribute(name, value);
        request.save();
    }

    private Object read(String name) {
        return request().getSession().getAttribute(name);
    }

    private static Map<String, Integer> roomyMap(int value) {
        Map<String, Integer> map = new HashMap<>(64);
        map.put("v", value);
        return map;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Integer> map(HttpSession session, String name) {
        return (Map<String, Integer>) session.getAttribute(name);
    }

    @Test
    void givenAMapOfUnusualCapacity_whenARequestOnlyReadsIt_thenItSendsNothingAndAnothersWriteStays() {
        write("map", roomyMap(1));
        agent.requests.clear();

        var reader = request();
        assertThat(map(reader.getSession(), "map")).containsEntry("v", 1);
        write("map", roomyMap(2));
        reader.save();

        assertThat(agent.requests).containsExactly("GET", "GET", "PATCH");
        assertThat(read("map")).isEqualTo(Map.of("v", 2));
    }

    /** Holds its elements in the order of their addresses, which no two objects have alike. */
    private static final class Unordered implements java.io.Serializable {
        private static final long serialVersionUID = 1;
        private final HashSet<Element> elements = new HashSet<>();

        private static final class Element implements java.io.Serializable {
            private static final long serialVersionUID = 1;
            private final String name;

            Element(String name) {
                this.name = name;
            }
        }

        Unordered() {
            for (var index = 0; index < 50; index++) {
                elements.add(new Element("element " + index));
            }
        }
    }

    @Test
    void givenValuesWhoseBytesDifferAfterReading_whenARequestOnlyReadsThem_thenItSendsNothing() {
        var unordered = new Unordered();
        assertThat(unordered.elements).extracting(element -> element.name).contains("element 7");
        write("unordered", unordered);
        write("list", new ArrayList<>(List.of("a", "b")));
        write("text", "a");
        write("set", new HashSet<>(List.of("a", "b", "c")));
        agent.requests.clear();

        var reader = request();
        for (var name : List.of("unordered", "list", "text", "set")) {
            assertThat(reader.getSession().getAttribute(name)).isNotNull();
        }
        reader.save();

        assertThat(agent.requests).containsExactly("GET");
    }

    @Test
    void givenAChangeInPlace_whenAnotherRequestHasWrittenMeanwhile_thenItIsLeftOutAndTheRestIsDone() {
        write("map", roomyMap(1));

        var slow = request();
        map(slow.getSession(), "map").put("v", 100);
        slow.getSession().setAttribute("other", "of the slow one");
        write("map", roomyMap(2));
        slow.save();

        assertThat(read("map")).isEqualTo(Map.of("v", 2));
        assertThat(read("other")).isEqualTo("of the slow one");
    }

    @Test
    void givenChangesInPlace_whenSavedAtEachFlush_thenEachIsWrittenOnTheOneBefore() {
        write("map", roomyMap(1));

        var request = request();
        map(request.getSession(), "map").put("v", 2);
        request.save();
        assertThat(read("map")).isEqualTo(Map.of("v", 2));
        map(request.getSession(), "map").put("v", 3);
        request.save();

        assertThat(read("map")).isEqualTo(Map.of("v", 3));
    }

    @Test
    void givenAValueThatWasSet_whenAnotherRequestHasWrittenMeanwhile_thenTheLaterCounts() {
        write("map", roomyMap(1));

        var slow = request();
        var map = map(slow.getSession(), "map");
        map.put("v", 100);
        slow.getSession().setAttribute("map", map);
        write("map", roomyMap(2));
        slow.save();

        assertThat(read("map")).isEqualTo(Map.of("v", 100));
    }

    @Test
    void givenAnAttributeRemovedByAnother_whenChangedInPlace_thenItDoesNotComeBack() {
        write("map", roomyMap(1));

        var slow = request();
        map(slow.getSession(), "map").put("v", 100);
        var other = request();
        other.getSession().removeAttribute("map");
        other.save();
        slow.save();

        assertThat(read("map")).isNull();
    }

    @Test
    void givenASessionThatAnotherRequestLogsOut_whenTheSlowOneWrites_thenThatIsDroppedWithoutAnError() {
        var slow = request();
        var seen = slow.getSession();
        seen.setAttribute("cart", "of the slow one");
        var logOut = request();
        logOut.getSession().invalidate();
        logOut.save();

        slow.save();
        slow.save();

        assertThat(agent.sessions()).isEmpty();
        assertThat(slow.getSession(false)).isNull();
        assertThatThrownBy(() -> seen.setAttribute("cart", "again")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(slow::changeSessionId).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void givenASessionThatAnotherRequestGivesANewId_whenTheSlowOneWrites_thenTheNewOneStaysAsItIs() {
        write("user", "anna");
        var slow = request();
        slow.getSession().setAttribute("user", "of the slow one");
        var logIn = request();
        var renamed = logIn.changeSessionId();

        slow.save();

        assertThat(agent.sessions()).containsOnlyKeys(renamed);
        assertThat(Requests.of(sessions, renamed).getSession().getAttribute("user"))
                .isEqualTo("anna");
    }

    @Test
    void givenSeveralCookiesOfTheName_whenOnlyOneLives_thenItIsTheSession() {
        var stale = "9".repeat(32);
        for (var ids : List.of(List.of(stale, id), List.of(id, stale), List.of("no id", "8".repeat(32), id))) {
            var request = Requests.of(sessions, ids.toArray(String[]::new));

            assertThat(request.getSession(false)).isNotNull();
            assertThat(request.getSession().getId()).isEqualTo(id);
            assertThat(request.getRequestedSessionId()).isEqualTo(id);
            assertThat(request.isRequestedSessionIdValid()).isTrue();
        }
        assertThat(agent.sessions()).containsOnlyKeys(id);
    }

    @Test
    void givenAnAttributeOfAnUnknownClass_whenRead_thenItIsAbsentAndTheSessionGoesOn() {
        write("user", "anna");
        write("form", new Form(1));
        var bytes = Serialized.write("form", new Form(1));
        agent.put(
                id,
                "changed",
                replaced(
                        bytes,
                        "io.github.batonha.servlet.ConcurrentRequestsTest$Form",
                        "io.github.batonha.servlet.ConcurrentRequestsTest$Gone"));
        agent.put(id, "damaged", new byte[] {1, 2, 3});
        agent.put(id, "hostile", Serialized.write("hostile", new Refuses()));

        var request = request();
        var session = request.getSession();
        for (var name : List.of("changed", "damaged", "hostile")) {
            assertThat(session.getAttribute(name)).isNull();
        }
        assertThat(session.getAttributeNames().asIterator()).toIterable().containsExactly("form", "user");
        session.setAttribute("changed", "anew");
        session.removeAttribute("damaged");
        request.save();

        assertThat(read("changed")).isEqualTo("anew");
        assertThat(agent.session(id).attributes()).containsOnlyKeys("user", "form", "changed", "hostile");
        var logOut = request();
        logOut.getSession().invalidate();
        logOut.save();
        assertThat(agent.sessions()).isEmpty();
    }

    private record Form(int value) implements java.io.Serializable {}

    /** Can be written and not be read. */
    private static final class Refuses implements java.io.Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() {
            throw new IllegalStateException("not in this release");
        }
    }

    /** Names of one length, so that the bytes stay whole. */
    private static byte[] replaced(byte[] bytes, String from, String to) {
        var latin = java.nio.charset.StandardCharsets.ISO_8859_1;
        assertThat(to).hasSameSizeAs(from);
        assertThat(new String(bytes, latin)).contains(from);
        return new String(bytes, latin).replace(from, to).getBytes(latin);
    }

    @Test
    void givenALifetimeWithoutEnd_whenAsked_thenTheAgentIsAskedForALongOneAndTheRestIsSaved() {
        for (var seconds : List.of(-1, 0)) {
            var request = request();
            request.getSession().setMaxInactiveInterval(seconds);
            request.getSession().setAttribute("seen", seconds);
            request.save();

            assertThat(read("seen")).isEqualTo(seconds);
            assertThat(agent.session(id).ttl()).isGreaterThan(Duration.ofDays(365));
        }
    }
}
