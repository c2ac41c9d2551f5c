package baton.supervision.primary;

import java.util.List;

/** All reasons against a SetPrimary, of which there is at least one, and what is known of the hosts whose silence is among them. */
record Refusal(List<Reason> reasons, List<Silence> silences) {

    Refusal {
        reasons = List.copyOf(reasons);
        silences = List.copyOf(silences);
    }

    static Refusal of(Reason.Code code, String text, String remedy) {
        return new Refusal(List.of(Reason.of(code, text, remedy)), List.of());
    }
}
