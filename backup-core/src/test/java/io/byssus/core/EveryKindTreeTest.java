package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class EveryKindTreeTest {
  private Path directory;

  @BeforeEach
  void useDirectory(@TempDir Path temporary) {
    directory = temporary;
  }

  @Test
  void aPlantedTreeHoldsEverythingAndFactsAreReproducible() throws IOException {
    EveryKindTree tree = EveryKindTree.plant(directory.resolve("tree"));

    var facts = TreeFacts.of(tree.top());

    tree.assertPresent(facts);
    assertThat(TreeFacts.of(tree.top())).isEqualTo(facts);
  }
}
