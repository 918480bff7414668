// canvass replay: the engine over recorded events, its effects as NDJSON.
//
// A hand-written list of events leaves much to the replay: it gives the engine the ticks that it asks for, at the
// very time it asked for them, and reports every card as shown at once. A recording of a real host (its `init` line
// has "recorded": true) has its own ticks and its own `shown`, late as they came, and is replayed as it is.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/cli/commands.h"
#include "core/cli/input.h"
#include "core/cli/options.h"
#include "core/cli/terminal_text.h"
#include "core/config/builtin_packs.h"
#include "core/config/config.h"
#include "core/engine.h"
#include "core/protocol.h"

namespace canvass::cli {

namespace {

constexpr TimeMs kDefaultBase = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

// A line of the recording that made sense.
struct Step {
  int64_t line = 0;
  TimeMs t = 0;
  std::optional<Event> event;  // none: only time passes
  bool tick = false;
  bool init = false;
  bool recorded = false;      // of an init: the host's own ticks and `shown` follow
  std::optional<TimeMs> now;  // of an init: what t stands for, since the epoch
};

// A time in milliseconds; the fraction that a browser's clock may give is dropped.
std::optional<TimeMs> time_at(const Json& object, std::string_view key) {
  const Json* value = find(object, key);
  if (!value || !value->is_number()) return std::nullopt;
  const double time = std::floor(value->get<double>());
  if (!(std::fabs(time) <= static_cast<double>(kMaxTime))) return std::nullopt;
  return static_cast<TimeMs>(time);
}

std::optional<Step> step_of(const std::string& line, std::string& error) {
  JsonError json_error;
  const std::optional<Json> json = parse_json(line, &json_error);
  if (!json) {
    error = "not JSON at column " + std::to_string(json_error.column) + ": " + json_error.message;
    return std::nullopt;
  }
  if (!json->is_object()) {
    error = "expected an object such as {\"t\":0,\"ev\":\"page\",…}";
    return std::nullopt;
  }
  const std::optional<TimeMs> t = time_at(*json, "t");
  if (!t) {
    error = "`t` must be a number, the time in milliseconds";
    return std::nullopt;
  }
  Step step;
  step.t = *t;
  step.event = event_from_json(*json, error);
  if (!step.event) return std::nullopt;
  step.tick = std::holds_alternative<event::Tick>(*step.event);
  step.init = std::holds_alternative<event::Init>(*step.event);
  if (step.init) {
    const Json* recorded = find(*json, "recorded");
    step.recorded = recorded && *recorded == true;
    step.now = time_at(*json, "now");
    if (find(*json, "now") && !step.now) {
      error = "`now` must be a number, milliseconds since the epoch";
      return std::nullopt;
    }
  }
  return step;
}

class Replay {
 public:
  Replay(Engine& engine, TimeMs base, TimeMs start, bool recorded, bool report_shown)
      : engine_(engine), base_(base), now_(start), recorded_(recorded), report_shown_(report_shown) {}

  void take(const Step& step) {
    const TimeMs time = base_ + step.t;
    if (!recorded_) run_ticks_until(time);
    if (recorded_ || time > now_) now_ = time;
    if (step.event && (recorded_ || !step.tick)) run(*step.event);
  }

  void run(const Event& event) {
    std::vector<std::string> showing;
    for (const Effect& effect : engine_.handle(event, now_)) {
      std::printf("%s\n", dump_json(to_json(effect, now_, base_)).c_str());
      if (const auto* wake = std::get_if<effect::Wake>(&effect)) wake_ = wake->at;
      if (const auto* show = std::get_if<effect::Show>(&effect);
          show && show->kind != "tab" && show->kind != "launcher") {
        showing.push_back(show->id);
      }
      // The feedback tab goes when the survey it opens comes.
      if (const auto* hide = std::get_if<effect::Hide>(&effect); hide && hide->kind != "tab") {
        std::erase(showing, hide->id);
      }
    }
    if (!report_shown_) return;
    for (const std::string& id : showing) run(event::Shown{id});
  }

  // One line with the engine's own reasons; false when there is nothing of that id.
  bool explain(std::string_view id) const {
    const Json reasons = parse_json(engine_.explain(id, now_)).value_or(Json());
    Json json = Json::object();
    json["t"] = now_ - base_;
    json["explain"] = reasons;
    std::printf("%s\n", dump_json(json).c_str());
    return find(reasons, "error") == nullptr;
  }

 private:
  void run_ticks_until(TimeMs time) {
    while (wake_ && *wake_ <= time) {
      if (*wake_ > now_) now_ = *wake_;
      wake_.reset();
      run(event::Tick{});
    }
  }

  Engine& engine_;
  TimeMs base_;
  TimeMs now_;
  bool recorded_;
  bool report_shown_;
  std::optional<TimeMs> wake_;
};

// The recording as steps in order. Lines that make no sense are said on the standard error and counted.
bool read_steps(const std::string& path, std::vector<Step>& steps, int64_t& bad_lines) {
  LineReader lines(path);
  const std::string name = display_name(path);
  std::string line;
  while (lines.next(line)) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    std::string error = "a line of more than 4 MB";
    std::optional<Step> step = lines.cut() ? std::nullopt : step_of(line, error);
    const bool recorded = !steps.empty() && steps.front().recorded;  // a host's clock may have been set back
    if (step && !steps.empty() && !recorded && step->t < steps.back().t) {
      std::fprintf(stderr, "%s:%lld: warning: `t` goes back from %lld to %lld; it counts as the later time\n",
                   name.c_str(), static_cast<long long>(lines.number()), static_cast<long long>(steps.back().t),
                   static_cast<long long>(step->t));
      step->t = steps.back().t;
    }
    if (step) {
      step->line = lines.number();
      steps.push_back(std::move(*step));
    } else {
      std::fprintf(stderr, "%s:%lld: %s\n", name.c_str(), static_cast<long long>(lines.number()),
                   one_line(error).c_str());
      ++bad_lines;
    }
  }
  return !lines.failed();
}

}  // namespace

int replay(const std::vector<std::string>& arguments) {
  Options options;
  // The output is NDJSON either way; --json is taken so that every command has it.
  if (!parse_options(arguments, {{"json"}, {"explain", true}}, options)) return kUsage;
  if (options.files.empty() || options.files.size() > 2) {
    std::fputs("canvass: replay needs a configuration and at most one file of events\n", stderr);
    return kUsage;
  }
  const std::string& config_path = options.files[0];
  const std::string events_path = options.files.size() > 1 ? options.files[1] : "-";
  if (config_path == "-" && events_path == "-") {
    std::fputs("canvass: the configuration and the events cannot both come from the standard input\n", stderr);
    return kUsage;
  }
  const std::optional<std::string> config_text = read_file(config_path);
  if (!config_text) return kUsage;

  config::Config config;
  config::Packs packs;
  provide_all(packs);
  print_problems(stderr, display_name(config_path), config::parse(*config_text, config, &packs));
  if (!config.usable) return kFailed;

  std::vector<Step> steps;
  int64_t bad_lines = 0;
  if (!read_steps(events_path, steps, bad_lines)) return kUsage;
  int code = bad_lines == 0 ? kOk : kFailed;
  if (steps.empty() && !options.has("explain")) return code;

  bool host_reports_shown = false;
  for (const Step& step : steps) {
    if (!step.event) continue;
    host_reports_shown |= std::holds_alternative<event::Shown>(*step.event);
    host_reports_shown |= std::holds_alternative<event::Missing>(*step.event);
  }
  const Step first = steps.empty() ? Step() : steps.front();
  const bool recorded = first.recorded;
  const TimeMs base = first.init && first.now ? *first.now - first.t : kDefaultBase;
  const TimeMs start = base + (first.init || first.t < 0 ? first.t : 0);
  const auto in_calendar = [&](const Step& step) { return base + step.t >= 0 && base + step.t <= kMaxTime; };
  if (!std::all_of(steps.begin(), steps.end(), in_calendar)) {
    std::fprintf(stderr, "%s: the times must lie between the years 1970 and 9999\n", display_name(events_path).c_str());
    return kFailed;
  }

  Engine engine;
  for (const std::string_view name : config::builtin_pack_names()) engine.provide(config::builtin_pack(name));
  engine.configure(*config_text);
  Replay replay(engine, base, start, recorded, !recorded && !host_reports_shown);
  if (!first.init) replay.run(event::Init{.visitor = "replay", .seed = "1", .locale = "en", .stored = {}});
  for (const Step& step : steps) replay.take(step);
  if (options.has("explain") && !replay.explain(options.value("explain"))) code = kFailed;
  return code;
}

}  // namespace canvass::cli
