package io.byssus.core.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.NoProviderException;
import io.byssus.api.NotARepositoryException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.BlobStoreProvider;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreProbe;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoresTest {
  private final Path directory;

  StoresTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** A provider that the service file of a test names. */
  public static class First implements BlobStoreProvider {
    @Override
    public String scheme() {
      return "twice";
    }

    @Override
    public BlobStore open(URI location) {
      return InMemoryStore.named(location.getSchemeSpecificPart());
    }
  }

  /** Another one for the same scheme. */
  public static final class Second extends First {}

  @Test
  void theProviderOfTheSchemeOpensTheStoreWhateverTheCaseOfTheScheme() {
    try (BlobStore store = Stores.open("mem:stores-test")) {
      StoreProbe.put(store, "a", "1");
    }
    try (BlobStore store = Stores.open("MEM:stores-test")) {
      assertThat(StoreProbe.keys(store, "")).containsExactly("a");
    } finally {
      InMemoryStore.forget("stores-test");
    }
  }

  @Test
  void filesAreServedByTheirModule() {
    try (BlobStore store = Stores.open(directory.resolve("shop").toUri().toString())) {
      assertThat(store.location().text()).startsWith("file:");
    }
  }

  @Test
  void aLocationThatItsProviderRefusesIsNoRepository() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "content");

    for (String location : new String[] {file.toUri().toString(), "file://host/shop"}) {
      assertThatThrownBy(() -> Stores.open(location))
          .isInstanceOf(NotARepositoryException.class)
          .hasMessageContaining("directory");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/shop, 's3', backup-store-s3",
    "gs://bucket/shop, 'gs', backup-store-gcs",
    "az://container/shop, 'az', backup-store-azure",
    "sftp://host/shop, 'sftp', the module that does"
  })
  void withoutAProviderTheMessageNamesTheModuleToAdd(
      String location, String scheme, String module) {
    assertThatThrownBy(() -> Stores.open(location))
        .isInstanceOf(NoProviderException.class)
        .hasMessageContaining("'" + scheme + "'")
        .hasMessageContaining("add " + module);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/var/backups/shop", "shop", "", "//host/shop", "./a:b"})
  void aLocationWithoutASchemeIsRefusedWithAnExample(String location) {
    for (Runnable use :
        new Runnable[] {() -> Stores.open(location), () -> Stores.requireLocation(location)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(use::run)
          .withMessageContaining("file:///var/backups/shop");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///a b", "s3://key:sec ret@bucket", ":x", "c:\\backups", "s3:"})
  void whatIsNoUriIsRefusedWithThePlaceAndWithoutTheTextItself(String location) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stores.requireLocation(location))
        .withMessageContaining("not a URI")
        .withMessageContaining("at character")
        .withMessageNotContaining("sec ret");
  }

  @Test
  void aLocationIsKeptAsItWasGiven() {
    assertThat(Stores.requireLocation("S3://Bucket/a%20b")).isEqualTo("S3://Bucket/a%20b");
  }

  private void withServices(String services, Runnable body) throws IOException {
    Path file = directory.resolve("META-INF/services/" + BlobStoreProvider.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, services);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] path = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      thread.setContextClassLoader(loader);
      body.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aProviderThatOnlyTheContextsLoaderKnowsIsFound() throws IOException {
    withServices(
        First.class.getName(),
        () -> {
          try (BlobStore store = Stores.open("twice:one")) {
            assertThat(store.location().text()).isEqualTo("mem:one");
          }
        });
  }

  @Test
  void twoProvidersOfOneSchemeAreAnErrorThatNamesThem() throws IOException {
    withServices(
        First.class.getName() + "\n" + Second.class.getName(),
        () ->
            assertThatThrownBy(() -> Stores.open("twice:one"))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContaining("'twice'")
                .hasMessageContaining(First.class.getName())
                .hasMessageContaining(Second.class.getName()));
  }

  @Test
  void aProviderThatCannotBeLoadedIsAnErrorThatNamesIt() throws IOException {
    withServices(
        "io.example.Missing",
        () ->
            assertThatThrownBy(() -> Stores.open("twice:one"))
                .isInstanceOf(NoProviderException.class)
                .hasMessageContaining("io.example.Missing"));
  }

  @Test
  void aThreadWithoutAContextLoaderFindsProvidersAllTheSame() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(null);
      Stores.open("mem:no-context").close();
    } finally {
      thread.setContextClassLoader(before);
      InMemoryStore.forget("no-context");
    }
  }
}
