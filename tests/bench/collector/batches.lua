-- For wrk: batches of new events, like a widget's. EVENTS: how many in each.
local threads = 0
local events = tonumber(os.getenv("EVENTS")) or 5
local run = os.getenv("RUN") or "0"

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init()
  count = 0
end

function request()
  local list = {}
  for i = 1, events do
    count = count + 1
    local id = string.format("%s-%d-%d", run, number, count)
    list[i] = string.format('{"type":"track","messageId":"%s","event":"Survey Answered","anonymousId":"visitor-%d-%d",'
      .. '"timestamp":"%s","properties":{"survey":"nps","response":"%s","question":"score","kind":"nps","value":%d},'
      .. '"context":{"page":{"path":"/thanks"},"locale":"en","library":{"name":"canvass","version":"0.1.0"}}}',
      id, number, math.floor(count / 10), os.getenv("NOW"), id, count % 11)
  end
  return wrk.format("POST", "/v1/batch", { ["Content-Type"] = "text/plain" },
    '{"writeKey":"demo","batch":[' .. table.concat(list, ",") .. '],"retryCount":0}')
end

function done(summary, latency, requests)
  io.write(string.format('RESULT {"requests":%d,"seconds":%.3f,"refused":%d,"errors":%d,"p50":%.2f,"p99":%.2f,"max":%.2f}\n',
    summary.requests, summary.duration / 1e6, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
