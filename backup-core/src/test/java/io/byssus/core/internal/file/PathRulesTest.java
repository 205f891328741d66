package io.byssus.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.EntryKind;
import io.byssus.core.internal.file.PathRules.Verdict;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathRulesTest {
  private static final List<String> SRV = List.of("srv");

  @Test
  void theLastRuleThatMatchesDecides() {
    PathRules rules = rules("*.tmp", "!keep.tmp", "/srv/keep.tmp");

    assertThat(rules.verdict(SRV, "a.tmp", EntryKind.FILE)).isEqualTo(Verdict.OUT);
    assertThat(rules.verdict(SRV, "keep.tmp", EntryKind.FILE)).isEqualTo(Verdict.OUT);
    assertThat(rules.verdict(List.of("var"), "keep.tmp", EntryKind.FILE)).isEqualTo(Verdict.IN);
    assertThat(rules.verdict(SRV, "a.txt", EntryKind.FILE)).isEqualTo(Verdict.NONE);
  }

  @Test
  void aRuleForDirectoriesPassesOverAllElse() {
    PathRules rules = rules("*", "!build/");

    assertThat(rules.verdict(SRV, "build", EntryKind.DIRECTORY)).isEqualTo(Verdict.IN);
    assertThat(rules.verdict(SRV, "build", EntryKind.FILE)).isEqualTo(Verdict.OUT);
    assertThat(rules.verdict(SRV, "build", EntryKind.SYMBOLIC_LINK)).isEqualTo(Verdict.OUT);
  }

  @Test
  void doesNotDecideByTheNameWhereTheKindMatters() {
    PathRules rules = rules("*.d/", "x.d");

    assertThat(rules.verdict(SRV, "y.d", null)).isEqualTo(Verdict.UNKNOWN);
    assertThat(rules.verdict(SRV, "x.d", null)).isEqualTo(Verdict.OUT);
    assertThat(rules.verdict(SRV, "y", null)).isEqualTo(Verdict.NONE);
  }

  @Test
  void printsTheRulesAsTheyWereWritten() {
    assertThat(rules("*.tmp", "!keep.tmp")).hasToString("[*.tmp, !keep.tmp]");
  }

  private static PathRules rules(String... texts) {
    return PathRules.of(
        Arrays.stream(texts).map(text -> PathRule.parse(text, Case.RESPECTED)).toList());
  }
}
