package dev.parley.cache.token;

/** A token is not good: told to whoever presented it. */
final class BadTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final TokenProblem problem;

  /**
   * @param message one sentence for a human, without the token
   */
  BadTokenException(TokenProblem problem, String message) {
    super(message, null, false, false);
    this.problem = problem;
  }

  static BadTokenException unknown() {
    return new BadTokenException(TokenProblem.UNKNOWN, "there is no such token, or no more");
  }

  TokenProblem problem() {
    return problem;
  }
}
