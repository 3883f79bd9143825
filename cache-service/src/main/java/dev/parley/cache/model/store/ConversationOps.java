package dev.parley.cache.model.store;

import dev.parley.cache.model.ModelChange.Added;
import dev.parley.cache.model.ModelChange.Board;
import dev.parley.cache.model.ModelChange.Changed;
import dev.parley.cache.model.ModelChange.Expired;
import dev.parley.cache.model.ModelChange.OfConversation;
import dev.parley.cache.model.ModelChange.Reacted;
import dev.parley.cache.model.ModelChange.Shown;
import dev.parley.contracts.view.MessageView;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes of one conversation in their order, as {@code conversations-apply.lua} takes them, in
 * parts, so that no step keeps Redis from others for long. Not thread-safe.
 */
final class ConversationOps {

  /** How many changes are a part. */
  static final int PART = 250;

  private final ModelCodec codec;
  private final List<Ops> parts = new ArrayList<>();

  ConversationOps(ModelCodec codec) {
    this.codec = codec;
  }

  void add(OfConversation change) {
    Ops ops = part();
    if (change instanceof Added added) {
      MessageView message = added.message();
      ops.add("n", message.seq(), message.version(), message(message), sentAt(message));
    } else if (change instanceof Changed changed) {
      addTo(ops, changed);
    } else if (change instanceof Reacted reacted) {
      ops.add("r", reacted.seq(), reacted.version(), MessageCodec.reaction(reacted), "");
    } else if (change instanceof Shown shown) {
      ops.add(
          "v",
          shown.view().revision(),
          codec.view(shown.view()),
          ModelCodec.pinned(shown.view()),
          ModelCodec.members(shown.memberIds()));
    } else if (change instanceof Expired expired) {
      ops.add("f", expired.firstSeq(), "", "", "");
    }
  }

  private void addTo(Ops ops, Changed changed) {
    long seq = changed.message().seq();
    ops.add(
        "c",
        seq,
        changed.message().version(),
        message(changed.message()),
        sentAt(changed.message()));
    if (changed.board() != Board.SAME) {
      ops.add(changed.board() == Board.OTHER ? "o" : "w", seq, "", "", "");
    }
  }

  private static long sentAt(MessageView message) {
    return message.sentAt().toEpochMilli();
  }

  private byte[] message(MessageView message) {
    return codec.messages().encode(message);
  }

  private Ops part() {
    if (parts.isEmpty() || parts.get(parts.size() - 1).count() >= PART) {
      parts.add(new Ops());
    }
    return parts.get(parts.size() - 1);
  }

  /** In their order. */
  List<Ops> parts() {
    return parts;
  }
}
