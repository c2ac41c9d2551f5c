package io.github.batonha.actors.tls;

import io.github.batonha.actors.wire.FrameGuard;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A TLS engine that says why it failed, that reads along whose messages come in, and that ends when its peer's certificate is trusted no
 * more. One thread at a time, as any engine.
 */
final class GuardedEngine extends SSLEngine {
    private final SSLEngine engine;
    private final ClusterTls tls;
    private final String called;
    private final int mostInFrame;
    private @Nullable FrameGuard frames;
    private @Nullable Material trusted;
    private boolean isEstablished;
    private @Nullable String refusal;

    /** @param called host and port; empty where the peer has called */
    GuardedEngine(SSLEngine engine, ClusterTls tls, String called, int mostInFrame) {
        super(engine.getPeerHost(), engine.getPeerPort());
        this.engine = engine;
        this.tls = tls;
        this.called = called;
        this.mostInFrame = mostInFrame;
    }

    /** Ends the connection before a word is spoken: its first step fails, and whoever runs the engine closes it. */
    void refuse(String why) {
        refusal = why;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) throws SSLException {
        checkTrust();
        return step(() -> engine.wrap(from, offset, length, to));
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
        checkTrust();
        var begin = new int[length];
        for (var i = 0; i < length; i++) {
            begin[i] = to[offset + i].position();
        }
        var result = step(() -> engine.unwrap(from, to, offset, length));
        for (var i = 0; i < length && result.bytesProduced() > 0; i++) {
            var buffer = to[offset + i];
            read(buffer.duplicate().position(begin[i]).limit(buffer.position()));
        }
        return result;
    }

    private interface Step {
        SSLEngineResult run() throws SSLException;
    }

    private SSLEngineResult step(Step step) throws SSLException {
        try {
            var result = step.run();
            isEstablished |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
            return result;
        } catch (SSLException e) {
            if (!isEstablished) {
                tls.tell(Handshakes.why(e, called));
            }
            throw e;
        }
    }

    private void read(ByteBuffer bytes) throws SSLException {
        if (frames == null) {
            frames = new FrameGuard(tls.speaksFor(engine.getSession()), mostInFrame);
        }
        try {
            frames.read(bytes);
        } catch (FrameGuard.Foreign e) {
            throw refused("with the certificate of %s came %s"
                    .formatted(engine.getSession().getPeerPrincipal(), e.getMessage()));
        }
    }

    private void checkTrust() throws SSLException {
        if (refusal != null) {
            var why = refusal;
            // Once: whoever runs the engine goes on calling it until it is closed.
            refusal = null;
            engine.closeOutbound();
            throw refused(why);
        }
        if (!isEstablished) {
            return;
        }
        var current = tls.current();
        if (trusted != null && !trusted.equals(current)) {
            var distrust = ClusterTls.distrust(current, engine.getSession());
            if (distrust.isPresent()) {
                throw refused(distrust.get());
            }
        }
        trusted = current;
    }

    private SSLException refused(String why) {
        tls.tell(why);
        return new SSLException(why);
    }

    @Override
    public void closeInbound() throws SSLException {
        engine.closeInbound();
    }

    @Override
    public void closeOutbound() {
        engine.closeOutbound();
    }

    @Override
    public void beginHandshake() throws SSLException {
        engine.beginHandshake();
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return engine.getDelegatedTask();
    }

    @Override
    public boolean isInboundDone() {
        return engine.isInboundDone();
    }

    @Override
    public boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        engine.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        engine.setEnabledProtocols(protocols);
    }

    @Override
    public SSLSession getSession() {
        return engine.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return engine.getHandshakeSession();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        // A silent peer gives nothing to unwrap: what is refused asks to be called.
        return refusal == null ? engine.getHandshakeStatus() : HandshakeStatus.NEED_WRAP;
    }

    @Override
    public void setUseClientMode(boolean mode) {
        engine.setUseClientMode(mode);
    }

    @Override
    public boolean getUseClientMode() {
        return engine.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        engine.setEnableSessionCreation(flag);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine.getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        engine.setSSLParameters(parameters);
    }

    @Override
    public String getApplicationProtocol() {
        return engine.getApplicationProtocol();
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        return engine.getHandshakeApplicationProtocol();
    }

    @Override
    public void setHandshakeApplicationProtocolSelector(BiFunction<SSLEngine, List<String>, String> selector) {
        engine.setHandshakeApplicationProtocolSelector(selector);
    }

    @Override
    public BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
        return engine.getHandshakeApplicationProtocolSelector();
    }
}
