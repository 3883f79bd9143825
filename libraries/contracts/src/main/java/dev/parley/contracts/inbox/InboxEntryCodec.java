package dev.parley.contracts.inbox;

import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.envelope.RawJson;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Inbox entries as length-prefixed bytes (big endian): one version byte, then per item a kind byte,
 * the length of the item (4 bytes) and the item. A reader passes over kinds that it does not know.
 * Texts are UTF-8 with their length before them (2 bytes), payloads the same with 4 bytes.
 *
 * <p>Pure functions, safe from any thread; frozen by {@code inbox-vectors.json}.
 */
public final class InboxEntryCodec {

  private static final byte VERSION = 1;
  private static final byte REPLY = 1;
  private static final byte DELIVERY = 2;
  private static final byte BROADCAST = 3;
  private static final byte WATCH = 4;
  private static final byte REVOKE = 5;
  private static final byte STATUS = 6;

  private InboxEntryCodec() {}

  public static byte[] encode(InboxEntry entry) {
    Output out = new Output();
    out.writeByte(VERSION);
    entry.items().forEach(item -> write(item, out));
    return out.toByteArray();
  }

  private static void write(InboxItem item, Output out) {
    if (item instanceof InboxItem.Reply reply) {
      int start = out.begin(REPLY);
      out.text(reply.session());
      out.writeLong(reply.request());
      out.flag(reply.error());
      out.payload(reply.payload());
      out.end(start);
    } else if (item instanceof InboxItem.Delivery delivery) {
      int start = out.begin(DELIVERY);
      out.texts(delivery.users());
      out.text(delivery.exceptSession());
      out.text(delivery.event());
      out.payload(delivery.payload());
      out.end(start);
    } else if (item instanceof InboxItem.Broadcast broadcast) {
      int start = out.begin(BROADCAST);
      out.text(broadcast.conversationId());
      out.text(broadcast.exceptSession());
      out.text(broadcast.event());
      out.payload(broadcast.payload());
      out.end(start);
    } else if (item instanceof InboxItem.Watch watch) {
      int start = out.begin(WATCH);
      out.text(watch.conversationId());
      out.writeLong(watch.revision());
      out.texts(watch.users());
      out.flag(watch.watching());
      out.end(start);
    } else if (item instanceof InboxItem.Revoke revoke) {
      int start = out.begin(REVOKE);
      out.text(revoke.user());
      out.text(revoke.sessionId());
      out.text(revoke.reason());
      out.end(start);
    } else if (item instanceof InboxItem.Status status) {
      int start = out.begin(STATUS);
      out.text(status.user());
      out.payload(status.payload());
      out.end(start);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedException when it is not an inbox entry
   */
  public static InboxEntry decode(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte version = in.get();
      if (version != VERSION) {
        throw new MalformedException("an inbox entry of version " + version);
      }
      List<InboxItem> items = new ArrayList<>();
      while (in.hasRemaining()) {
        byte kind = in.get();
        ByteBuffer item = item(in);
        switch (kind) {
          case REPLY -> items.add(readReply(item));
          case DELIVERY -> items.add(readDelivery(item));
          case BROADCAST -> items.add(readBroadcast(item));
          case WATCH -> items.add(readWatch(item));
          case REVOKE -> items.add(new InboxItem.Revoke(text(item), text(item), text(item)));
          case STATUS -> items.add(new InboxItem.Status(text(item), payload(item)));
          default -> {}
        }
      }
      return new InboxEntry(items);
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | NegativeArraySizeException e) {
      throw new MalformedException("not an inbox entry", e);
    }
  }

  /** The next item's bytes and no more, so that a wrong length inside cannot reach beyond. */
  private static ByteBuffer item(ByteBuffer in) {
    int length = in.getInt();
    ByteBuffer item = in.slice(in.position(), length);
    in.position(in.position() + length);
    return item;
  }

  private static InboxItem.Reply readReply(ByteBuffer in) {
    String session = text(in);
    long request = in.getLong();
    boolean error = in.get() != 0;
    return new InboxItem.Reply(session, request, error, payload(in));
  }

  private static InboxItem.Delivery readDelivery(ByteBuffer in) {
    return new InboxItem.Delivery(texts(in), text(in), text(in), payload(in));
  }

  private static InboxItem.Broadcast readBroadcast(ByteBuffer in) {
    return new InboxItem.Broadcast(text(in), text(in), text(in), payload(in));
  }

  private static InboxItem.Watch readWatch(ByteBuffer in) {
    return new InboxItem.Watch(text(in), in.getLong(), texts(in), in.get() != 0);
  }

  private static List<String> texts(ByteBuffer in) {
    int count = Short.toUnsignedInt(in.getShort());
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text(in));
    }
    return texts;
  }

  private static String text(ByteBuffer in) {
    return new String(take(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
  }

  private static RawJson payload(ByteBuffer in) {
    return RawJson.of(take(in, in.getInt()));
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
