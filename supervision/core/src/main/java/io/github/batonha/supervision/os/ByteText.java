package io.github.batonha.supervision.os;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;

/**
 * Text for bytes that need not be UTF-8, such as the values of environment variables. Each byte that is not part of UTF-8 text becomes a
 * lone surrogate, which no UTF-8 text decodes to, and becomes that byte again: nothing is lost on the way.
 */
public final class ByteText {

    /** The surrogate of byte 0; bytes of ASCII are always text. */
    private static final char BASE = '\uDC00';

    private static final char FIRST = BASE + 0x80;
    private static final char LAST = BASE + 0xFF;

    private ByteText() {}

    public static String decode(byte[] bytes) {
        var decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var from = ByteBuffer.wrap(bytes);
        var to = CharBuffer.allocate(bytes.length);
        for (var result = decoder.decode(from, to, true); result.isError(); result = decoder.decode(from, to, true)) {
            for (var i = 0; i < result.length(); i++) {
                to.put((char) (BASE + (from.get() & 0xFF)));
            }
            decoder.reset();
        }
        return to.flip().toString();
    }

    public static byte[] encode(String text) {
        if (isUtf8(text)) {
            return text.getBytes(UTF_8);
        }
        var bytes = new ByteArrayOutputStream(text.length() + 16);
        var from = 0;
        for (var i = 0; i < text.length(); i++) {
            if (isByte(text, i)) {
                bytes.writeBytes(text.substring(from, i).getBytes(UTF_8));
                bytes.write(text.charAt(i) - BASE);
                from = i + 1;
            }
        }
        bytes.writeBytes(text.substring(from).getBytes(UTF_8));
        return bytes.toByteArray();
    }

    /** Whether no byte of it was anything else: only such text can be shown, or go into JSON. */
    public static boolean isUtf8(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (isByte(text, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isByte(String text, int at) {
        var one = text.charAt(at);
        return one >= FIRST && one <= LAST && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
