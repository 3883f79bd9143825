package dev.parley.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chat page in a real browser: two people in two windows, at two gateways. */
class ChatPageIT {

  private static final Duration READY = Duration.ofSeconds(60);

  /** Of these every one needs a name, as WCAG 4.1.2 asks. */
  private static final String CONTROLS =
      "button, input, textarea, [tabindex='0'], dialog, nav, [role=log]";

  private static RunningSuite suite;
  private static Browser browser;

  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");
  private final List<Page> windows = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    suite = RunningSuite.start(settings -> settings.cache(1));
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    suite.close();
  }

  @AfterEach
  void closeWindows() {
    windows.forEach(page -> page.context().close());
    assertEquals(List.of(), browser.problems());
  }

  @Test
  void two_people_chat_while_a_gateway_is_killed_and_see_each_message_once_and_in_order() {
    Page a = window(suite.gatewayA(), ann);
    Page b = window(suite.gatewayB(), bob);
    startWith(a, bob);
    say(a, "message 1");
    openOnly(b);
    say(b, "message 2");
    assertThat(messages(a)).hasText(new String[] {"message 1", "message 2"});

    suite.suite.process("gateway-1").killHard();
    assertThat(a.locator("#badge")).not().hasClass("online");
    say(b, "message 3");
    write(a, "message 4");
    assertThat(a.locator(".ticks[title='Being sent']")).hasCount(1);
    suite.suite.process("gateway-1").restart();
    suite.suite.process("gateway-1").awaitReady(READY);
    assertThat(a.locator("#badge")).hasClass("online");
    say(a, "message 5");

    String[] all = IntStream.rangeClosed(1, 5).mapToObj(i -> "message " + i).toArray(String[]::new);
    assertThat(messages(a)).hasText(all);
    assertThat(messages(b)).hasText(all);
  }

  @Test
  void what_one_does_with_messages_the_other_sees() {
    Page a = window(suite.gatewayA(), ann);
    Page b = window(suite.gatewayB(), bob);
    startWith(a, bob);
    say(a, "frist");
    say(a, "second");
    assertThat(b.locator(".unread")).hasText("2 unread");
    openOnly(b);
    assertThat(b.locator(".unread")).hasCount(0);
    assertThat(a.locator(".ticks.read")).hasCount(2);

    b.locator("#text").pressSequentially("I am wri");
    assertThat(a.locator("#typing")).hasText(bob + " is writing …");
    b.locator("#text").fill("");
    assertThat(a.locator("#typing")).hasText("");

    Locator first = b.locator("article").first();
    first.hover();
    button(first, "React with 🎉").click();
    Locator reaction = a.locator(".reaction");
    assertThat(reaction).hasText("🎉 1");
    reaction.click();
    assertThat(b.locator(".reaction")).hasText("🎉 2");

    a.locator("article").first().hover();
    button(a.locator("article").first(), "Edit").click();
    a.locator("#text").fill("first");
    a.locator("#text").press("Enter");
    assertThat(messages(b)).hasText(new String[] {"first", "second"});
    assertThat(b.locator("article .meta").first()).containsText("edited");

    a.locator("article").last().hover();
    button(a.locator("article").last(), "Delete").click();
    button(a.locator("#confirm"), "Delete").click();
    assertThat(messages(b)).hasText(new String[] {"first", "This message was deleted"});
  }

  @Test
  void everything_can_be_done_with_the_keyboard_alone() {
    Page a = browser.window(new NewContextOptions());
    windows.add(a);
    a.navigate(suite.gatewayA() + "/");
    assertThat(a.getByLabel("Name")).isFocused();
    type(a, ann, "Enter");
    assertThat(a.locator("#badge")).hasClass("online");
    assertThat(a.locator("#new")).isFocused();
    press(a, "Enter");
    type(a, bob + ", " + RunningSuite.user("cem"), "Tab");
    type(a, "Lunch", "Enter");
    assertThat(a.locator("#text")).isFocused();
    type(a, "one", "Enter");
    type(a, "two", "Enter");
    assertThat(messages(a)).hasText(new String[] {"one", "two"});
    assertThat(a.locator(".ticks[title='Being sent']")).hasCount(0);

    press(a, "ArrowUp");
    press(a, "Control+A");
    type(a, "2", "Enter");
    assertThat(messages(a)).hasText(new String[] {"one", "2"});

    press(a, "Shift+Tab");
    assertThat(a.locator("#log")).isFocused();
    press(a, "ArrowUp");
    press(a, "ArrowUp");
    press(a, "Tab");
    assertThat(button(a.locator("article").first(), "React with 👍")).isFocused();
    press(a, "Enter");
    assertThat(a.locator(".reaction")).hasText("👍 1");
    assertThat(a.locator("article").first().locator(".reaction")).hasCount(1);
    press(a, "Escape");
    assertThat(a.locator("#text")).isFocused();
  }

  @Test
  void older_messages_come_when_one_scrolls_up_and_stay_in_order() throws Exception {
    try (ChatClient writer = suite.connect(suite.gatewayA(), bob)) {
      String conversation = writer.createDirect(ann);
      for (int i = 1; i <= 120; i++) {
        writer.await(writer.sendForSure(conversation, "line " + i));
      }
    }
    Page a = window(suite.gatewayB(), ann);
    openOnly(a);
    assertThat(messages(a)).hasCount(50);
    assertThat(messages(a).last()).hasText("line 120");
    assertThat(a.locator("article").last()).isInViewport();
    while (messages(a).count() < 120) {
      int before = messages(a).count();
      a.locator("#log").evaluate("log => { log.scrollTop = 0; }");
      a.waitForCondition(() -> messages(a).count() > before);
    }
    assertThat(messages(a))
        .hasText(IntStream.rangeClosed(1, 120).mapToObj(i -> "line " + i).toArray(String[]::new));
    assertThat(a.locator("#log")).containsText("This is the beginning.");
  }

  @Test
  void every_control_has_a_name_and_nothing_is_wider_than_a_small_phone() {
    NewContextOptions phone =
        new NewContextOptions()
            .setViewportSize(360, 640)
            .setHasTouch(true)
            .setIsMobile(true)
            .setColorScheme(ColorScheme.DARK);
    Page a = browser.signIn(suite.gatewayA(), ann, phone);
    windows.add(a);
    assertFits(a);
    startWith(a, bob);
    say(a, "a word of " + "l".repeat(300) + "ong");
    assertThat(a.locator("nav")).isHidden();
    a.locator("article").first().tap();
    assertThat(a.locator(".tools").first()).isVisible();
    assertFits(a);
    button(a.locator("#chat"), "Back to the conversations").click();
    assertThat(a.locator("#chat")).isHidden();
    assertThat(a.locator("#list button")).isFocused();
    assertEquals(List.of(), nameless(a));
    assertEquals("en", a.locator("html").getAttribute("lang"));
    assertThat(a.getByRole(AriaRole.NAVIGATION)).hasCount(1);
    assertThat(a.getByRole(AriaRole.BANNER)).hasCount(1);
  }

  @Test
  void the_list_has_what_is_pinned_first_and_does_not_count_what_is_muted() {
    String cem = RunningSuite.user("cem");
    try (ChatClient fromBob = suite.connect(suite.gatewayB(), bob);
        ChatClient fromCem = suite.connect(suite.gatewayB(), cem)) {
      String withBob = fromBob.createDirect(ann);
      String withCem = fromCem.createDirect(ann);
      fromBob.await(fromBob.sendForSure(withBob, "one"));
      Page a = window(suite.gatewayA(), ann);
      assertThat(names(a)).containsText(new String[] {bob, cem});
      fromCem.await(fromCem.sendForSure(withCem, "two"));
      fromCem.await(fromCem.sendForSure(withCem, "three"));
      assertThat(names(a)).containsText(new String[] {cem, bob});
      assertThat(a.locator(".unread")).hasText(new String[] {"2 unread", "1 unread"});
      assertThat(a).hasTitle("(3) Parley");
      assertThat(a.locator("#icon")).hasAttribute("href", "page/icon-unread.svg");

      open(a, bob);
      set(a, "Pinned to the top");
      assertThat(names(a)).containsText(new String[] {bob, cem});
      assertThat(a).hasTitle("(2) Parley");
      open(a, cem);
      set(a, "Muted");
      assertThat(a).hasTitle("Parley");
      assertThat(a.locator("#icon")).hasAttribute("href", "page/icon.svg");
      open(a, bob);
      fromCem.await(fromCem.sendForSure(withCem, "four"));
      for (Page page : List.of(a, window(suite.gatewayB(), ann))) {
        assertThat(page.locator(".unread.quiet")).hasText("1 unread");
        assertThat(names(page)).containsText(new String[] {bob, cem});
        assertThat(names(page).first().locator(".pinned")).isVisible();
        assertThat(names(page).last().locator(".muted")).isVisible();
        assertThat(page).hasTitle("Parley");
      }
    }
  }

  @Test
  void one_signs_out_on_another_device_or_on_all_others() {
    Page a = window(suite.gatewayA(), ann);
    Page second = window(suite.gatewayB(), ann);
    showDevices(a);
    assertThat(devices(a)).hasCount(2);
    assertThat(a.locator(".session[data-current=true]")).containsText("this device");
    a.locator(".session[data-current=false] button").click();
    assertSignedOut(second);
    assertThat(devices(a)).hasCount(1);
    assertThat(a.locator("#sign-out-others")).isHidden();
    button(a.locator("#sessions"), "Close").click();

    Page third = window(suite.gatewayA(), ann);
    Page fourth = window(suite.gatewayB(), ann);
    showDevices(a);
    assertThat(devices(a)).hasCount(3);
    button(a.locator("#sessions"), "Sign out all others").click();
    assertSignedOut(third);
    assertSignedOut(fourth);
    assertThat(devices(a)).hasCount(1);
    assertThat(a.locator("#badge")).hasClass("online");
  }

  private static void showDevices(Page page) {
    page.locator("#me").click();
    button(page.locator("#status"), "Devices …").click();
  }

  private static Locator devices(Page page) {
    return page.locator(".session");
  }

  private static void assertSignedOut(Page page) {
    assertThat(page.locator("#sign-in")).isVisible();
    assertThat(page.locator("#sign-in-problem")).containsText("You were signed out");
    assertThat(page.locator("#app")).isHidden();
  }

  private static Locator names(Page page) {
    return page.locator("#list .name");
  }

  private static void open(Page page, String other) {
    page.locator("#list button").filter(new Locator.FilterOptions().setHasText(other)).click();
    assertThat(page.locator("#title")).hasText(other);
  }

  private static void set(Page page, String setting) {
    button(page.locator("#chat"), "Settings of this conversation").click();
    button(page.locator("#settings-menu"), setting).click();
  }

  private Page window(URI gateway, String user) {
    Page page = browser.signIn(gateway, user);
    windows.add(page);
    return page;
  }

  private static void startWith(Page page, String other) {
    page.locator("#new").click();
    page.getByLabel("With whom").fill(other);
    button(page.locator("#create"), "Start").click();
    assertThat(page.locator("#title")).hasText(other);
  }

  private static void openOnly(Page page) {
    page.locator("#list button").click();
    page.locator("article").first().waitFor();
  }

  private static void write(Page page, String text) {
    page.locator("#text").fill(text);
    page.locator("#text").press("Enter");
  }

  private static void say(Page page, String text) {
    write(page, text);
    assertThat(messages(page).last()).hasText(text);
    assertThat(page.locator(".ticks[title='Being sent']")).hasCount(0);
  }

  private static Locator messages(Page page) {
    return page.locator("#log article .text");
  }

  private static void type(Page page, String text, String end) {
    page.keyboard().type(text);
    page.keyboard().press(end);
  }

  private static void press(Page page, String key) {
    page.keyboard().press(key);
  }

  private static void assertFits(Page page) {
    Object width = page.evaluate("document.documentElement.scrollWidth");
    assertTrue(((Number) width).intValue() <= 360, "wider than the screen: " + width);
  }

  /** What has neither content, label, title nor a name by other means. */
  @SuppressWarnings("unchecked")
  private static List<String> nameless(Page page) {
    String nameless =
        "controls => controls.filter(c => !(c.getAttribute('aria-label')"
            + " || document.getElementById(c.getAttribute('aria-labelledby'))?.textContent"
            + " || c.labels?.[0]?.textContent || c.textContent.trim()))"
            + ".map(c => c.outerHTML.slice(0, 80))";
    return (List<String>) page.locator(CONTROLS).evaluateAll(nameless);
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }
}
