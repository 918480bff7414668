#include "examples/collector/sink.h"

#include <httplib.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <random>
#include <stdexcept>
#include <thread>
#include <utility>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "examples/collector/store.h"

namespace canvass::collector {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view kScheme = "clickhouse://";
constexpr const char* kDefaultTable = "canvass_events";

// ClickHouse likes few large inserts: one a second, or as soon as a batch is full.
constexpr int kBatchEvents = 20'000;
constexpr size_t kBatchBytes = 8'000'000;
constexpr milliseconds kPace = seconds(1);
constexpr milliseconds kBackoff = seconds(1);
constexpr milliseconds kBackoffMax = seconds(60);
constexpr seconds kConnectTimeout{5};
constexpr seconds kAnswerTimeout{30};
constexpr int kBusyMs = 5000;

constexpr const char* kColumns =
    "message_id, received_at, timestamp, timestamp_ms, type, event, survey, response, question, kind, value, "
    "anonymous_id, user_id, json";

// The sorting key has only what the client said, so that an event that came through two collectors is one row; and no
// partitions, since rows are replaced within one only.
std::string create_table(const std::string& table) {
  return "CREATE TABLE IF NOT EXISTS " + table +
         " (message_id String, received_at DateTime, timestamp DateTime, timestamp_ms Int64, type String, event String,"
         " survey String, response String, question String, kind String, value Nullable(Float64),"
         " anonymous_id String, user_id String, json String)"
         " ENGINE = ReplacingMergeTree() ORDER BY (survey, event, message_id)";
}

// Something that ClickHouse said, as against its silence.
struct Refusal : std::runtime_error {
  using std::runtime_error::runtime_error;
};

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 100 && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
         });
}

// "a%40b" is "a@b". None where a % is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned char byte = 0;
    const char* begin = text.data() + i + 1;
    if (i + 2 >= text.size() || std::from_chars(begin, begin + 2, byte, 16).ptr != begin + 2) return std::nullopt;
    out += static_cast<char>(byte);
    i += 2;
  }
  return out;
}

// The first sentence of what ClickHouse has to say, without its version and stack trace.
std::string first_words(std::string_view body) {
  std::string_view text = body.substr(0, body.find('\n'));
  for (const std::string_view end : {", e.what()", " (version "}) text = text.substr(0, text.find(end));
  constexpr std::string_view kNoise = "e.displayText() = ";
  std::string out(trim(text));
  if (const size_t at = out.find(kNoise); at != std::string::npos) out.erase(at, kNoise.size());
  out = std::string(first_characters(out, 300));
  while (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

TimeMs system_now() {
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// ClickHouse's DateTime: seconds in 32 bits.
int64_t date_time(std::optional<TimeMs> time) { return std::clamp<int64_t>(time.value_or(0) / 1000, 0, UINT32_MAX); }

// One line of JSONEachRow.
std::string line_of(std::string_view received_at, std::string_view text) {
  const Json event = parse_json(text).value_or(json_object());
  const std::optional<TimeMs> time = parse_iso8601(string_at(event, "timestamp"));
  const std::string_view type = string_at(event, "type");
  const std::string_view name = string_at(event, "event");
  const Json* properties = find(event, "properties");
  const auto property = [&](const char* key) {
    return properties == nullptr ? std::string() : std::string(string_at(*properties, key));
  };
  const Json* value = properties == nullptr ? nullptr : find(*properties, "value");
  const bool number = value != nullptr && value->is_number();
  Json row = {{"message_id", string_at(event, "messageId")},
              {"received_at", date_time(parse_iso8601(received_at))},
              {"timestamp", date_time(time)},
              {"timestamp_ms", time.value_or(0)},
              {"type", type},
              {"event", name.empty() ? type : name},
              {"survey", property("survey")},
              {"response", property("response")},
              {"question", property("question")},
              {"kind", property("kind")},
              {"value", number ? *value : Json()},
              {"anonymous_id", string_at(event, "anonymousId")},
              {"user_id", string_at(event, "userId")},
              {"json", text}};
  return dump_json(row) + "\n";
}

}  // namespace

// --- the address -----------------------------------------------------------------------------------------

std::string SinkAddress::name() const { return host + ":" + std::to_string(port) + "/" + database + "/" + table; }

std::variant<SinkAddress, std::string> parse_sink(std::string_view text) {
  // Never with the text itself, which may have a password in it.
  const auto wrong = [](const std::string& what) {
    return "--sink " + what + ", as in clickhouse://user:password@127.0.0.1:8123/default.";
  };
  if (!starts_with(text, kScheme)) return wrong("must begin with clickhouse://");
  text.remove_prefix(kScheme.size());
  SinkAddress address;
  const size_t slash = text.find('/');
  std::string_view authority = text.substr(0, slash);
  std::string_view path = slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
  if (const size_t at = authority.rfind('@'); at != std::string_view::npos) {
    const std::string_view who = authority.substr(0, at);
    authority.remove_prefix(at + 1);
    const size_t colon = who.find(':');
    const std::optional<std::string> user = percent_decoded(who.substr(0, colon));
    const std::optional<std::string> password =
        percent_decoded(colon == std::string_view::npos ? std::string_view() : who.substr(colon + 1));
    if (!user || !password) return wrong("has a % in user or password that must be written %25");
    if (user->empty()) return wrong("has an @ without a user before it");
    address.user = *user;
    address.password = *password;
  }
  if (address.password.empty()) {
    if (const char* secret = std::getenv("CANVASS_SINK_PASSWORD")) address.password = secret;
  }
  // The last colon, unless it is inside the brackets of an IPv6 address.
  const size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
    const std::string_view port = authority.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (error != std::errc() || end != port.data() + port.size() || address.port < 1 || address.port > 65535) {
      return wrong("must have a port from 1 to 65535");
    }
    authority = authority.substr(0, colon);
  }
  if (authority.size() > 2 && authority.front() == '[' && authority.back() == ']') {
    authority = authority.substr(1, authority.size() - 2);
  }
  if (authority.empty() || authority.find_first_of(" ?#[]") != std::string_view::npos) return wrong("must name a host");
  address.host = authority;
  const size_t second = path.find('/');
  address.database = path.substr(0, second);
  address.table = second == std::string_view::npos ? kDefaultTable : std::string(path.substr(second + 1));
  if (address.database.empty()) return wrong("must name a database after the host");
  if (!is_name(address.database) || !is_name(address.table)) {
    return wrong("must have names of letters, digits and _ for database and table");
  }
  return address;
}

// --- forwarding ------------------------------------------------------------------------------------------

struct Sink::Impl {
  Impl(const SinkAddress& where, const std::string& db, Log& log);

  std::string ask(const std::string& query, const std::string& body);
  void make_table();
  bool forward();  // one batch; false when there was nothing to forward
  void run();
  bool wait(milliseconds time);  // false when it is to end
  void save(int64_t seq);
  void run_sql(const char* sql);
  Statement prepare(const char* sql);
  [[noreturn]] void fail() { throw StoreError(std::string("database: ") + sqlite3_errmsg(db.get())); }
  void measure();
  void failed(const std::string& what);

  const SinkAddress address;
  Log& log;
  const std::string who, table;
  httplib::Client http;
  Database db;
  Statement rows, last, keep;
  int64_t cursor = 0;
  bool ready = false;       // the table is known to be there
  std::string complaint;    // what was logged last
  int attempts = 0;         // that failed, in a row
  Clock::time_point began;  // of the last attempt
  std::mt19937_64 random{std::random_device{}()};

  mutable std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false, ended = false;
  SinkCounters counters;
  std::thread thread;
};

Sink::Impl::Impl(const SinkAddress& where, const std::string& path, Log& into)
    : address(where),
      log(into),
      who("ClickHouse at " + where.host + ":" + std::to_string(where.port)),
      table("`" + where.database + "`.`" + where.table + "`"),
      http(where.host, where.port) {
  http.set_connection_timeout(kConnectTimeout);
  http.set_read_timeout(kAnswerTimeout);
  http.set_write_timeout(kAnswerTimeout);
  http.set_keep_alive(true);
  if (!address.user.empty()) http.set_basic_auth(address.user, address.password);

  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  db.reset(raw);
  if (result != SQLITE_OK) fail();
  sqlite3_busy_timeout(raw, kBusyMs);
  // A cursor that a power cut takes back only makes some events go twice.
  run_sql("PRAGMA synchronous = NORMAL");
  run_sql("CREATE TABLE IF NOT EXISTS sinks(name TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID");
  rows = prepare("SELECT seq, received_at, json FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2");
  last = prepare("SELECT coalesce(max(seq), 0) FROM events");
  keep = prepare("INSERT INTO sinks(name, seq) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET seq = excluded.seq");
  const Statement known = prepare("SELECT seq FROM sinks WHERE name = ?1");
  const std::string name = address.name();
  sqlite3_bind_text(known.get(), 1, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
  if (sqlite3_step(known.get()) == SQLITE_ROW) cursor = sqlite3_column_int64(known.get(), 0);
}

void Sink::Impl::run_sql(const char* sql) {
  if (sqlite3_exec(db.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

Statement Sink::Impl::prepare(const char* sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v3(db.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) fail();
  return Statement(raw);
}

// Throws Refusal when ClickHouse does not want to, std::runtime_error when it does not answer.
std::string Sink::Impl::ask(const std::string& query, const std::string& body) {
  // An answer that begins before the query has ended could not take back its status.
  const std::string path = "/?wait_end_of_query=1&query=" + httplib::detail::encode_query_param(query);
  const httplib::Result result = http.Post(path, body, "text/plain; charset=utf-8");
  if (!result) {
    throw std::runtime_error(who + " cannot be reached (" + httplib::to_string(result.error()) + ")");
  }
  const bool exception = starts_with(result->body, "Code: ");
  if (result->status == 200 && !exception) return result->body;
  if (exception) throw Refusal(who + " says: " + first_words(result->body));
  throw Refusal(who + " answers with status " + std::to_string(result->status) +
                ", which is not what ClickHouse's HTTP port says" +
                (result->body.empty() ? std::string() : ": " + first_words(result->body)));
}

void Sink::Impl::make_table() {
  if (ready) return;
  ask(create_table(table), {});
  ask(std::string("SELECT ") + kColumns + " FROM " + table + " LIMIT 0", {});
  ready = true;
}

void Sink::Impl::save(int64_t seq) {
  cursor = seq;
  const std::string name = address.name();
  sqlite3_reset(keep.get());
  sqlite3_bind_text(keep.get(), 1, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
  sqlite3_bind_int64(keep.get(), 2, seq);
  const int result = sqlite3_step(keep.get());
  sqlite3_reset(keep.get());
  if (result != SQLITE_DONE) fail();
}

bool Sink::Impl::forward() {
  std::string body;
  int64_t seq = cursor;
  int64_t count = 0;
  sqlite3_reset(rows.get());
  sqlite3_bind_int64(rows.get(), 1, cursor);
  sqlite3_bind_int(rows.get(), 2, kBatchEvents);
  int result = SQLITE_DONE;
  const auto text = [&](int column) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(rows.get(), column));
    return std::string_view(bytes ? bytes : "", static_cast<size_t>(sqlite3_column_bytes(rows.get(), column)));
  };
  while (body.size() < kBatchBytes && (result = sqlite3_step(rows.get())) == SQLITE_ROW) {
    seq = sqlite3_column_int64(rows.get(), 0);
    body += line_of(text(1), text(2));
    ++count;
  }
  sqlite3_reset(rows.get());
  if (result != SQLITE_DONE && result != SQLITE_ROW) fail();
  make_table();
  if (count == 0) return false;
  ask("INSERT INTO " + table + " (" + kColumns + ") FORMAT JSONEachRow", body);
  {
    const std::lock_guard lock(mutex);
    counters.forwarded += count;
    ++counters.batches;
  }
  save(seq);
  return true;
}

// How far behind it is.
void Sink::Impl::measure() {
  sqlite3_reset(last.get());
  const int64_t newest = sqlite3_step(last.get()) == SQLITE_ROW ? sqlite3_column_int64(last.get(), 0) : cursor;
  sqlite3_reset(last.get());
  std::optional<TimeMs> since;
  sqlite3_bind_int64(rows.get(), 1, cursor);
  sqlite3_bind_int(rows.get(), 2, 1);
  if (sqlite3_step(rows.get()) == SQLITE_ROW) {
    since = parse_iso8601(reinterpret_cast<const char*>(sqlite3_column_text(rows.get(), 1)));
  }
  sqlite3_reset(rows.get());
  const std::lock_guard lock(mutex);
  counters.waiting = std::max<int64_t>(newest - cursor, 0);
  counters.waiting_since = since.value_or(0);
}

void Sink::Impl::failed(const std::string& what) {
  ++attempts;
  measure();
  int64_t waiting = 0;
  {
    const std::lock_guard lock(mutex);
    counters.up = false;
    ++counters.failures;
    waiting = counters.waiting;
  }
  ready = false;  // somebody may have taken the table away
  if (complaint == what) return;
  complaint = what;
  log.write("warn", "sink failed", {{"reason", what}, {"waiting", waiting}});
}

bool Sink::Impl::wait(milliseconds time) {
  std::unique_lock lock(mutex);
  return !changed.wait_for(lock, time, [&] { return stopping; });
}

void Sink::Impl::run() {
  for (bool more = true; more;) {
    began = Clock::now();
    milliseconds pause = kPace;
    bool full = false;
    try {
      full = forward();
      measure();
      if (!complaint.empty()) {
        log.write("info", "sink works again", {{"sink", who}});
      }
      complaint.clear();
      attempts = 0;
      const std::lock_guard lock(mutex);
      counters.up = true;
      // As long as there is more than a batch, the next goes at once.
      if (counters.waiting >= kBatchEvents) pause = milliseconds(0);
      if (stopping && !full) break;
      if (stopping) continue;
    } catch (const std::exception& error) {
      failed(error.what());
      const int doublings = std::min(attempts - 1, 10);
      const milliseconds most = std::min(kBackoffMax, kBackoff * (1 << doublings));
      pause = most / 2 + milliseconds(random() % static_cast<uint64_t>(most.count() / 2 + 1));
      const std::lock_guard lock(mutex);
      if (stopping) break;
    }
    const auto spent = std::chrono::duration_cast<milliseconds>(Clock::now() - began);
    wait(std::max(milliseconds(0), pause - spent));
  }
  const std::lock_guard lock(mutex);
  ended = true;
  changed.notify_all();
}

Sink::Sink(const SinkAddress& address, const std::string& db, Log& log)
    : impl_(std::make_unique<Impl>(address, db, log)) {
  try {
    impl_->make_table();
  } catch (const Refusal& refusal) {
    throw std::runtime_error(std::string("--sink cannot be used: ") + refusal.what() + ".");
  } catch (const std::runtime_error& error) {
    impl_->failed(error.what());
  }
  impl_->measure();
  impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

Sink::~Sink() { stop(); }

void sink_metrics(MetricsText& text, const SinkCounters& counters) {
  text.family("canvass_sink_up", "Whether the last attempt to forward went well.", "gauge").sample({}, counters.up);
  text.family("canvass_sink_events_total", "Events forwarded.", "counter")
      .sample({}, static_cast<double>(counters.forwarded));
  text.family("canvass_sink_batches_total", "Inserts that forwarded them.", "counter")
      .sample({}, static_cast<double>(counters.batches));
  text.family("canvass_sink_failures_total", "Attempts that failed.", "counter")
      .sample({}, static_cast<double>(counters.failures));
  text.family("canvass_sink_waiting_events", "Events stored and not yet forwarded.", "gauge")
      .sample({}, static_cast<double>(counters.waiting));
  const TimeMs since = counters.waiting_since;
  text.family("canvass_sink_lag_seconds", "How long the oldest of them has waited.", "gauge")
      .sample({}, since == 0 ? 0.0 : static_cast<double>(std::max<TimeMs>(system_now() - since, 0)) / 1000.0);
}

SinkCounters Sink::counters() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->counters;
}

void Sink::stop() {
  if (!impl_->thread.joinable()) return;
  {
    std::unique_lock lock(impl_->mutex);
    impl_->stopping = true;
    impl_->changed.notify_all();
    impl_->changed.wait_for(lock, seconds(kDrainSeconds), [&] { return impl_->ended; });
  }
  impl_->http.stop();  // a request that hangs fails now, and with it the thread ends
  impl_->thread.join();
  const SinkCounters now = counters();
  if (now.waiting > 0) {
    impl_->log.write("warn", "sink not done", {{"waiting", now.waiting}});
  }
}

}  // namespace canvass::collector
