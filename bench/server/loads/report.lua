-- What every load prints at its end: one line of JSON for bench_server.py.
function done(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '\nREPORT {"requests": %d, "seconds": %.6f, "p50_us": %.1f, "p99_us": %.1f, "refused": %d, "failed": %d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99),
      errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
