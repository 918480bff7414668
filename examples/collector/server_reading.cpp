#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "examples/collector/question.h"
#include "examples/collector/server_impl.h"

namespace canvass::collector {
namespace {

constexpr int kExportPage = 500;  // events read at a time; nothing is locked between two pages

}  // namespace

void Server::Impl::export_ndjson(httplib::Response& response) {
  struct Position {
    Reader reader;
    int64_t after, upto;
  };
  Reader reader = store.reader();
  const int64_t upto = reader.last_seq();
  auto position = std::make_shared<Position>(Position{std::move(reader), 0, upto});
  response.set_header("Content-Disposition", "attachment; filename=\"canvass.ndjson\"");
  response.set_chunked_content_provider("application/x-ndjson", [this, position](size_t, httplib::DataSink& sink) {
    std::string lines;
    try {
      const int64_t read =
          position->reader.each(position->after, position->upto, kExportPage, [&](std::string_view json) {
            lines.append(json);
            lines += '\n';
          });
      if (read == position->after) {
        sink.done();
        return true;
      }
      position->after = read;
    } catch (const std::exception& error) {
      // The status has been sent. A body that is cut off is an error to the client; a short one would be a lie.
      log.write("error", "export failed", {{"message", error.what()}});
      return false;
    }
    return sink.write(lines.data(), lines.size());
  });
}

void Server::Impl::report_json(const httplib::Request& request, httplib::Response& response) {
  Problem problem;
  const std::optional<report::Question> question = question_of(request.params, problem);
  if (!question) return answer_errors(response, 400, {problem});
  const std::optional<ReportFeed::State> state = feed.now(*question, tags.known(), problem);
  if (!state) return answer_errors(response, 400, {problem});
  answer_state(request, response, state->etag, *state->json);
}

// --- tags ------------------------------------------------------------------------------------------------

void Server::Impl::tags_json(const httplib::Request& request, httplib::Response& response) {
  const TagsFile::State state = tags.now();
  answer_state(request, response, state.etag, *state.text);
}

void Server::Impl::take_tags(const httplib::Request& request, httplib::Response& response,
                             const httplib::ContentReader& content) {
  const std::optional<std::string> body = body_of(request, response, content, kMaxTags, kSplitTags);
  if (!let_in("tags", request, response) || !body) return;
  const std::string etag = request.get_header_value("If-Match");
  if (etag.empty()) {
    return answer_error(response, 428,
                        "This needs If-Match: the ETag of the tags that were changed, so that nobody else's changes "
                        "are lost. GET /v1/tags.json gives it.");
  }
  const TagsFile::Replaced replaced = tags.replace(etag, *body);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&replaced)) {
    return answer_errors(response, 400, *problems);
  }
  if (std::holds_alternative<TagsFile::Conflict>(replaced)) {
    response.set_header("ETag", tags.now().etag);
    return answer_error(response, 412,
                        "Somebody else has saved tags since these were loaded; nothing was stored. Load them again, "
                        "make the changes to those, and save.");
  }
  response.set_header("ETag", std::get<TagsFile::State>(replaced).etag);
  response.status = 204;
}

}  // namespace canvass::collector
