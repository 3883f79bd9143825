package dev.parley.presence.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.parley.contracts.presence.PresenceView;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Has views written by {@link ViewWriter} wherever they go: HTTP, replies, what watchers get. */
@Singleton
class ViewWriting implements ObjectMapperCustomizer {

  @Override
  public void customize(ObjectMapper json) {
    json.registerModule(
        new SimpleModule("presence-views").addSerializer(PresenceView.class, new ViewWriter()));
  }
}
