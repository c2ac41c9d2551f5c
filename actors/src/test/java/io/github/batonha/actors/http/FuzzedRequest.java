package io.github.batonha.actors.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One request that is strange in some way, made from its seed alone. None is an order that could be carried out: an order in it lacks its
 * target, or has one that is no node of the system.
 *
 * @param bytes as they are sent
 * @param isWhole whether the server can tell where it ends, and so has to answer
 */
record FuzzedRequest(
        long seed, @SuppressWarnings("ArrayRecordComponent") byte[] bytes, boolean isWhole) {
    private static final List<String> METHODS = List.of(
            "GET",
            "GET",
            "POST",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PURGE",
            "get",
            "G\u00c4T",
            "");
    private static final List<String> SEGMENTS = List.of(
            "mon",
            "mon-cluster",
            "history",
            "processes",
            "logs",
            "logs/WEB_SERVER",
            "logs/X",
            "evidence/WEB_SERVER",
            "evidence/WEB_SERVER/WEB_SERVER-20260102-030405-678/threads.txt",
            "session-figures",
            "probes",
            "revision-changes",
            "events",
            "primary",
            "primary/repair",
            "primary/schedule",
            "primary/cancel",
            "operations",
            "apply",
            "drain",
            "undrain",
            "sessions",
            "sessions/SESSION",
            "sessions/SESSION/touch",
            "sessions/SESSION/rotate",
            "sessions/SESSION/attributes/a",
            "sessions/SESSION/attributes/%0d%0a",
            "sessions/" + "A".repeat(31) + "=",
            "sessions/" + "A".repeat(32),
            "sessions/" + "%00".repeat(32),
            "nothing",
            "",
            ".",
            "..",
            "%2e%2e/%2e%2e/etc/passwd");
    private static final List<String> HEALTH = List.of(
            "/",
            "/health",
            "/health/ready",
            "/health/live",
            "/health/primary",
            "/health/%ff",
            "/ready",
            "*",
            "http://evil/health/ready",
            "//",
            "/api",
            "/api/v1",
            "/api/v2/mon",
            "/%00",
            "/\u00e9",
            "/ x",
            "/cluster/members",
            "");
    private static final List<String> QUERIES = List.of(
            "",
            "",
            "",
            "?resources=true",
            "?lines=-1",
            "?lines=99999999999",
            "?follow=true",
            "?follow=maybe",
            "?since=x",
            "?last=-1",
            "?since=2026-01-02T03:04:05Z&until=1999-01-01T00:00:00Z",
            "?since=%2B1000000000-12-31T23:59:59Z",
            "?stream=err",
            "?node=NodeX",
            "?ttl=P106751991167300D",
            "?ttl=-P106751991167300D",
            "?ttl=PT0S",
            "?ttl=x",
            "?ttl=PT9223372036854775807S",
            "?replicate=all",
            "?replicate=local",
            "?touch=true",
            "?after=%F0%9F%98%80",
            "?%",
            "?%zz",
            "?a=b=c&&&=",
            "?lines=%0d%0aX:%20y",
            "?after=NodeA:99999999999999999999");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e999",
            "99999999999999999999",
            "\"\"",
            "\"NodeX\"",
            "[\"NodeX\"]",
            "[null]",
            "[[]]",
            "{}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\r\\nX: y\"",
            "\"PT5M\"",
            "\"-P106751991167300D\"",
            "{\"a\":{\"text\":\"v\"}}",
            "{\"a\":{\"base64\":\"%%\"}}",
            "{\"a\":{\"text\":\"v\",\"contentType\":\"text/plain\\r\\nX: y\"}}",
            "{\"a\":{\"text\":\"v\",\"contentType\":\"\"}}",
            "{\"\":{\"text\":\"v\"}}",
            "{\"a\\r\\n\":{\"text\":1}}",
            "[\"a\",1,null]",
            "\"" + "x".repeat(3000) + "\"");
    private static final List<String> FIELDS = List.of(
            "target",
            "node",
            "hosts",
            "name",
            "action",
            "scope",
            "confirmDown",
            "by",
            "reason",
            "override",
            "dryRun",
            "deadlineSeconds",
            "stop",
            "force",
            "shown",
            "waitSeconds",
            "ttl",
            "set",
            "unset",
            "rolling",
            "other");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json; charset=utf-8",
            "application/json; charset=none",
            "text/plain",
            "application/vnd.baton.session-changes",
            "application/octet-stream",
            "multipart/form-data; boundary=x",
            "x",
            "",
            "a/b\u00ff",
            "application/x-www-form-urlencoded");
    private static final List<String> HEADERS = List.of(
            "Accept: application/vnd.baton.session",
            "Accept: ,,,",
            "Accept-Encoding: gzip;q=x",
            "If-Match: *",
            "If-Match: \"x",
            "If-None-Match: *",
            "Last-Event-ID: NodeA:x",
            "Last-Event-ID: \u00ff",
            "Baton-Not-After: x",
            "Baton-Not-After: 99999999999999999999 1",
            "Range: bytes=9-1",
            "Cookie: =;;=",
            "X-Long: " + "y".repeat(5000),
            "Bad Name: x",
            "NoColon",
            "Connection: upgrade",
            "Upgrade: h2c",
            "Origin: null",
            "Content-Encoding: gzip",
            "Expect: something",
            "Authorization: Basic x",
            "Date: x",
            "X-Forwarded-For: \u001b[2J",
            "Host: evil");

    static FuzzedRequest of(long seed, String token, String session) {
        return new Maker(new Random(seed * 0x9e3779b97f4a7c15L + seed), token, session).make(seed);
    }

    private record Maker(Random random, String token, String session) {
        private <T> T one(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private boolean oneIn(int times) {
            return random.nextInt(times) == 0;
        }

        FuzzedRequest make(long seed) {
            var body = body();
            var head = new ArrayList<String>();
            var version = oneIn(4)
                    ? one(List.of("HTTP/1.0", "HTTP/1.0", "HTTP/2.0", "HTTP/1.2", "http/1.1", ""))
                    : "HTTP/1.1";
            head.add("%s %s %s".formatted(one(METHODS), path(), version));
            if (!oneIn(10)) {
                head.add("Host: 127.0.0.1");
            }
            if (!oneIn(3)) {
                head.add("Authorization: Bearer " + token);
            }
            if (!oneIn(6)) {
                head.add("Content-Type: " + one(TYPES));
            }
            for (var more = random.nextInt(3); more > 0; more--) {
                head.add(one(HEADERS));
            }
            var isChunked = oneIn(5);
            var isWhole = isChunked || !oneIn(20);
            head.add(
                    isChunked
                            ? "Transfer-Encoding: chunked"
                            : "Content-Length: " + (isWhole ? "" + body.length : lie(body)));
            head.add("Connection: close");
            var bytes = bytes(head, isChunked ? chunked(body) : body);
            return oneIn(12) ? new FuzzedRequest(seed, mutated(bytes), false) : new FuzzedRequest(seed, bytes, isWhole);
        }

        private byte[] mutated(byte[] bytes) {
            var mutated = bytes.clone();
            for (var more = random.nextInt(4); more >= 0; more--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            return mutated;
        }

        private String path() {
            return oneIn(4)
                    ? one(HEALTH)
                    : "/api/v1/" + one(SEGMENTS).replace("SESSION", session) + (oneIn(2) ? one(QUERIES) : "");
        }

        private String lie(byte[] body) {
            return one(List.of("-1", "x", "99999999999999999999", "" + (body.length + 7), "1, 2"));
        }

        private byte[] body() {
            var kind = random.nextInt(10);
            if (kind < 2) {
                return new byte[0];
            }
            if (kind < 4) {
                var bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                return bytes;
            }
            if (kind == 4) {
                return "[".repeat(random.nextInt(5000)).getBytes(StandardCharsets.US_ASCII);
            }
            var fields = new ArrayList<String>();
            for (var more = random.nextInt(5); more >= 0; more--) {
                fields.add("\"%s\":%s".formatted(one(FIELDS), one(VALUES)));
            }
            return ("{" + String.join(",", fields) + "}").getBytes(StandardCharsets.UTF_8);
        }

        private static byte[] chunked(byte[] body) {
            var out = new ByteArrayOutputStream();
            if (body.length > 0) {
                out.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.writeBytes(body);
                out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return out.toByteArray();
        }

        private static byte[] bytes(List<String> head, byte[] body) {
            var out = new ByteArrayOutputStream();
            out.writeBytes((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(body);
            return out.toByteArray();
        }
    }

    @Override
    public String toString() {
        return "request %d:\n%s".formatted(seed, new String(bytes, StandardCharsets.ISO_8859_1));
    }
}
