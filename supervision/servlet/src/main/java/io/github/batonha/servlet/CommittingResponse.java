package io.github.batonha.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Calls {@code before} before the container sends the first byte of an answer: when its buffer is full, flushed or closed. */
final class CommittingResponse extends HttpServletResponseWrapper {

    private final HttpServletResponse response;
    private final Runnable before;
    private @Nullable Stream stream;
    private @Nullable PrintWriter writer;
    private boolean isFinishing;

    CommittingResponse(HttpServletResponse response, Runnable before) {
        super(response);
        this.response = response;
        this.before = before;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (writer != null) {
            throw new IllegalStateException("getWriter was called already");
        }
        return stream();
    }

    private Stream stream() throws IOException {
        var open = stream;
        if (open == null) {
            open = new Stream(response.getOutputStream());
            stream = open;
        }
        return open;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        var open = writer;
        if (open == null) {
            if (stream != null) {
                throw new IllegalStateException("getOutputStream was called already");
            }
            // The charset goes into the content type, as it does with a container's own writer.
            response.setCharacterEncoding(response.getCharacterEncoding());
            open = new PrintWriter(new OutputStreamWriter(stream(), Charset.forName(response.getCharacterEncoding())));
            writer = open;
        }
        return open;
    }

    @Override
    public void flushBuffer() throws IOException {
        before.run();
        if (writer != null) {
            writer.flush();
        }
        super.flushBuffer();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        before.run();
        super.sendError(status, message);
    }

    @Override
    public void sendError(int status) throws IOException {
        before.run();
        super.sendError(status);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        before.run();
        super.sendRedirect(location);
    }

    @Override
    public void reset() {
        super.reset();
        forget();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    /** Hands what a writer still holds to the container, which need not send it yet. */
    void finish() {
        isFinishing = true;
        if (writer != null) {
            writer.flush();
        }
        isFinishing = false;
    }

    private void forget() {
        var open = stream;
        if (open != null) {
            open.written = 0;
        }
    }

    /** What has gone into the buffer is counted, for the container asks nobody before it sends a full one. */
    private final class Stream extends ServletOutputStream {
        private final ServletOutputStream out;
        private long written;

        Stream(ServletOutputStream out) {
            this.out = out;
        }

        private void about(int bytes) {
            written += bytes;
            if (written >= response.getBufferSize() || isWhole()) {
                before.run();
            }
        }

        /** Some containers send an answer once it has its declared length. */
        private boolean isWhole() {
            var declared = response.getHeader("Content-Length");
            return declared != null && written >= Long.parseLong(declared.strip());
        }

        @Override
        public void write(int b) throws IOException {
            about(1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            about(length);
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            if (!isFinishing) {
                before.run();
                out.flush();
            }
        }

        @Override
        public void close() throws IOException {
            before.run();
            out.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }
}
