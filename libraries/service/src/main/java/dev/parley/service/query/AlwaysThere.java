package dev.parley.service.query;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;

/** The storage of a service that has none to speak of, or whose handlers say themselves what is. */
@DefaultBean
@Singleton
public class AlwaysThere implements Storage {

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public boolean isAway(Throwable failure) {
    return false;
  }
}
