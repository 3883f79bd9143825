package dev.parley.cache;

import dev.parley.service.testing.SettingsTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SettingsTableTest {

  @Test
  void readme_has_every_setting_with_its_default() throws IOException {
    SettingsTable.assertLists(CacheServiceSettings.class);
  }
}
