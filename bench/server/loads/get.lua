-- GET of one path; WATCHWORD_BENCH_BEARER adds a token, WATCHWORD_BENCH_PAUSE_MS waits between requests (open load).
dofile(os.getenv("WATCHWORD_BENCH_LOADS") .. "/report.lua")

local bearer = os.getenv("WATCHWORD_BENCH_BEARER")
if bearer then wrk.headers["Authorization"] = "Bearer " .. bearer end

local pause = tonumber(os.getenv("WATCHWORD_BENCH_PAUSE_MS") or "0")
if pause > 0 then
   function delay() return math.random(0, 2 * pause) end
end
