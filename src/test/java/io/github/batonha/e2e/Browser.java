package io.github.batonha.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.test.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium. Elements are named by CSS selectors, and awaited. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WIDE = 1280;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    /** Of a user with a profile of its own. */
    static Browser open(BrowserHome user) {
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions()
                .setBinary(CHROMIUM.toFile())
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + user.profile())
                .addArguments(user.arguments());
        options.setCapability("goog:loggingPrefs", logs);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(user.driver(DRIVER).toFile())
                .usingAnyFreePort()
                .withEnvironment(Map.of("HOME", user.folder().toString()))
                .build();
        var browser = new Browser(new ChromeDriver(service, options));
        browser.width(WIDE);
        return browser;
    }

    void go(String url) {
        driver.get(url);
    }

    /** Cookies, and what it complained of. */
    void forget() {
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        var _ = complaints();
    }

    Set<Cookie> cookies() {
        return driver.manage().getCookies();
    }

    /** Another view of the page that is open. */
    void view(String hash) {
        script("location.hash = arguments[0]", hash);
    }

    void width(int pixels) {
        driver.manage().window().setSize(new Dimension(pixels, 900));
    }

    /** Of all elements that fit, as the user reads them; empty where there is none. */
    String text(String selector) {
        return String.join(
                "\n",
                driver.findElements(By.cssSelector(selector)).stream()
                        .map(WebElement::getText)
                        .toList());
    }

    boolean has(String selector) {
        return !driver.findElements(By.cssSelector(selector)).isEmpty();
    }

    void awaitText(String selector, String words) {
        try {
            Await.until(
                    selector + " to say " + words, SOON, () -> text(selector).contains(words));
        } catch (AssertionError e) {
            throw new AssertionError("%s%n%s".formatted(e.getMessage(), text("body")), e);
        }
    }

    void awaitThat(String what, Callable<Boolean> condition) {
        Await.until(what, SOON, condition);
    }

    void click(String selector) {
        Await.until("a click on " + selector, SOON, () -> {
            var element = driver.findElement(By.cssSelector(selector));
            if (!element.isEnabled()) {
                return false;
            }
            element.click();
            return true;
        });
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /** The first that has just these words. */
    void clickText(String selector, String words) {
        Await.until("a click on " + words, SOON, () -> {
            var found = driver.findElements(By.cssSelector(selector)).stream()
                    .filter(element -> element.getText().equals(words))
                    .findFirst();
            found.ifPresent(WebElement::click);
            return found.isPresent();
        });
    }

    void type(String selector, String text) {
        Await.until(
                selector,
                SOON,
                () -> driver.findElement(By.cssSelector(selector)).isDisplayed());
        driver.findElement(By.cssSelector(selector)).sendKeys(text);
    }

    /** To whatever has the focus. */
    void keys(String keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    @Nullable
    Object script(String code, Object... arguments) {
        return driver.executeScript(code, arguments);
    }

    /** What a script tells its last argument, a function. */
    @Nullable
    Object awaited(String code, Object... arguments) {
        driver.manage().timeouts().scriptTimeout(SOON);
        return driver.executeAsyncScript(code, arguments);
    }

    /** What the browser complained of since it was last asked: failed scripts and requests, and what a policy forbade. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What axe-core finds by the rules of WCAG 2.2 A and AA. */
    List<?> accessibility() {
        if (!Boolean.TRUE.equals(script("return typeof axe === 'object'"))) {
            script(axe());
        }
        return (List<?>) Objects.requireNonNull(awaited("""
                const done = arguments[arguments.length - 1];
                axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(
                    found => done(found.violations.map(each => each.id + ': ' + each.nodes.map(node => node.html + ' ' + node.failureSummary).join('; '))),
                    failure => done([String(failure)]));"""));
    }

    private static String axe() {
        try (InputStream in = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"), "axe-core")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the page is to be dark or light. */
    void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Keeps what is on the screen, and fails unless all these words are to be read on the picture. */
    void picture(Path file, String... words) throws IOException {
        Files.createDirectories(file.getParent());
        var onScreen = Files.readString(Path.of("resources/on-screen.js"));
        Await.until("%s to show %s".formatted(file, List.of(words)), SOON, () -> {
            var boxes = (List<?>) Objects.requireNonNull(script(onScreen, List.of(words)));
            var png = driver.getScreenshotAs(OutputType.BYTES);
            Files.write(file, png);
            var picture = Picture.of(png);
            for (var i = 0; i < words.length; i++) {
                assertThat(boxes.get(i)).as("%s on the screen", words[i]).isNotNull();
                assertThat(picture.hasInk(longs((List<?>) boxes.get(i))))
                        .as("%s painted", words[i])
                        .isTrue();
            }
            return true;
        });
    }

    private static List<Long> longs(List<?> numbers) {
        return numbers.stream().map(number -> ((Number) number).longValue()).toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
