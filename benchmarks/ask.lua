-- wrk asks what stands on the lines of a file, in an order by chance: a path, and for POST a tab and a body.
local lines = {}

function init(args)
  for line in io.lines(args[1]) do lines[#lines + 1] = line end
  math.randomseed(tonumber(args[2]))
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("FHIR_TOKEN")
  wrk.headers["Content-Type"] = "application/fhir+json"
  wrk.headers["Accept"] = "application/fhir+json"
end

function request()
  local path, body = lines[math.random(#lines)]:match("^([^\t]+)\t?(.*)$")
  if body == "" then return wrk.format("GET", path) end
  return wrk.format("POST", path, nil, body)
end

function done(summary, latency, requests)
  local wrong = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.3f, "p50_ms": %.1f, "p95_ms": %.1f, "most_ms": %.1f, "bytes": %d, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency.max / 1e3, summary.bytes, wrong.status, wrong.connect + wrong.read + wrong.write + wrong.timeout))
end
