package dev.parley.messages.message;

import jakarta.enterprise.inject.Vetoed;

/** A text index of which one is to believe that it is there. */
@Vetoed
public final class PresentTextIndex extends TextIndex {

  public PresentTextIndex(MessageRepository messages) {
    super(messages, true);
  }

  @Override
  public boolean isThere() {
    return true;
  }
}
