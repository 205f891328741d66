package io.byssus.cli.command;

import io.byssus.cli.error.CommandException;
import io.byssus.core.retention.GroupBy;
import io.byssus.core.retention.RetentionPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The rules that say which snapshots stay. */
final class KeepOptions {
  @Option(
      names = {"-l", "--keep-last"},
      paramLabel = "N",
      description = "Keep the last N snapshots.")
  private @Nullable Integer last;

  @Option(
      names = {"-H", "--keep-hourly"},
      paramLabel = "N",
      description = "Keep the last snapshot of each of the last N hours that have one.")
  private @Nullable Integer hourly;

  @Option(
      names = {"-d", "--keep-daily"},
      paramLabel = "N",
      description = "The same for days.")
  private @Nullable Integer daily;

  @Option(
      names = {"-w", "--keep-weekly"},
      paramLabel = "N",
      description = "The same for weeks, from Monday on.")
  private @Nullable Integer weekly;

  @Option(
      names = {"-m", "--keep-monthly"},
      paramLabel = "N",
      description = "The same for months.")
  private @Nullable Integer monthly;

  @Option(
      names = {"-y", "--keep-yearly"},
      paramLabel = "N",
      description = "The same for years.")
  private @Nullable Integer yearly;

  @Option(
      names = "--keep-within",
      paramLabel = "SPAN",
      description = "Keep what is younger than the latest snapshot by less than 2y5m7d3h, say.")
  private @Nullable String within;

  @Option(
      names = "--keep-within-hourly",
      paramLabel = "SPAN",
      description = "Of these, keep the last of each hour.")
  private @Nullable String withinHourly;

  @Option(
      names = "--keep-within-daily",
      paramLabel = "SPAN",
      description = "Of these, keep the last of each day.")
  private @Nullable String withinDaily;

  @Option(
      names = "--keep-within-weekly",
      paramLabel = "SPAN",
      description = "Of these, keep the last of each week.")
  private @Nullable String withinWeekly;

  @Option(
      names = "--keep-within-monthly",
      paramLabel = "SPAN",
      description = "Of these, keep the last of each month.")
  private @Nullable String withinMonthly;

  @Option(
      names = "--keep-within-yearly",
      paramLabel = "SPAN",
      description = "Of these, keep the last of each year.")
  private @Nullable String withinYearly;

  @Option(
      names = "--keep-tag",
      paramLabel = "TAG[,TAG...]",
      description = "Keep what has all of these tags; given again: or all of those.")
  private final List<String> tags = new ArrayList<>();

  @Option(
      names = "--keep-minimum",
      paramLabel = "N",
      description = "Never leave fewer than N snapshots of a group (default: 1).")
  private @Nullable Integer minimum;

  @Option(
      names = "--data-class",
      paramLabel = "critical|standard|logs",
      description = "The rules of a class of data; those that are given replace its own.")
  private @Nullable String dataClass;

  @Option(
      names = {"-g", "--group-by"},
      paramLabel = "origin,host,paths,tags",
      description = "What snapshots have in common that are counted together (default: origin).")
  private @Nullable String groups;

  /** Returns whether a rule was given. */
  boolean given() {
    boolean counted =
        anyOf(last, hourly, daily, weekly, monthly, yearly, minimum, dataClass, groups);
    return counted
        || !tags.isEmpty()
        || anyOf(within, withinHourly, withinDaily, withinWeekly, withinMonthly, withinYearly);
  }

  private static boolean anyOf(@Nullable Object... options) {
    return Arrays.stream(options).anyMatch(option -> option != null);
  }

  /** Returns the policy that the rules make. */
  RetentionPolicy policy() {
    RetentionPolicy.Builder policy = base();
    accept(last, policy::keepLast);
    accept(hourly, policy::hourly);
    accept(daily, policy::daily);
    accept(weekly, policy::weekly);
    accept(monthly, policy::monthly);
    accept(yearly, policy::yearly);
    accept(within, span -> policy.within(RetentionPolicy.span(span)));
    accept(withinHourly, span -> policy.withinHourly(RetentionPolicy.span(span)));
    accept(withinDaily, span -> policy.withinDaily(RetentionPolicy.span(span)));
    accept(withinWeekly, span -> policy.withinWeekly(RetentionPolicy.span(span)));
    accept(withinMonthly, span -> policy.withinMonthly(RetentionPolicy.span(span)));
    accept(withinYearly, span -> policy.withinYearly(RetentionPolicy.span(span)));
    tags.forEach(list -> accept(Arguments.tags(list).toArray(String[]::new), policy::keepTag));
    accept(minimum, policy::minimum);
    accept(groups, names -> policy.groupBy(criteria(names)));
    return UserInput.accepted(policy::build);
  }

  private RetentionPolicy.Builder base() {
    if (dataClass == null) {
      return RetentionPolicy.builder();
    }
    Supplier<RetentionPolicy> named =
        switch (dataClass) {
          case "critical" -> RetentionPolicy::critical;
          case "standard" -> RetentionPolicy::standard;
          case "logs" -> RetentionPolicy::logs;
          default ->
              throw CommandException.usage(
                  "the value of --data-class is critical, standard or logs, not '"
                      + dataClass
                      + "'");
        };
    return named.get().toBuilder();
  }

  private static <T> void accept(@Nullable T option, Consumer<T> setter) {
    if (option != null) {
      UserInput.accept(() -> setter.accept(option));
    }
  }

  private static GroupBy[] criteria(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(KeepOptions::criterion)
        .toArray(GroupBy[]::new);
  }

  private static GroupBy criterion(String name) {
    return Arrays.stream(GroupBy.values())
        .filter(criterion -> criterion.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    "the value of --group-by is some of origin, host, paths and tags, with commas"
                        + " between, not '"
                        + name
                        + "'"));
  }
}
