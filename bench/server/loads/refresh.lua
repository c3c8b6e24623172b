-- Rotation of refresh tokens: every connection carries one chain, each answer gives the token of the next request.
-- WATCHWORD_BENCH_TOKENS is a file with one token a line; each thread takes its share.
dofile(os.getenv("WATCHWORD_BENCH_LOADS") .. "/report.lua")

local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

wrk.method = "POST"
wrk.path = "/oauth2/token"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"

local free = {}

function init()
   local line = 0
   for token in io.lines(os.getenv("WATCHWORD_BENCH_TOKENS")) do
      if line % tonumber(os.getenv("WATCHWORD_BENCH_THREADS")) == number then free[#free + 1] = token end
      line = line + 1
   end
end

function request()
   -- A refused token leaves its connection without one; what it sends then is counted as refused as well.
   local token = table.remove(free) or ""
   return wrk.format(nil, nil, nil, "grant_type=refresh_token&refresh_token=" .. token)
end

function response(status, _, body)
   if status == 200 then free[#free + 1] = body:match('"refresh_token":"([^"]+)"') end
end
