package io.byssus.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameListTest {
  /** Many ranks that begin alike, some negative as signed numbers, and some that are the same. */
  private static final EntryOrder ODD =
      (name, names) -> (long) (name.hashCode() % 5) << 62 | name.hashCode() % 3;

  private static List<EntryName> random(int count) {
    Random random = new Random(count);
    List<EntryName> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[1 + random.nextInt(random.nextInt(50) == 0 ? 4_000 : 40)];
      random.nextBytes(bytes);
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = bytes[at] == 0 || bytes[at] == '/' || bytes[at] == '.' ? (byte) 'x' : bytes[at];
      }
      names.add(EntryName.of(bytes));
    }
    return names;
  }

  private static NameList of(List<EntryName> names) {
    NameList list = new NameList();
    names.forEach(list::add);
    return list;
  }

  private static List<EntryName> all(NameList list) {
    List<EntryName> names = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      names.add(list.get(i));
    }
    return names;
  }

  private static List<EntryName> sorted(List<EntryName> names, EntryOrder order) {
    List<EntryName> sorted = new ArrayList<>(names);
    sorted.sort(
        Comparator.comparing(
                (EntryName name) -> order.rank(name, names.size()), Long::compareUnsigned)
            .thenComparing(Comparator.naturalOrder()));
    return sorted;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100, 10_000})
  void holdsNamesAndPutsThemIntoOrder(int count) {
    List<EntryName> names = random(count);
    NameList list = of(names);
    assertThat(all(list)).isEqualTo(names);

    list.sort(EntryOrder.BY_NAME);
    assertThat(all(list)).isEqualTo(sorted(names, EntryOrder.BY_NAME));
    list.sort(ODD);
    assertThat(all(list)).isEqualTo(sorted(names, ODD));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1_000})
  void takesNamesAway(int count) {
    List<EntryName> names = random(2 * count).stream().distinct().toList();
    List<EntryName> taken = new ArrayList<>(names.subList(0, names.size() / 2));
    taken.add(EntryName.of("never there"));
    List<EntryName> rest = names.subList(names.size() / 2, names.size());

    assertThat(all(of(names).without(of(taken)))).isEqualTo(sorted(rest, EntryOrder.BY_NAME));
  }

  @Test
  void findsANameThatIsThereTwice() {
    List<EntryName> names = new ArrayList<>(random(1_000).stream().distinct().toList());
    assertThat(of(names).repeated()).isNull();

    names.add(names.get(77));
    assertThat(of(names).repeated()).isEqualTo(names.get(77));
  }
}
