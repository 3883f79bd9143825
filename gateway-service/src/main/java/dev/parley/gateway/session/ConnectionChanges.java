package dev.parley.gateway.session;

/**
 * Is told when what others may know of a user's connections to this node has changed: one has come
 * or gone, or its client has become idle or active again.
 */
public interface ConnectionChanges {

  /**
   * What {@link Sessions} has of the user is not what it was. From any thread, which it does not
   * block.
   */
  void changed(String user);
}
