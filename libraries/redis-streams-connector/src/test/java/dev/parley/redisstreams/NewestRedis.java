package dev.parley.redisstreams;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Needs a redis-server 7 or newer of the system; says so where there is none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NewestRedis.Installed.class)
public @interface NewestRedis {

  /** Whether there is one. */
  final class Installed implements ExecutionCondition {

    private static final String MISSING = "redis-server 7 not installed: only 6.2 tested";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (RedisProcess.newest() != null) {
        return ConditionEvaluationResult.enabled("there is a redis-server");
      }
      System.err.println("LEFT OUT " + context.getDisplayName() + ": " + MISSING);
      return ConditionEvaluationResult.disabled(MISSING);
    }
  }
}
