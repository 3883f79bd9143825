package dev.parley.gateway.page;

import dev.parley.gateway.GatewaySettings;
import io.quarkus.logging.Log;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The chat page at {@code /}, where {@code parley.page.enabled} says so, and with it, where {@code
 * parley.page.signing-key} names a file, {@linkplain DevTokens tokens for anybody}. Otherwise there
 * is neither.
 */
@ApplicationScoped
class PageRoutes {

  static final String NO_KEY = "NONE";

  /** Nothing but what this gateway serves itself, no inline script or style, in nobody's frame. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final String FILES = "page";
  private static final int MAX_BODY_BYTES = 1024;

  void serve(
      @Observes Router router,
      GatewaySettings settings,
      Vertx vertx,
      @ConfigProperty(name = "mp.jwt.verify.issuer") String issuer) {
    GatewaySettings.Page page = settings.page();
    if (page.enabled()) {
      StaticHandler files =
          StaticHandler.create(FileSystemAccess.RELATIVE, FILES).setCachingEnabled(false);
      router.get("/").handler(PageRoutes::secure).handler(files);
      router.get("/page/*").handler(PageRoutes::secure).handler(files);
    }
    if (!page.signingKey().equals(NO_KEY)) {
      requirePage(page);
      List<String> cache = settings.proxy().cacheService().orElse(List.of());
      DevSessions sessions = new DevSessions(vertx, cache);
      serveTokens(router, DevTokens.of(Path.of(page.signingKey()), issuer, sessions));
    }
  }

  private static void requirePage(GatewaySettings.Page page) {
    if (!page.enabled()) {
      throw new ConfigurationException(
          "parley.page.signing-key is set and parley.page.enabled is not: a gateway that is no local"
              + " run must not have the private key.");
    }
  }

  private static void serveTokens(Router router, DevTokens tokens) {
    router
        .post("/dev/token")
        .consumes("application/json")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .handler(tokens::answer);
    Log.warn(
        "POST /dev/token gives everybody a token for anybody (parley.page.signing-key): this is for"
            + " a local run and never for production");
  }

  private static void secure(RoutingContext request) {
    HttpServerResponse response = request.response();
    response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("Referrer-Policy", "no-referrer");
    response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    request.next();
  }
}
