-- Sign-ins by the password grant, one user after the other; WATCHWORD_BENCH_PAUSE_MS waits between them (open load).
dofile(os.getenv("WATCHWORD_BENCH_LOADS") .. "/report.lua")

local pause = tonumber(os.getenv("WATCHWORD_BENCH_PAUSE_MS") or "0")
if pause > 0 then
   function delay() return math.random(0, 2 * pause) end
end

local users = tonumber(os.getenv("WATCHWORD_BENCH_USERS"))
local password = os.getenv("WATCHWORD_BENCH_PASSWORD"):gsub(" ", "+")
local number = 0

wrk.method = "POST"
wrk.path = "/oauth2/token"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"

function request()
   number = number % users + 1
   return wrk.format(nil, nil, nil,
      "grant_type=password&username=user" .. number .. "&password=" .. password)
end
