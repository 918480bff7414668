// canvass-collector: takes in batches of events over HTTP, keeps them in SQLite, serves the report and a demo site.
// An example of the receiving side: docs/collector.md.

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>

#include "core/delivery/wire.h"
#include "core/report/key.h"
#include "examples/collector/log.h"
#include "examples/collector/options.h"
#include "examples/collector/server.h"
#include "examples/collector/sink.h"
#include "examples/collector/store.h"
#include "examples/collector/token.h"

namespace {

using namespace canvass::collector;

// dist/ when this program is dist/bin/canvass-collector; empty otherwise.
std::string own_dist() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::canonical("/proc/self/exe", error);
  if (error) return {};
  const std::filesystem::path folder = program.parent_path().parent_path();
  return std::filesystem::exists(folder / "report" / "index.html", error) ? folder.string() : std::string();
}

// The token is in the address while it is known: when it is made or given. Later starts know its hash only.
void print_addresses(const Options& options, int port, const std::string& token) {
  const std::string origin = "http://" + url_host(options.host) + ":" + std::to_string(port);
  if (!options.site.empty()) std::printf("Shop    %s/\n", origin.c_str());
  std::printf("Report  %s/report%s%s\n", origin.c_str(), token.empty() ? "" : "#token=", token.c_str());
  if (token.empty()) std::printf("Token   the one printed at the first start; --new-token makes another\n");
  std::printf("Data    %s\n", options.db.c_str());
  std::fflush(stdout);  // whoever started this may be reading it through a pipe
}

int run(Options options) {
  if (options.dist.empty()) options.dist = own_dist();

  // Blocked before the first thread starts, so that all inherit it and only sigwait() below receives them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A limit on file sizes is to be an error like a full disk, not the end.
  std::signal(SIGXFSZ, SIG_IGN);

  Log log(options.log);
  Store store(options.db);
  std::optional<Sink> sink;
  Server server(options, store, log);
  const int port = server.bind();
  if (options.sink) {
    sink.emplace(*options.sink, options.db, log);
    server.metrics().more([&](MetricsText& text) { sink_metrics(text, sink->counters()); });
  }
  // Once nothing can keep it from starting any more: what is made here is shown once.
  const AdminToken admin = AdminToken::open(store, {options.token, options.token_file, options.new_token});
  server.admit(admin);

  bool served = true;
  std::atomic<bool> ended = false;
  std::thread serving([&] {
    served = server.serve();
    ended = true;
    if (!served) kill(getpid(), SIGTERM);  // wakes the thread below
  });
  while (!server.serving() && !ended) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (!ended) {
    print_addresses(options, port, admin.fresh());
    log.write("info", "started",
              {{"version", canvass::wire::kVersion}, {"port", port}, {"newToken", !admin.fresh().empty()}});
  }

  int signal = 0;
  sigwait(&signals, &signal);
  log.write("info", "stopping", {{"signal", signal == SIGINT ? "SIGINT" : "SIGTERM"}});
  server.stop();
  // What is acknowledged is on disk already, so a second Ctrl-C may end it at once.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  serving.join();
  if (sink) sink->stop();
  log.write(served ? "info" : "error", served ? "stopped" : "stopped listening unexpectedly");
  return served ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::random_device random;
  canvass::report::table_seed = uint64_t{random()} << 32 | random();
  const auto parsed = parse_options(argc, argv);
  if (const Exit* exit = std::get_if<Exit>(&parsed)) {
    std::fputs(exit->text.c_str(), exit->code == 0 ? stdout : stderr);
    return exit->code;
  }
  try {
    return run(std::get<Options>(parsed));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "canvass-collector: %s\n", error.what());
    return 1;
  }
}
