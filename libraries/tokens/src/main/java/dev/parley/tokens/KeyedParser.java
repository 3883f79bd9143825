package dev.parley.tokens;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * SmallRye JWT's parser with the {@link TokenKeys}: its own would read them on the thread that
 * asks, and a changed file never. The checks are all its own. Safe from any thread.
 */
@Singleton
@Alternative
@Priority(1)
final class KeyedParser extends JWTCallerPrincipalFactory {

  private final DefaultJWTTokenParser parser;

  @Inject
  KeyedParser(TokenKeys keys) {
    this.parser =
        new DefaultJWTTokenParser() {
          @Override
          protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo rules) {
            return keys;
          }
        };
  }

  @Override
  public JWTCallerPrincipal parse(String token, JWTAuthContextInfo rules) throws ParseException {
    JwtContext context = parser.parse(token, rules);
    String type = context.getJoseObjects().get(0).getHeader("typ");
    return new DefaultJWTCallerPrincipal(type, context.getJwtClaims());
  }
}
