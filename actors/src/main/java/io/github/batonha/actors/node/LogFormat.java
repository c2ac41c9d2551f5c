package io.github.batonha.actors.node;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.github.batonha.supervision.secrets.VisibleText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a line of the log is written. A message often quotes what somebody sent. It stays on its line, whatever it holds, and so does the
 * message of an exception.
 */
final class LogFormat {

    private LogFormat() {}

    /** Of the pattern's words, {@code msg} and {@code ex} are safe; exceptions stand only where {@code ex} does. */
    static Encoder<ILoggingEvent> encoder(LoggerContext context, String pattern) {
        var layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(pattern);
        layout.getInstanceConverterMap().put("msg", VisibleMessage::new);
        layout.getInstanceConverterMap().put("ex", VisibleException::new);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    static final class VisibleMessage extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return VisibleText.of(super.convert(event));
        }
    }

    static final class VisibleException extends ThrowableProxyConverter {
        @Override
        protected String throwableProxyToString(IThrowableProxy exception) {
            return super.throwableProxyToString(new Escaped(exception));
        }
    }

    private record Escaped(IThrowableProxy of) implements IThrowableProxy {
        private static @Nullable IThrowableProxy ofNullable(@Nullable IThrowableProxy exception) {
            return exception == null ? null : new Escaped(exception);
        }

        private static @Nullable String visible(@Nullable String text) {
            return text == null ? null : VisibleText.of(text);
        }

        @Override
        public @Nullable String getMessage() {
            return visible(of.getMessage());
        }

        @Override
        public @Nullable String getOverridingMessage() {
            return visible(of.getOverridingMessage());
        }

        @Override
        public String getClassName() {
            return of.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return of.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return of.getCommonFrames();
        }

        @Override
        public @Nullable IThrowableProxy getCause() {
            return ofNullable(of.getCause());
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            return Arrays.stream(of.getSuppressed()).map(Escaped::new).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return of.isCyclic();
        }
    }
}
