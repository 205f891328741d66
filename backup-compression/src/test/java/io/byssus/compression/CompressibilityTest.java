package io.byssus.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.compression.CompressionCodec;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.testkit.compression.CodecSamples;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressibilityTest {
  private static final int MIB = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {4096, 4097, 8191, 8192, 100_000, MIB, 8 * MIB})
  void randomBytesAreNot(int length) {
    for (int seed = 0; seed < 200; seed++) {
      byte[] bytes = CodecSamples.random(Math.min(length, 1 << 17), seed);
      assertThat(worthTrying(bytes)).as("seed %d", seed).isFalse();
    }
    assertThat(worthTrying(CodecSamples.random(length, 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "gzip", "lz4"})
  void compressedDataIsNot(String codec) {
    byte[] plain = programs();
    byte[] room = new byte[plain.length * 2];
    try (CompressionCodec.Compressor compressor =
        Codecs.installed().codec(codec).compressor(CompressionLevel.MAXIMUM)) {
      int length = compressor.compress(plain, 0, plain.length, room, 0);
      byte[] compressed = Arrays.copyOf(room, length);
      // The literals of lz4 stay as they are, so that another codec may well shorten them.
      assertThat(worthTrying(compressed)).isEqualTo(codec.equals("lz4"));
    }
  }

  @Test
  void photographsAreNot() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    assertThat(ImageIO.write(photograph(), "jpeg", jpeg)).isTrue();
    assertThat(jpeg.size()).isGreaterThan(50_000);
    assertThat(worthTrying(jpeg.toByteArray())).isFalse();
  }

  @Test
  void textAndCodeAre() {
    assertThat(worthTrying(CodecSamples.text(MIB, 1))).isTrue();
    assertThat(worthTrying(programs())).isTrue();
    assertThat(worthTrying(Base64.getEncoder().encode(CodecSamples.random(MIB, 1)))).isTrue();
  }

  @Test
  void tablesOfNumbersAre() {
    Random random = new Random(1);
    ByteBuffer doubles = ByteBuffer.allocate(MIB);
    ByteBuffer counters = ByteBuffer.allocate(MIB);
    byte[] ramp = new byte[MIB];
    for (int i = 0; i < MIB; i++) {
      ramp[i] = (byte) i;
    }
    while (doubles.hasRemaining()) {
      doubles.putDouble(random.nextGaussian());
      counters.putLong(1_700_000_000_000L + counters.position() * 37L);
    }
    assertThat(worthTrying(doubles.array())).isTrue();
    assertThat(worthTrying(counters.array())).isTrue();
    assertThat(worthTrying(ramp)).as("every value equally often").isTrue();
  }

  @Test
  void sparseDataIs() {
    assertThat(worthTrying(new byte[MIB])).isTrue();
    byte[] sparse = new byte[MIB];
    System.arraycopy(CodecSamples.random(MIB * 3 / 4, 1), 0, sparse, 0, MIB * 3 / 4);
    assertThat(worthTrying(sparse)).as("a quarter of it zeros").isTrue();
  }

  @Test
  void aReadableHeaderDoesNotHideThatTheRestIsRandom() {
    byte[] bytes = CodecSamples.random(MIB, 1);
    System.arraycopy(CodecSamples.text(10_000, 1), 0, bytes, 0, 10_000);
    assertThat(worthTrying(bytes)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void whatItRejectsWouldHaveGainedNextToNothing(CompressionLevel level) {
    for (int seed = 0; seed < 30; seed++) {
      byte[] piece = CodecSamples.mixed(1 << 16, seed);
      byte[] room = new byte[1 << 17];
      try (CompressionCodec.Compressor zstd = new ZstdCodec().compressor(level)) {
        int compressed = zstd.compress(piece, 0, piece.length, room, 0);
        if (compressed < piece.length * 4 / 5) {
          assertThat(worthTrying(piece))
              .as("seed %d: %d of %d bytes", seed, compressed, piece.length)
              .isTrue();
        }
      }
    }
  }

  @Test
  void smallPiecesAreAlwaysTried() {
    assertThat(worthTrying(new byte[0])).isTrue();
    assertThat(worthTrying(CodecSamples.random(4095, 1))).isTrue();
  }

  @Test
  void looksOnlyAtTheRange() {
    byte[] bytes = new byte[3 * MIB];
    System.arraycopy(CodecSamples.random(MIB, 1), 0, bytes, MIB, MIB);
    assertThat(Compressibility.worthTrying(bytes, MIB, MIB)).isFalse();
    assertThat(Compressibility.worthTrying(bytes, 0, MIB)).isTrue();
    assertThatThrownBy(() -> Compressibility.worthTrying(bytes, MIB, 3 * MIB))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static boolean worthTrying(byte[] bytes) {
    return Compressibility.worthTrying(bytes, 0, bytes.length);
  }

  /** Returns a megabyte of class files of the JDK. */
  private static byte[] programs() {
    Path util =
        FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules/java.base/java/util");
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    try (Stream<Path> classes = Files.walk(util)) {
      for (Path file : classes.filter(Files::isRegularFile).sorted().toList()) {
        code.writeBytes(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(code.size()).isGreaterThan(MIB);
    return Arrays.copyOf(code.toByteArray(), MIB);
  }

  /** Returns an image with gradients, edges and grain in every colour, as a sensor gives it. */
  private static BufferedImage photograph() {
    Random random = new Random(1);
    BufferedImage image = new BufferedImage(1000, 800, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 60; i++) {
      Color from = new Color(random.nextInt(1 << 24));
      Color to = new Color(random.nextInt(1 << 24));
      graphics.setPaint(new GradientPaint(0, 0, from, 1000, 800, to));
      graphics.fillOval(random.nextInt(1000) - 200, random.nextInt(800) - 200, 500, 400);
    }
    graphics.dispose();
    for (int x = 0; x < 1000; x++) {
      for (int y = 0; y < 800; y++) {
        Color clean = new Color(image.getRGB(x, y));
        double light = 18 * random.nextGaussian();
        int red = grainy(clean.getRed(), light, random);
        int green = grainy(clean.getGreen(), light, random);
        int blue = grainy(clean.getBlue(), light, random);
        image.setRGB(x, y, new Color(red, green, blue).getRGB());
      }
    }
    return image;
  }

  private static int grainy(int value, double light, Random random) {
    return (int) Math.max(0, Math.min(255, value + light + 10 * random.nextGaussian()));
  }
}
