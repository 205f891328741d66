package io.byssus.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedAttributesTest {
  private static void assertRefused(Map<String, byte[]> values, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExtendedAttributes.of(values))
        .withMessageContaining(reason);
  }

  @Test
  void namesComeInOrderWithTheirValues() {
    Map<String, byte[]> values = new LinkedHashMap<>();
    values.put("user.b", new byte[] {2, 0, -1});
    values.put("security.capability", new byte[0]);
    ExtendedAttributes attributes = ExtendedAttributes.of(values);
    assertThat(attributes.names()).containsExactly("security.capability", "user.b");
    assertThat(attributes.value("user.b")).containsExactly(2, 0, -1);
    assertThat(attributes.value("security.capability")).isEmpty();
    assertThat(attributes.isEmpty()).isFalse();
    assertThat(attributes).hasToString("[security.capability, user.b]");
  }

  @Test
  void whatIsGivenAndReturnedIsCopied() {
    byte[] value = {1};
    Map<String, byte[]> values = new HashMap<>(Map.of("user.a", value));
    ExtendedAttributes attributes = ExtendedAttributes.of(values);
    value[0] = 9;
    values.put("user.b", value);
    attributes.value("user.a")[0] = 9;
    assertThat(attributes.names()).containsExactly("user.a");
    assertThat(attributes.value("user.a")).containsExactly(1);
  }

  @Test
  void equalNamesAndValuesAreEqual() {
    ExtendedAttributes one = ExtendedAttributes.of(Map.of("user.a", new byte[] {1}));
    assertThat(one)
        .isEqualTo(ExtendedAttributes.of(Map.of("user.a", new byte[] {1})))
        .hasSameHashCodeAs(ExtendedAttributes.of(Map.of("user.a", new byte[] {1})))
        .isNotEqualTo(ExtendedAttributes.of(Map.of("user.a", new byte[] {2})))
        .isNotEqualTo(ExtendedAttributes.of(Map.of("user.b", new byte[] {1})))
        .isNotEqualTo(
            ExtendedAttributes.of(Map.of("user.a", new byte[] {1}, "user.b", new byte[0])))
        .isNotEqualTo(ExtendedAttributes.none());
    assertThat(ExtendedAttributes.of(Map.of())).isEqualTo(ExtendedAttributes.none());
    assertThat(ExtendedAttributes.none().isEmpty()).isTrue();
  }

  @Test
  void someAreNotAll() {
    ExtendedAttributes all = ExtendedAttributes.of(Map.of("user.a", new byte[] {1}));
    ExtendedAttributes some = all.asPartial();
    assertThat(all.isPartial()).isFalse();
    assertThat(some.isPartial()).isTrue();
    assertThat(some.names()).isEqualTo(all.names());
    assertThat(some).isNotEqualTo(all).isEqualTo(all.asPartial());
    assertThat(ExtendedAttributes.none().asPartial()).isNotEqualTo(ExtendedAttributes.none());
    assertThat(some.areIn(all)).isTrue();
    assertThat(ExtendedAttributes.none().areIn(all)).isTrue();
    assertThat(all.areIn(ExtendedAttributes.none())).isFalse();
    assertThat(all.areIn(ExtendedAttributes.of(Map.of("user.a", new byte[] {2})))).isFalse();
  }

  @Test
  void askingForWhatIsNotThereNamesWhatIs() {
    ExtendedAttributes attributes = ExtendedAttributes.of(Map.of("user.a", new byte[1]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> attributes.value("user.b"))
        .withMessageContaining("user.b")
        .withMessageContaining("user.a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "user.\0", "\0user"})
  void anEmptyNameOrOneWithAZeroIsRefused(String name) {
    assertRefused(Map.of(name, new byte[1]), "'" + name + "'");
  }

  @Test
  void aNameHasAtMost255BytesHoweverFewCharacters() {
    String longest = "é".repeat(127) + "x";
    assertThat(ExtendedAttributes.of(Map.of(longest, new byte[1])).names())
        .containsExactly(longest);
    assertRefused(Map.of("é".repeat(128), new byte[1]), "name");
    assertRefused(Map.of("x".repeat(256), new byte[1]), "name");
  }

  @Test
  void aValueHasAtMost64Kibibytes() {
    byte[] longest = new byte[64 * 1024];
    assertThat(ExtendedAttributes.of(Map.of("a", longest)).value("a")).isEqualTo(longest);
    assertRefused(Map.of("user.a", new byte[longest.length + 1]), "user.a");
  }

  @Test
  void namesAndValuesTogetherHaveAtMost96Kibibytes() {
    Map<String, byte[]> values = new HashMap<>();
    values.put("a", new byte[48 * 1024]);
    values.put("b", new byte[48 * 1024 - 2]);
    assertThat(ExtendedAttributes.of(values).names()).containsExactly("a", "b");
    values.put("b", new byte[48 * 1024 - 1]);
    assertRefused(values, "98305");
  }
}
