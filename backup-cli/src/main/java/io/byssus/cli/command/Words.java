package io.byssus.cli.command;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The words that an option takes, one for each constant, in small letters; and what they mean. */
abstract class Words<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
  private final Class<E> type;

  Words(Class<E> type) {
    this.type = type;
  }

  @Override
  public Iterator<String> iterator() {
    return words().iterator();
  }

  private Stream<String> words() {
    return Arrays.stream(type.getEnumConstants()).map(Words::word);
  }

  @Override
  public E convert(String value) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equals(value.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + value + "' is none of " + String.join(", ", words().toList())));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
