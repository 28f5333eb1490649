// Queries over a handful of events: each command, functions, order, and what is refused where.
#include "log_insights/query.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "log_insights/execution.h"

namespace berth::log_insights {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kNoon = 1'769'860'800'000;  // 2026-01-31 12:00:00 UTC

/// The newest first, a minute apart.
std::vector<Event> events_of(const std::vector<std::string>& messages) {
  std::vector<Event> events;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    Event event;
    event.timestamp_ms = kNoon - static_cast<std::int64_t>(i) * 60'000;
    event.ingested_at_ms = kNoon;
    event.message = messages[i];
    event.stream = "s" + std::to_string(i % 2);
    event.log = "123456789012:g";
    event.pointer = "p" + std::to_string(i);
    events.push_back(std::move(event));
  }
  return events;
}

Result<Outcome> run(const std::string& text, const std::vector<std::string>& messages,
                    std::size_t limit = 10'000) {
  BERTH_ASSIGN(const Query query, Query::parse(text));
  Execution execution(query, limit);
  for (Event& event : events_of(messages)) {
    if (!execution.add(std::move(event))) break;
  }
  return execution.finish();
}

/// Rows as "column=value column=value", pointers left out.
std::vector<std::string> rows(const std::string& text, const std::vector<std::string>& messages) {
  const auto outcome = run(text, messages);
  EXPECT_TRUE(outcome) << text << ": " << outcome.error().message;
  std::vector<std::string> lines;
  if (!outcome) return lines;
  for (const ShownRow& row : outcome->rows) {
    std::string& line = lines.emplace_back();
    for (const auto& [name, value] : row) {
      if (name != "@ptr") line += (line.empty() ? "" : " ") + name + "=" + value;
    }
  }
  return lines;
}

const std::vector<std::string> kRequests = {
    R"({"path": "/a", "ms": 10, "ok": true, "user": {"name": "ann", "tags": ["x", "y"]}})",
    R"({"path": "/b", "ms": 30, "ok": false, "user": {"name": "bob"}})",
    R"({"path": "/a", "ms": 20.5, "ok": true})",
    "plain ERROR line",
};

TEST(InsightsFields, AreTheEventsOwnAndDiscovered) {
  EXPECT_THAT(rows("limit 1", kRequests),
              ElementsAre("@timestamp=2026-01-31 12:00:00.000 @message=" + kRequests[0]));
  EXPECT_THAT(
      rows("fields path, user.name, user.tags.1, ok | limit 2", kRequests),
      ElementsAre("path=/a user.name=ann user.tags.1=y ok=1", "path=/b user.name=bob ok=0"));
  EXPECT_THAT(rows("fields @logStream, @log, @ingestionTime | limit 1", kRequests),
              ElementsAre("@logStream=s0 @log=123456789012:g "
                          "@ingestionTime=2026-01-31 12:00:00.000"));
  const auto outcome = run("fields ms", kRequests);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->rows[0].back(), (std::pair<std::string, std::string>("@ptr", "p0")));
  EXPECT_EQ(outcome->rows[3].size(), 1u) << "what is not there is left out";
}

TEST(InsightsFields, MayBeExpressionsWithNames) {
  EXPECT_THAT(
      rows("fields ms * 2 + 1 as twice, concat(path, '?', ms) as both | limit 1", kRequests),
      ElementsAre("twice=21 both=/a?10"));
  EXPECT_THAT(rows("fields ms/4 | limit 1", kRequests), ElementsAre("ms/4=2.5"));
  EXPECT_THAT(rows("fields path | fields ms as m | limit 1", kRequests),
              ElementsAre("path=/a m=10"));
  EXPECT_THAT(rows("fields path | display ms | limit 1", kRequests), ElementsAre("ms=10"));
  EXPECT_THAT(rows("fields `user.name` | limit 1", kRequests), ElementsAre("user.name=ann"));
}

TEST(InsightsFilter, ComparesNumbersAndTexts) {
  const auto paths = [](const std::string& condition) {
    return rows("fields ms | filter " + condition, kRequests);
  };
  EXPECT_THAT(paths("ms > 15"), ElementsAre("ms=30", "ms=20.5"));
  EXPECT_THAT(paths("ms >= 10 and ms < 30"), ElementsAre("ms=10", "ms=20.5"));
  EXPECT_THAT(paths("path = '/b' or ms = 10"), ElementsAre("ms=10", "ms=30"));
  EXPECT_THAT(paths("path != \"/a\""), ElementsAre("ms=30"));
  EXPECT_THAT(paths("not (ms > 15) and ispresent(ms)"), ElementsAre("ms=10"));
  EXPECT_THAT(paths("path in ['/b', '/c']"), ElementsAre("ms=30"));
  EXPECT_THAT(paths("ms not in [10, 30] and ispresent(ms)"), ElementsAre("ms=20.5"));
  EXPECT_THAT(paths("ok and ms = 10"), ElementsAre("ms=10"));
  EXPECT_THAT(rows("where @logStream = 's1' | fields ms", kRequests), ElementsAre("ms=30", ""));
}

TEST(InsightsFilter, FindsPartsAndExpressions) {
  const auto found = [](const std::string& condition) {
    return rows("fields @message | filter " + condition, {"an ERROR", "a warning", "a/b"});
  };
  EXPECT_THAT(found("@message like 'ERROR'"), ElementsAre("@message=an ERROR"));
  EXPECT_THAT(found("@message like /(?i)error|WARN/"),
              ElementsAre("@message=an ERROR", "@message=a warning"));
  EXPECT_THAT(found("@message not like /r/"), ElementsAre("@message=an ERROR", "@message=a/b"));
  EXPECT_THAT(found("@message =~ /a\\/b$/"), ElementsAre("@message=a/b"));
  EXPECT_THAT(found("none like 'x'"), IsEmpty());
  EXPECT_THAT(found("strcontains(@message, 'warn')"), ElementsAre("@message=a warning"));
}

TEST(InsightsParse, TakesFieldsOutOfTexts) {
  const std::vector<std::string> lines = {"user=ann, method:GET, latency := 12", "other"};
  EXPECT_THAT(rows("parse @message \"user=*, method:*, latency := *\" as u, m, l "
                   "| filter ispresent(u) | display u, m, l",
                   lines),
              ElementsAre("u=ann m=GET l=12"));
  EXPECT_THAT(rows("parse 'user=*, ' as u | display u", lines), ElementsAre("u=ann", ""));
  EXPECT_THAT(
      rows("parse @message /method:(?<m>[A-Z]+).*:= (?<l>\\d+)/ | stats sum(l) by m", lines),
      ElementsAre("m=GET sum(l)=12", ""));
  EXPECT_THAT(rows("parse @message /(x)?(?<o>other)/ | filter o = 'other' | display o", lines),
              ElementsAre("o=other"));
}

TEST(InsightsStats, CountsAndMeasures) {
  EXPECT_THAT(rows("stats count(*), count(ms), sum(ms), avg(ms), min(ms), max(ms)", kRequests),
              ElementsAre("count(*)=4 count(ms)=3 sum(ms)=60.5 avg(ms)=20.166666666666668 "
                          "min(ms)=10 max(ms)=30"));
  EXPECT_THAT(rows("stats count_distinct(path) as paths, pct(ms, 50), median(ms)", kRequests),
              ElementsAre("paths=2 pct(ms, 50)=20.5 median(ms)=20.5"));
  EXPECT_THAT(rows("stats earliest(path) as e, latest(ms) as l, sortsFirst(path) as f, "
                   "sortsLast(path) as t",
                   kRequests),
              ElementsAre("e=/a l=10 f=/a t=/b"));
  EXPECT_THAT(rows("filter path = '/a' | stats stddev(ms)", kRequests),
              ElementsAre("stddev(ms)=5.25"));
  EXPECT_THAT(rows("filter ms > 100 | stats count(*), sum(ms)", kRequests),
              ElementsAre("count(*)=0"));
}

TEST(InsightsStats, GroupsByFieldsAndTime) {
  EXPECT_THAT(rows("stats count(*) as n by path | sort n desc, path", kRequests),
              ElementsAre("path=/a n=2", "path=/b n=1", "n=1"));
  EXPECT_THAT(rows("stats count(*) by bin(2m) as t | sort t", kRequests),
              ElementsAre("t=2026-01-31 11:56:00.000 count(*)=1",
                          "t=2026-01-31 11:58:00.000 "
                          "count(*)=2",
                          "t=2026-01-31 12:00:00.000 count(*)=1"));
  EXPECT_THAT(rows("stats count(*) by path, ok | sort count(*) desc | limit 1", kRequests),
              ElementsAre("path=/a ok=1 count(*)=2"));
  EXPECT_THAT(rows("stats max(ms) as m by path | stats sum(m)", kRequests),
              ElementsAre("sum(m)=50.5"));
}

TEST(InsightsSort, OrdersNumbersTextsAndWhatIsNotThere) {
  EXPECT_THAT(rows("fields ms | sort ms", kRequests), ElementsAre("ms=10", "ms=20.5", "ms=30", ""));
  EXPECT_THAT(rows("fields ms | sort ms desc", kRequests),
              ElementsAre("ms=30", "ms=20.5", "ms=10", ""));
  EXPECT_THAT(rows("fields ms | sort @timestamp asc | limit 2", kRequests),
              ElementsAre("", "ms=20.5"));
  EXPECT_THAT(rows("fields ms | sort path, ms desc | limit 2", kRequests),
              ElementsAre("ms=20.5", "ms=10"));
}

TEST(InsightsDedup, KeepsTheNewestOfEach) {
  EXPECT_THAT(rows("fields ms | dedup path", kRequests), ElementsAre("ms=10", "ms=30", ""));
  EXPECT_THAT(rows("fields ms | dedup path, ok | limit 1", kRequests), ElementsAre("ms=10"));
}

TEST(InsightsFunctions, ComeToWhatTheyShould) {
  const auto value = [](const std::string& expression) {
    return rows("fields " + expression + " as v", {R"({"a": -7, "t": " Ab ", "e": ""})"}).at(0);
  };
  EXPECT_EQ(value("abs(a)"), "v=7");
  EXPECT_EQ(value("-a % 4"), "v=3");
  EXPECT_EQ(value("2 + 3 * 2 ^ 2"), "v=14");
  EXPECT_EQ(value("ceil(a / 2)"), "v=-3");
  EXPECT_EQ(value("greatest(a, 3, 2)"), "v=3");
  EXPECT_EQ(value("a / 0"), "");
  EXPECT_EQ(value("toupper(trim(t))"), "v=AB");
  EXPECT_EQ(value("strlen(t)"), "v=4");
  EXPECT_EQ(value("substr(t, 1, 2)"), "v=Ab");
  EXPECT_EQ(value("substr(t, 9)"), "v=");
  EXPECT_EQ(value("replace(t, 'b', 'cc')"), "v= Acc ");
  EXPECT_EQ(value("isempty(e)"), "v=1");
  EXPECT_EQ(value("isblank(t)"), "v=0");
  EXPECT_EQ(value("coalesce(none, a)"), "v=-7");
  EXPECT_EQ(value("ispresent(none)"), "v=0");
  EXPECT_EQ(value("tomillis(datefloor(@timestamp, 1d))"), "v=1769817600000");
  EXPECT_EQ(value("fromMillis(0)"), "v=1970-01-01 00:00:00.000");
}

TEST(Insights, StopsWhereItHasEnough) {
  const auto outcome = run("fields ms | filter ispresent(ms)", kRequests, 2);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->rows.size(), 2u);
  EXPECT_EQ(outcome->records_scanned, 2u);
  const auto all = run("filter path = '/a' | stats count(*) by path", kRequests);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->records_scanned, 4u);
  EXPECT_EQ(all->records_matched, 2u);
}

TEST(Insights, LeavesCommentsOut) {
  EXPECT_THAT(rows("# the slow ones\nfields ms # in milliseconds\n| filter ms > 25", kRequests),
              ElementsAre("ms=30"));
}

TEST(Insights, SaysItsPlaceInCharacters) {
  const auto details = [](const char* text) { return Query::parse(text).error().details_json; };
  EXPECT_EQ(details("filter a = '\xc3\xa4' |\n  unmask b"),
            R"({"queryCompileError":{"location":{"startCharOffset":19,"endCharOffset":25},)"
            R"("message":"unexpected symbol found unmask at line 2 and position 3"}})");
  EXPECT_THAT(details("fields a,"),
              testing::HasSubstr(R"({"startCharOffset":9,"endCharOffset":9})"));
  EXPECT_THAT(details("filter a like /(/"),
              testing::HasSubstr(R"({"startCharOffset":14,"endCharOffset":17})"));
}

TEST(Insights, SaysWhereAQueryIsMalformed) {
  const auto message = [](const char* text) {
    const auto query = Query::parse(text);
    EXPECT_FALSE(query) << text;
    if (query) return std::string();
    EXPECT_EQ(query.error().code, "MalformedQueryException");
    return query.error().message;
  };
  EXPECT_EQ(message(""), "unexpected symbol found end of query at line 1 and position 1");
  EXPECT_EQ(message("fields @message\n| filter a = "),
            "unexpected symbol found end of query at line 2 and position 14");
  EXPECT_EQ(message("fields a |\n  unmask b"),
            "unexpected symbol found unmask at line 2 and position 3");
  EXPECT_EQ(message("fields nosuch(a)"), "unknown function nosuch at line 1 and position 8");
  EXPECT_EQ(message("fields abs(a, b)"),
            "wrong number of arguments for abs at line 1 and position 8");
  EXPECT_THAT(message("filter a like /(/"), testing::HasSubstr("invalid regular expression"));
  EXPECT_THAT(message("filter a like /(?=x)/"), testing::HasSubstr("invalid regular expression"));
  for (const char* text : {"limit 0",
                           "limit x",
                           "limit 1.5",
                           "limit 100001",
                           "fields",
                           "fields a,",
                           "filter (a",
                           "filter a in []",
                           "filter a in [1",
                           "filter a like b",
                           "parse 'a' as b",
                           "parse '*' as a, b",
                           "parse /x/",
                           "stats a",
                           "stats sum(*)",
                           "stats pct(a)",
                           "stats pct(a, 101)",
                           "stats count(*) by",
                           "sort",
                           "dedup",
                           "fields a b",
                           "filter 'open",
                           "fields a | | limit 1",
                           "stats count(*) by bin(5x)",
                           "fields bin(0m)",
                           "fields 1.2.3",
                           "fields a;"}) {
    message(text);
  }
  EXPECT_FALSE(Query::parse("filter " + std::string(10'000, '(')));
  EXPECT_FALSE(Query::parse("fields " + std::string(9'000, '-') + "1"));
}

}  // namespace
}  // namespace berth::log_insights
