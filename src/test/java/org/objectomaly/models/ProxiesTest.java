package org.objectomaly.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.objectomaly.Fault;

class ProxiesTest {
    @Test
    void shouldChooseByTheSchemeOfTheAddress() {
        final Map<String, String> environment =
                Map.of("HTTPS_PROXY", "http://secure:3128", "http_proxy", "plain:8080", "HTTP_PROXY", "http://other:1");
        assertEquals("secure:3128", proxy(environment, "https://models.example/file"));
        assertEquals("plain:8080", proxy(environment, "http://models.example/file"), "lower case goes first");
        assertEquals("none", proxy(Map.of(), "https://models.example/file"));
        assertEquals("none", proxy(Map.of("https_proxy", ""), "https://models.example/file"));
        assertEquals("all:80", proxy(Map.of("ALL_PROXY", "all"), "https://models.example/file"));
    }

    @Test
    void shouldLeaveOutTheHostsOfNoProxy() {
        final String list = "localhost, .example.org,*.example.net,plain.com:8443";
        final Map<String, String> environment = Map.of("https_proxy", "proxy:3128", "no_proxy", list);
        assertEquals("none", proxy(environment, "https://localhost/x"));
        assertEquals("none", proxy(environment, "https://a.b.example.org/x"));
        assertEquals("none", proxy(environment, "https://example.net/x"));
        assertEquals("none", proxy(environment, "https://plain.com:8443/x"));
        assertEquals("proxy:3128", proxy(environment, "https://plain.com/x"));
        assertEquals("proxy:3128", proxy(environment, "https://notexample.org/x"));
        assertEquals("none", proxy(Map.of("https_proxy", "proxy:3128", "NO_PROXY", "*"), "https://any.where/x"));
    }

    @Test
    void shouldSayWhichVariableIsWrongAndNotItsPassword() {
        for (final String value :
                List.of("socks5://me:secret@host:1", "http://me:secret@ho st", "https://me:secret@h")) {
            final Fault fault = assertThrows(Fault.class, () -> new Proxies(Map.of("HTTPS_PROXY", value)::get));
            assertEquals(Fault.Kind.USAGE, fault.kind());
            assertTrue(fault.getMessage().contains("HTTPS_PROXY"), fault.getMessage());
            assertFalse(fault.getMessage().contains("secret"), fault.getMessage());
        }
    }

    @Test
    void shouldNameTheUserBeforeATunnel() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            proxy.setSoTimeout(10_000);
            final CompletableFuture<List<String>> heard = CompletableFuture.supplyAsync(() -> hear(proxy));
            final Map<String, String> environment =
                    Map.of("HTTPS_PROXY", "http://me:secret@127.0.0.1:" + proxy.getLocalPort());
            final Patience patience = new Patience(
                    Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(1), 1);
            final Http http = new Http(environment::get, patience, () -> false);
            assertThrows(IOException.class, () -> {
                final int status = http.get(URI.create("https://models.invalid/file"), 0, "")
                        .statusCode();
                throw new IOException("no tunnel: " + status);
            });
            final List<String> lines = heard.get(10, TimeUnit.SECONDS);
            assertEquals("CONNECT models.invalid:443 HTTP/1.1", lines.get(0));
            assertTrue(lines.contains("Proxy-Authorization: Basic bWU6c2VjcmV0"), lines.toString());
        }
    }

    /** Asks for a user, and takes down what comes then. */
    private static List<String> hear(final ServerSocket proxy) {
        final List<String> lines = new ArrayList<>();
        try {
            for (int connection = 0; connection < 2; connection++) {
                try (Socket socket = proxy.accept()) {
                    socket.setSoTimeout(10_000);
                    final BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                    lines.clear();
                    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                        lines.add(line);
                    }
                    final String answer = connection == 0
                            ? "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n"
                                    + "Connection: close\r\n\r\n"
                            : "HTTP/1.1 502 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (final IOException e) {
            lines.add(e.toString());
        }
        return lines;
    }

    private static String proxy(final Map<String, String> environment, final String address) {
        final Proxy proxy =
                new Proxies(environment::get).select(URI.create(address)).get(0);
        return proxy.address() instanceof InetSocketAddress host ? host.getHostString() + ":" + host.getPort() : "none";
    }
}
