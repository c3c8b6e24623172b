#pragma once
/// The routes: GET /healthz for everybody, GET /reports for whoever may read reports.

#include <watchword/guard/frameworks/httplib.hpp>

void add_routes(httplib::Server& server, const watchword::guard::frameworks::HttplibGuard& guarded);
