package dev.parley.it;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The system's Chromium, driven by Playwright. Each person has a window and a profile of their own.
 */
final class Browser implements AutoCloseable {

  private static final double LIMIT_MILLIS = 30_000;
  private static final List<Path> NAMES =
      Stream.of("chromium", "chromium-browser", "google-chrome")
          .map(name -> Path.of("/usr/bin", name))
          .toList();

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Browser start() {
    Path chromium =
        NAMES.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "The chat page is tested in Chromium, and there is none of "
                            + NAMES
                            + ": install it (Debian: apt-get install chromium)."));
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Browser(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage"))));
  }

  /** A new window, signed in at that gateway as that user. */
  Page signIn(URI gateway, String user) {
    return signIn(gateway, user, new com.microsoft.playwright.Browser.NewContextOptions());
  }

  Page signIn(URI gateway, String user, com.microsoft.playwright.Browser.NewContextOptions window) {
    Page page = window(window);
    page.navigate(gateway + "/");
    page.getByLabel("Name").fill(user);
    page.getByLabel("Name").press("Enter");
    page.locator("#badge.online").waitFor();
    return page;
  }

  /** A new window; what it complains about is among the {@link #problems}. */
  Page window(com.microsoft.playwright.Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(LIMIT_MILLIS);
    Page page = context.newPage();
    page.onPageError(problems::add);
    page.onConsoleMessage(this::note);
    return page;
  }

  /** What a page threw, or was refused by its own policy. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** That a connection ended is what is tested, not a problem. */
  private void note(ConsoleMessage message) {
    boolean ofNetwork =
        message.text().contains("WebSocket") || message.text().contains("Failed to load resource");
    if (message.type().equals("error") && !ofNetwork) {
      problems.add(message.text());
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
