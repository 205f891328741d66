package io.byssus.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.NoProviderException;
import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionLevel;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
  @Test
  void findsWhatIsInstalled() {
    Codecs codecs = Codecs.installed();
    assertThat(codecs.names()).containsExactly("gzip", "lz4", "zstd");
    assertThat(codecs.codec("gzip")).isInstanceOf(GzipCodec.class);
    assertThat(codecs.codec("lz4")).isInstanceOf(Lz4Codec.class);
    assertThat(codecs.codec("zstd")).isInstanceOf(ZstdCodec.class);
  }

  @Test
  void findsThemWithoutAContextClassLoader() {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      assertThat(Codecs.installed().names()).contains("zstd");
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  @Test
  void findsACodecThatOnlyTheContextClassLoaderHas(@TempDir Path directory) throws IOException {
    declare(directory, Renamed.class.getName());
    assertThat(installedWith(directory).names()).containsExactly("gzip", "lz4", "renamed", "zstd");
  }

  @Test
  void saysThatACodecCannotBeLoaded(@TempDir Path directory) throws IOException {
    declare(directory, "com.example.Missing");
    assertThatThrownBy(() -> installedWith(directory))
        .isInstanceOf(NoProviderException.class)
        .hasMessageContaining("com.example.Missing");
  }

  @Test
  void namesTheModuleOfACodecThatIsNotInstalled() {
    assertThatThrownBy(() -> Codecs.installed().codec("brotli"))
        .isInstanceOf(NoProviderException.class)
        .hasMessageContaining("io.byssus:backup-compression-brotli")
        .hasMessageContaining("gzip, lz4, zstd");
    assertThatThrownBy(() -> Codecs.installed().codec("lzma"))
        .isInstanceOf(NoProviderException.class)
        .hasMessageContaining("'lzma'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "ZSTD", "zstd ", "longname", "../etc", "zst\u0000"})
  void refusesANameThatNoCodecCanHave(String name) {
    assertThatThrownBy(() -> Codecs.installed().codec(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
    assertThatThrownBy(() -> Codecs.of(List.of(new Renamed(name))))
        .isInstanceOf(NoProviderException.class)
        .hasMessageContaining(Renamed.class.getName());
  }

  @Test
  void twoClassesOfOneNameAreAnError() {
    assertThatThrownBy(() -> Codecs.of(List.of(new GzipCodec(), new Renamed("gzip"))))
        .isInstanceOf(NoProviderException.class)
        .hasMessageContaining(GzipCodec.class.getName())
        .hasMessageContaining(Renamed.class.getName());
  }

  @Test
  void oneClassFoundTwiceIsNot() {
    GzipCodec first = new GzipCodec();
    assertThat(Codecs.of(List.of(first, new GzipCodec())).codec("gzip")).isSameAs(first);
  }

  private static void declare(Path directory, String provider) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve(CompressionCodec.class.getName()), provider);
  }

  private static Codecs installedWith(Path directory) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader context =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
      thread.setContextClassLoader(context);
      return Codecs.installed();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Gzip under another name. */
  public static final class Renamed implements CompressionCodec {
    private final GzipCodec gzip = new GzipCodec();
    private final String name;

    /** For the service loader. */
    public Renamed() {
      this("renamed");
    }

    Renamed(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int maxCompressedLength(int length) {
      return gzip.maxCompressedLength(length);
    }

    @Override
    public Compressor compressor(CompressionLevel level) {
      return gzip.compressor(level);
    }

    @Override
    public Decompressor decompressor() {
      return gzip.decompressor();
    }
  }
}
