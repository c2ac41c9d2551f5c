package io.github.batonha.actors.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.DefaultParsingErrorHandler$;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers requests that Pekko can't read. Made by Pekko, by reflection. */
public final class ParsingErrors extends ParsingErrorHandler {
    private static final int NOT_IMPLEMENTED = 501;

    /** A method that Pekko has never heard of is refused as every other that is not ours. */
    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return status.intValue() == NOT_IMPLEMENTED
                ? HealthRoutes.notAllowed("this method")
                : DefaultParsingErrorHandler$.MODULE$.handle(status, error, log, settings);
    }
}
