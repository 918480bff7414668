#include "examples/collector/store.h"

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/time.h"

namespace canvass::collector {
namespace {

constexpr int kSchemaVersion = 2;
constexpr const char* kVersion1 =
    "CREATE TABLE events("
    "  seq INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  message_id TEXT NOT NULL UNIQUE,"
    "  received_at TEXT NOT NULL,"
    "  event TEXT NOT NULL,"
    "  survey TEXT,"
    "  anonymous_id TEXT,"
    "  timestamp TEXT,"
    "  json TEXT NOT NULL);";
constexpr const char* kVersion2 =
    "CREATE TABLE settings(name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE client_drops("
    "  anonymous_id TEXT NOT NULL,"
    "  reason TEXT NOT NULL,"
    "  count INTEGER NOT NULL,"
    "  PRIMARY KEY(anonymous_id, reason)) WITHOUT ROWID;"
    "PRAGMA user_version = 2;";
// Not INSERT OR IGNORE: that would also swallow a row that breaks any other rule, and acknowledge it.
constexpr const char* kInsert =
    "INSERT INTO events(message_id, received_at, event, survey, anonymous_id, timestamp, json)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(message_id) DO NOTHING";
constexpr const char* kKeep =
    "INSERT INTO client_drops(anonymous_id, reason, count) VALUES(?1, ?2, ?3)"
    " ON CONFLICT(anonymous_id, reason) DO UPDATE SET count = max(count, excluded.count)";
constexpr const char* kSetSetting =
    "INSERT INTO settings(name, text) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET text = excluded.text";
constexpr int kBusyMs = 5000;  // how long to wait for another program that holds the database

[[noreturn]] void fail(sqlite3* db) { throw StoreError(std::string("database: ") + sqlite3_errmsg(db)); }

Database open(const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Database db(raw);
  if (result != SQLITE_OK) {
    throw StoreError("Cannot open the database " + path + ": " + (raw ? sqlite3_errmsg(raw) : "out of memory") + ".");
  }
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, kBusyMs);
  return db;
}

Statement prepare(sqlite3* db, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) fail(db);
  return Statement(raw);
}

// A statement that is not reset keeps its read transaction open and the WAL from shrinking.
struct ResetAtEnd {
  sqlite3_stmt* statement;
  ~ResetAtEnd() { sqlite3_reset(statement); }
};

int64_t number(sqlite3* db, sqlite3_stmt* statement) {
  const ResetAtEnd reset{statement};
  if (sqlite3_step(statement) != SQLITE_ROW) fail(db);
  return sqlite3_column_int64(statement, 0);
}

void bind(sqlite3_stmt* statement, int place, const std::string& text) {
  if (text.empty()) {
    sqlite3_bind_null(statement, place);
  } else {
    sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
}

void step(sqlite3* db, sqlite3_stmt* statement) {
  const ResetAtEnd reset{statement};
  if (sqlite3_step(statement) != SQLITE_DONE) fail(db);
}

TimeMs system_now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace

void CloseDatabase::operator()(sqlite3* db) const { sqlite3_close_v2(db); }
void FinishStatement::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

// --- reading ---------------------------------------------------------------------------------------------

Reader::Reader(const std::string& path)
    : db_(open(path, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX)),
      last_(prepare(db_.get(), "SELECT coalesce(max(seq), 0) FROM events")),
      range_(prepare(db_.get(), "SELECT seq, json FROM events WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3")) {}

int64_t Reader::last_seq() { return number(db_.get(), last_.get()); }

int64_t Reader::each(int64_t after, int64_t upto, int limit, const std::function<void(std::string_view json)>& visit) {
  sqlite3_stmt* range = range_.get();
  const ResetAtEnd reset{range};
  sqlite3_bind_int64(range, 1, after);
  sqlite3_bind_int64(range, 2, upto);
  sqlite3_bind_int(range, 3, limit);
  int result;
  while ((result = sqlite3_step(range)) == SQLITE_ROW) {
    after = sqlite3_column_int64(range, 0);
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(range, 1));
    if (!text) fail(db_.get());
    visit({text, static_cast<size_t>(sqlite3_column_bytes(range, 1))});
  }
  if (result != SQLITE_DONE) fail(db_.get());
  return after;
}

// --- writing ---------------------------------------------------------------------------------------------

// One call of add(), on the stack of its thread.
struct Store::Pending {
  std::vector<Row> rows;
  std::vector<Drop> drops;
  bool probe = false;
  Added added;
  std::optional<std::string> error;
  bool done = false;
};

Store::Store(const std::string& path)
    : path_(path), db_(open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX)) {
  try {
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA fullfsync = ON");  // macOS: to the disk, not just to its cache; nothing elsewhere
    // Taken before the version is read, so that two collectors starting at once do not both make the table.
    run("BEGIN IMMEDIATE");
    const int64_t version = number(db_.get(), prepare(db_.get(), "PRAGMA user_version").get());
    if (version > kSchemaVersion) {
      throw StoreError("it was written by a newer canvass-collector");
    }
    if (version < 1) run(kVersion1);
    if (version < 2) run(kVersion2);
    run("COMMIT");
    insert_ = prepare(db_.get(), kInsert);
    keep_ = prepare(db_.get(), kKeep);
    probe_ = prepare(db_.get(),
                     "INSERT INTO settings(name, text) VALUES('probe', '1') ON CONFLICT(name) DO UPDATE SET"
                     " text = CAST(text AS INTEGER) % 1000 + 1");
    setting_ = prepare(db_.get(), "SELECT text FROM settings WHERE name = ?1");
    set_setting_ = prepare(db_.get(), kSetSetting);
  } catch (const StoreError& error) {
    throw StoreError("Cannot use the database " + path + ": " + error.what() + ".");
  }
}

Store::~Store() = default;

void Store::run(const char* sql) {
  if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(db_.get());
}

// Whoever finds nobody committing commits for all who wait: one sync for many calls when it is busy, no delay and
// no thread of its own when it is not.
Added Store::add(std::vector<Row> rows, std::vector<Drop> drops) {
  Pending mine;
  mine.rows = std::move(rows);
  mine.drops = std::move(drops);
  settle(mine);
  return mine.added;
}

void Store::probe() {
  Pending mine;
  mine.probe = true;
  settle(mine);
}

void Store::settle(Pending& mine) {
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  changed_.wait(lock, [&] { return mine.done || !committing_; });
  if (!mine.done) {
    committing_ = true;
    const std::vector<Pending*> group = std::exchange(waiting_, {});
    lock.unlock();
    commit(group);
    lock.lock();
    committing_ = false;
    for (Pending* pending : group) pending->done = true;
    changed_.notify_all();
  }
  if (mine.error) throw StoreError(*mine.error);
}

void Store::commit(const std::vector<Pending*>& group) {
  try {
    run("BEGIN IMMEDIATE");
    const std::string received_at = format_iso8601(system_now());
    for (Pending* pending : group) {
      pending->added = insert(pending->rows, received_at);
      keep(pending->drops);
      if (pending->probe) step(db_.get(), probe_.get());
    }
    run("COMMIT");
    ++commits_;
  } catch (const std::exception& error) {
    // Some errors have rolled back already; then this one says so and changes nothing.
    sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    ++failures_;
    for (Pending* pending : group) pending->error = error.what();
  }
}

Added Store::insert(const std::vector<Row>& rows, const std::string& received_at) {
  Added added;
  for (const Row& row : rows) {
    sqlite3_stmt* insert = insert_.get();
    const ResetAtEnd reset{insert};
    bind(insert, 1, row.message_id);
    bind(insert, 2, received_at);
    bind(insert, 3, row.event);
    bind(insert, 4, row.survey);
    bind(insert, 5, row.anonymous_id);
    bind(insert, 6, row.timestamp);
    bind(insert, 7, row.json);
    if (sqlite3_step(insert) != SQLITE_DONE) fail(db_.get());
    ++(sqlite3_changes(db_.get()) == 1 ? added.accepted : added.duplicates);
  }
  return added;
}

void Store::keep(const std::vector<Drop>& drops) {
  for (const Drop& drop : drops) {
    bind(keep_.get(), 1, drop.anonymous_id);
    bind(keep_.get(), 2, drop.reason);
    sqlite3_bind_int64(keep_.get(), 3, drop.count);
    step(db_.get(), keep_.get());
  }
}

// --- beside the events -----------------------------------------------------------------------------------

std::map<std::string, int64_t> Store::drops() const {
  const Database db = open(path_, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX);
  const Statement sums = prepare(db.get(), "SELECT reason, sum(count) FROM client_drops GROUP BY reason");
  std::map<std::string, int64_t> drops;
  int result;
  while ((result = sqlite3_step(sums.get())) == SQLITE_ROW) {
    drops[reinterpret_cast<const char*>(sqlite3_column_text(sums.get(), 0))] = sqlite3_column_int64(sums.get(), 1);
  }
  if (result != SQLITE_DONE) fail(db.get());
  return drops;
}

std::string Store::setting(const std::string& name) {
  const ResetAtEnd reset{setting_.get()};
  bind(setting_.get(), 1, name);
  const int result = sqlite3_step(setting_.get());
  if (result == SQLITE_DONE) return {};
  if (result != SQLITE_ROW) fail(db_.get());
  return reinterpret_cast<const char*>(sqlite3_column_text(setting_.get(), 0));
}

void Store::set_setting(const std::string& name, const std::string& text) {
  bind(set_setting_.get(), 1, name);
  bind(set_setting_.get(), 2, text);
  step(db_.get(), set_setting_.get());
}

uint64_t Store::bytes() const {
  uint64_t sum = 0;
  for (const char* part : {"", "-wal"}) {
    std::error_code error;
    const uint64_t size = std::filesystem::file_size(path_ + part, error);
    if (!error) sum += size;
  }
  return sum;
}

}  // namespace canvass::collector
