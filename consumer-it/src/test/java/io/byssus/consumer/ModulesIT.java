package io.byssus.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The jars as modules. */
class ModulesIT {
  @Test
  void onlyLz4AndJnaHaveNoDescriptor() throws IOException {
    assertThat(
            modules().findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(ModuleDescriptor::isAutomatic)
                .map(ModuleDescriptor::name))
        .containsExactlyInAnyOrder("com.sun.jna", "org.lz4.java");
  }

  @Test
  void noPackageIsInTwoModules() throws IOException {
    Set<String> seen = new TreeSet<>();
    Set<String> split = new TreeSet<>();
    for (ModuleReference module : modules().findAll()) {
      for (String name : module.descriptor().packages()) {
        if (!seen.add(name)) {
          split.add(name);
        }
      }
    }

    assertThat(split).isEmpty();
  }

  @Test
  void namingTheEngineFindsStoreAndCodecsByTheirServices() throws IOException {
    Configuration resolved =
        ModuleLayer.boot()
            .configuration()
            .resolveAndBind(modules(), ModuleFinder.of(), List.of("io.byssus.consumer"));

    assertThat(resolved.modules())
        .extracting(ResolvedModule::name)
        .contains("io.byssus.core", "io.byssus.store.fs", "io.byssus.compression")
        .doesNotContain("io.byssus.testkit");
  }

  @Test
  void everyModuleOfByssusHidesItsInternals() throws IOException {
    assertThat(
            modules().findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(module -> module.name().startsWith("io.byssus."))
                .flatMap(module -> module.exports().stream())
                .filter(exported -> !exported.isQualified())
                .map(ModuleDescriptor.Exports::source))
        .isNotEmpty()
        .noneMatch(name -> name.contains(".internal"));
  }

  private static ModuleFinder modules() throws IOException {
    return ModuleFinder.of(Application.jars().toArray(Path[]::new));
  }
}
