package dev.parley.gateway.jsonrpc;

import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.auth.ConnectCheck;
import dev.parley.gateway.node.Doorkeeper;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.session.Transport;
import dev.parley.gateway.uplink.Requests;
import dev.parley.gateway.websocket.SocketTransports;
import io.quarkus.logging.Log;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import jakarta.inject.Inject;

/**
 * The JSON-RPC 2.0 door at {@code /ws}. Every callback goes to the end of the event loop's queue,
 * so it runs there in the order of the frames and without a Vert.x context: with one, the emitter
 * of the commands would give every command a context of its own, and take them out of their turn.
 */
@WebSocket(
    path = "/ws",
    endpointId = ConnectCheck.GUARDED + "json-rpc",
    inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class JsonRpcEndpoint {

  private static final TypedKey<JsonRpcConnection> CONNECTION = new TypedKey<>("json-rpc");

  @Inject GatewaySettings settings;
  @Inject SocketTransports transports;
  @Inject Requests requests;
  @Inject Doorkeeper doorkeeper;

  @OnOpen
  @NonBlocking
  void open(WebSocketConnection socket) {
    Transport transport = transports.of(socket, FrameWriter.JSON_RPC);
    JsonRpcConnection connection = new JsonRpcConnection(transport, requests, doorkeeper, limits());
    socket.userData().put(CONNECTION, connection);
    Identity identity = socket.userData().get(ConnectCheck.IDENTITY);
    connection.open(identity);
  }

  private JsonRpcConnection.Limits limits() {
    return new JsonRpcConnection.Limits(
        settings.session().maxFrame().asLongValue(),
        settings.request().maxBatch(),
        settings.session().maxOutstanding().asLongValue() / 2);
  }

  @OnTextMessage
  @NonBlocking
  void text(String text, WebSocketConnection socket) {
    JsonRpcConnection connection = socket.userData().get(CONNECTION);
    connection.loop().execute(() -> connection.receive(text));
  }

  @OnBinaryMessage
  @NonBlocking
  void binary(Buffer ignored, WebSocketConnection socket) {
    JsonRpcConnection connection = socket.userData().get(CONNECTION);
    connection.loop().execute(connection::receiveBinary);
  }

  @OnClose
  @NonBlocking
  void close(WebSocketConnection socket) {
    JsonRpcConnection connection = socket.userData().get(CONNECTION);
    connection.loop().execute(connection::close);
  }

  @OnError
  @NonBlocking
  void error(Throwable failure, WebSocketConnection socket) {
    if (failure instanceof HttpClosedException) {
      Log.debugf("connection %s ended abruptly", socket.id());
    } else if (failure instanceof IllegalStateException) {
      // How Vert.x says that fragments add up to more than the server takes; it has dropped them.
      JsonRpcConnection connection = socket.userData().get(CONNECTION);
      connection.loop().execute(connection::receiveTooLarge);
    } else {
      Log.debugf(failure, "connection %s failed", socket.id());
    }
  }
}
