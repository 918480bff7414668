// Events on disk: SQLite in WAL mode, synced before add() returns, so that what is acknowledged survives kill -9
// and a power cut.
//
//   Store store("canvass.sqlite");
//   Added added = store.add({{.message_id = "…", .event = "Survey Answered", .json = "{…}"}});   // durable now
//   Reader reader = store.reader();
//   reader.each(0, reader.last_seq(), [](int64_t seq, std::string_view json) { … });
//
// Everything throws StoreError with a sentence for people. Safe to use from many threads; a Reader from one at a time.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace canvass::collector {

struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Row {
  std::string message_id;
  std::string event;  // the name of a track event, the type of any other
  std::string survey;
  std::string anonymous_id;
  std::string timestamp;  // as the client gave it
  std::string json;       // the whole wire event
};

// What a sender says that it had to give up, since it began; the highest count of each sender and reason is kept.
struct Drop {
  std::string anonymous_id;
  std::string reason;
  int64_t count = 0;
};

struct Added {
  size_t accepted = 0;
  size_t duplicates = 0;  // message ids that were there already: not stored again
};

struct CloseDatabase {
  void operator()(sqlite3* db) const;
};
struct FinishStatement {
  void operator()(sqlite3_stmt* statement) const;
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinishStatement>;

// A connection that only reads. It never waits for the writer nor makes it wait.
class Reader {
 public:
  explicit Reader(const std::string& path);

  int64_t last_seq();  // 0 when there is nothing

  // Events with after < seq ≤ upto, in the order of their storing, at most `limit`; gives the last seq seen, or
  // `after` when there was none. A short read: the database is free again when it returns.
  int64_t each(int64_t after, int64_t upto, int limit, const std::function<void(std::string_view json)>& visit);

 private:
  Database db_;
  Statement last_, range_;
};

class Store {
 public:
  // Opens the database or makes it. Throws when it cannot, or when the file is something else.
  explicit Store(const std::string& path);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // All rows or, on an error, none. Calls that come while another is being synced share the next sync.
  Added add(std::vector<Row> rows, std::vector<Drop> drops = {});

  // Whether it can store now: writes to the disk, as add() does.
  void probe();

  // Of all senders together, by reason.
  std::map<std::string, int64_t> drops() const;

  // A text under a name, kept with the events; empty: there is none. Both before the first add().
  std::string setting(const std::string& name);
  void set_setting(const std::string& name, const std::string& text);

  Reader reader() const { return Reader(path_); }

  uint64_t commits() const { return commits_; }
  uint64_t failures() const { return failures_; }
  uint64_t bytes() const;  // of the database's file and its journal

 private:
  struct Pending;

  void settle(Pending& mine);
  void commit(const std::vector<Pending*>& group);
  Added insert(const std::vector<Row>& rows, const std::string& received_at);
  void keep(const std::vector<Drop>& drops);
  void run(const char* sql);

  std::string path_;
  Database db_;
  Statement insert_, keep_, probe_, setting_, set_setting_;
  std::atomic<uint64_t> commits_ = 0, failures_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Pending*> waiting_;
  bool committing_ = false;
};

}  // namespace canvass::collector
