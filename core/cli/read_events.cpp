#include "core/cli/read_events.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "core/cli/input.h"
#include "core/report/event.h"

namespace canvass::cli {

namespace {

// Some lines of a file, and what is in them.
struct Block {
  Bytes bytes;
  report::Events events;
  int64_t lines = 0;
  bool done = false;
};

void take_apart(Block& block, report::EventReader& reader) {
  block.events.clear();
  block.lines = 0;
  const std::string_view text = block.bytes.text();
  for (size_t at = 0; at < text.size();) {
    const char* begin = text.data() + at;
    const auto* end = static_cast<const char*>(std::memchr(begin, '\n', text.size() - at));
    std::string_view line(begin, end ? static_cast<size_t>(end - begin) : text.size() - at);
    at += line.size() + 1;
    ++block.lines;  // from the beginning of the block
    if (line.size() > kMaxLine) {
      block.events.unread.push_back({block.lines, "a line of more than 4 MB"});
      continue;
    }
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    reader.read(line, block.lines, block.events);
  }
}

// Threads that take blocks apart, in any order.
class Workers {
 public:
  Workers(unsigned count, report::Details details) {
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this, details] { work(details); });
  }

  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    given_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void give(Block& block) {
    {
      const std::lock_guard lock(mutex_);
      block.done = false;
      waiting_.push_back(&block);
    }
    given_.notify_one();
  }

  void wait_for(Block& block) {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return block.done; });
  }

 private:
  void work(report::Details details) {
    report::EventReader reader(details);
    for (;;) {
      Block* block = nullptr;
      {
        std::unique_lock lock(mutex_);
        given_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        block = waiting_.front();
        waiting_.pop_front();
      }
      take_apart(*block, reader);
      {
        const std::lock_guard lock(mutex_);
        block->done = true;
      }
      finished_.notify_one();  // only one waits: the thread that counts
    }
  }

  std::mutex mutex_;
  std::condition_variable given_, finished_;
  std::deque<Block*> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

bool read_events(const std::string& path, report::Report& report, const ReadEvents& options) {
  const std::string source = display_name(path);
  BlockReader reader(path);
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  const unsigned count = options.threads == 0 ? processors : options.threads;
  std::vector<std::unique_ptr<Block>> blocks;  // each is used again and again
  for (unsigned i = 0; i < 2 * count + 1; ++i) blocks.push_back(std::make_unique<Block>());
  int64_t lines = 0, bytes = 0;
  size_t given = 0, counted = 0;
  const auto number_of = [&](size_t block) -> Block& { return *blocks[block % blocks.size()]; };
  Workers workers(count, report.details());
  for (bool more = true; more || counted < given;) {
    while (more && given - counted < blocks.size()) {
      Block& block = number_of(given);
      more = reader.next(block.bytes);
      if (!more) break;
      workers.give(block);
      ++given;
    }
    if (counted == given) continue;
    Block& block = number_of(counted++);
    workers.wait_for(block);
    for (report::Unread& unread : block.events.unread) unread.line += lines;
    report.add_events(block.events, source);
    lines += block.lines;
    bytes += static_cast<int64_t>(block.bytes.size);
    if (options.progress) options.progress(bytes, lines);
    if (options.enough && options.enough()) return true;
  }
  return !reader.failed();
}

}  // namespace canvass::cli
