// Runs schedules of tests/faults/world.h, many of them at once, until one fails.
//
//   canvass_faults --count 1000000                         // seeds 1, 2, 3, …
//   canvass_faults --seed 17 --steps 8 --without crash     // one of them, told step by step; with a script to replay
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/faults/world.h"

using namespace canvass;

namespace {

int usage(const std::string& problem) {
  std::fprintf(stderr,
               "canvass_faults: %s\n"
               "usage: canvass_faults [--from N] [--count N] [--threads N]   schedules N, N + 1, …\n"
               "       canvass_faults --seed N [--steps N] [--without fault,…] [--out FOLDER]\n",
               problem.c_str());
  return 2;
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file) std::fprintf(stderr, "%s cannot be written\n", path.c_str());
}

// Tells what happened, and leaves what `canvass replay` needs to do it again.
void write_script(const faults::Schedule& schedule, const std::string& folder) {
  faults::Script script;
  const faults::Outcome outcome = faults::run(schedule, &script);
  std::filesystem::create_directories(folder);
  const std::filesystem::path place(folder);
  write_file(place / "config.json", script.config + "\n");
  std::string story;
  for (const std::string& line : script.story) story += line + "\n";
  write_file(place / "story.txt", story);
  std::printf("%s\nagain: %s\nwhat happened, step by step: %s\n",
              outcome.ok() ? "nothing failed" : outcome.failure.c_str(), faults::command(schedule).c_str(),
              (place / "story.txt").c_str());
  for (const auto& [name, events] : script.pages) {
    const std::filesystem::path path = place / (name + ".ndjson");
    write_file(path, events);
    std::printf("canvass replay %s %s\n", (place / "config.json").c_str(), path.c_str());
  }
}

}  // namespace

int main(int count, char** arguments) {
  faults::Schedule one;
  uint64_t from = 1, schedules = 10'000;
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  bool single = false;
  std::string folder = "build/faults";
  for (int i = 1; i < count; ++i) {
    const std::string option = arguments[i];
    if (i + 1 == count) return usage(option + " needs a value");
    const std::string value = arguments[++i];
    const bool is_number = !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
    const uint64_t number = is_number ? std::strtoull(value.c_str(), nullptr, 10) : 0;
    if (option == "--out") {
      folder = value;
    } else if (option == "--without") {
      for (size_t at = 0; at <= value.size();) {
        const size_t end = std::min(value.find(',', at), value.size());
        faults::Fault fault{};
        const std::string name = value.substr(at, end - at);
        if (!faults::fault_from_name(name, fault)) return usage("there is no fault \"" + name + "\"");
        one.without |= fault;
        at = end + 1;
      }
    } else if (!is_number) {
      return usage(option + " takes a number, not \"" + value + "\"");
    } else if (option == "--seed") {
      single = true;
      one.seed = number;
    } else if (option == "--steps") {
      one.steps = static_cast<int>(std::min<uint64_t>(number, INT32_MAX));
    } else if (option == "--from") {
      from = number;
    } else if (option == "--count") {
      schedules = number;
    } else if (option == "--threads") {
      threads = static_cast<unsigned>(std::max<uint64_t>(1, number));
    } else {
      return usage("there is no option \"" + option + "\"");
    }
  }
  if (single) {
    write_script(one, folder);
    return faults::run(one).ok() ? 0 : 1;
  }

  std::atomic<uint64_t> next{from}, done{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  faults::Schedule bad;
  faults::Outcome sum;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      for (uint64_t seed = next++; seed < from + schedules && !failed; seed = next++) {
        const faults::Outcome outcome = faults::run({.seed = seed});
        const std::lock_guard lock(mutex);
        sum.add(outcome);
        if (!outcome.ok() && !failed) {
          failed = true;
          bad.seed = seed;
          sum.failure = outcome.failure;
        }
        const uint64_t finished = ++done;
        if (finished % std::max<uint64_t>(1, schedules / 20) != 0) continue;
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        std::printf("%llu of %llu schedules, %.0f s\n", static_cast<unsigned long long>(finished),
                    static_cast<unsigned long long>(schedules), seconds);
        std::fflush(stdout);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  std::printf("%s\n", faults::summary(sum).c_str());
  if (!failed) return 0;
  std::printf("%s\nagain: %s\nlooking for a shorter way to it\n", sum.failure.c_str(), faults::command(bad).c_str());
  write_script(faults::shrink(bad), folder);
  return 1;
}
