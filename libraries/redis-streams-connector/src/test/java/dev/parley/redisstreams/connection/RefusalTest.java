package dev.parley.redisstreams.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.redis.client.impl.types.ErrorType;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WRONGTYPE Operation against a key holding the wrong kind of value",
        "ERR syntax error",
        "ERR [0] syntax error",
        "ERR [3] NOGROUP No such key 'x' or consumer group 'y'",
        "OOM command not allowed when used memory > 'maxmemory'.",
        "ERR [1] NOPERM this user has no permissions",
        "ERR Error running script (call to f_1): @user_script:1: -WRONGTYPE Operation",
        "MOVEDTO is no error of Redis"
      })
  void wrongCommand_saysNothingOfTheConnection(String answer) {
    assertEquals(Refusal.COMMAND, Refusal.of(ErrorType.create(answer)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MOVED 3999 127.0.0.1:6381",
        "ERR [0] MOVED 3999 127.0.0.1:6381",
        "ERR [12] ASK 3999 127.0.0.1:6381",
        "ERR [0] TRYAGAIN Multiple keys request during rehashing of slot"
      })
  void movedSlot_isARedirect(String answer) {
    assertEquals(Refusal.REDIRECT, Refusal.of(ErrorType.create(answer)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOADING Redis is loading the dataset in memory",
        "ERR [0] READONLY You can't write against a read only replica.",
        "ERR [0] Error running script (call to f_1): @user_script:1: @user_script: 1: -READONLY"
            + " You can't write against a read only replica.",
        "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "ERR [0] CLUSTERDOWN The cluster is down",
        "CLUSTERDOWN Hash slot not served",
        "NOAUTH Authentication required.",
        "UNBLOCKED force unblock from blocking operation, instance state changed"
      })
  void serverThatDoesNotWork_isOfNoUse(String answer) {
    assertEquals(Refusal.SERVER, Refusal.of(ErrorType.create(answer)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECTION_CLOSED",
        "ERR [1] CONNECTION_CLOSED",
        "ERR [0] java.net.SocketException: Connection reset",
        "ERR [0] io.netty.channel.StacklessClosedChannelException"
      })
  void brokenConnection_isSeenInTheAnswersOfAPipeline(String answer) {
    assertEquals(Refusal.CONNECTION, Refusal.of(ErrorType.create(answer)));
  }

  @Test
  void brokenConnection_isWhatIsNoAnswer() {
    assertEquals(Refusal.CONNECTION, Refusal.of(new SocketException("Broken pipe")));
    assertEquals(Refusal.CONNECTION, Refusal.of(new NoStackTraceThrowable("Connection is closed")));
    assertEquals(Refusal.CONNECTION, Refusal.of(new IllegalStateException()));
  }

  @Test
  void commandThatTheClientDoesNotSend_saysNothingOfTheConnection() {
    assertEquals(
        Refusal.COMMAND, Refusal.of(new NoStackTraceThrowable("Redis command is not valid, …")));
    assertEquals(
        Refusal.COMMAND, Refusal.of(new NoStackTraceThrowable("Redis waiting queue is full")));
  }

  @Test
  void worstAnswer_decides() {
    String both = "ERR [0] WRONGTYPE Operation" + System.lineSeparator();
    assertEquals(Refusal.REDIRECT, Refusal.of(ErrorType.create(both + "ERR [1] ASK 1 a:1")));
    assertEquals(Refusal.SERVER, Refusal.of(ErrorType.create(both + "ERR [1] LOADING Redis")));
    assertEquals(
        Refusal.CONNECTION, Refusal.of(ErrorType.create(both + "ERR [1] CONNECTION_CLOSED")));
  }

  @Test
  void pipeline_isRedirectedWhenEveryCommandIs() {
    String moved = "ERR [0] MOVED 1 a:1" + System.lineSeparator() + "ERR [1] ASK 1 a:1";
    assertTrue(Refusal.redirectsAll(ErrorType.create(moved), 2));
    assertFalse(Refusal.redirectsAll(ErrorType.create(moved), 3));
    assertFalse(Refusal.redirectsAll(new SocketException("Broken pipe"), 0));
  }
}
