#!/usr/bin/env python3
"""CPU a request of `GET /healthz` beside nginx's `return 200`, by wrk with 64 keep-alive connections.

usage: compare_with_nginx.py PATH/TO/bench_http_server [--seconds 5] [--rounds 5]

Rounds are interleaved and the median is shown, so that a disturbance hits both alike. Memory is measured with 1,000 idle
connections that have each made a request.
"""

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "flows"))

from loopback_ports import free_port  # noqa: E402

NGINX = """
daemon off; master_process on; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 1000000000; server_tokens off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port} reuseport; location = /healthz {{ default_type text/plain; return 200 "ok\\n"; }} }}
}}
"""
TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def cpu_seconds(pid: int) -> float:
    fields = [Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split() for each in family(pid)]
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def resident_kib(pid: int) -> int:
    text = "".join(Path(f"/proc/{each}/status").read_text() for each in family(pid))
    return sum(int(size) for size in re.findall(r"VmRSS:\s+(\d+)", text))


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit(f"nothing listens on port {port}")


def load(port: int, seconds: int, path: str = "/healthz") -> int:
    command = ["wrk", "-t1", "-c64", f"-d{seconds}s", f"http://127.0.0.1:{port}{path}"]
    report = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in report:
        raise SystemExit(report)
    return int(re.search(r"(\d+) requests in", report).group(1))


def microseconds_a_request(pid: int, port: int, seconds: int) -> tuple[float, float]:
    before = cpu_seconds(pid)
    requests = load(port, seconds)
    return (cpu_seconds(pid) - before) / requests * 1e6, requests / seconds


def kib_an_idle_connection(pid: int, port: int, count: int = 1000) -> float:
    before = resident_kib(pid)
    connections = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        connection.recv(4096)
        connections.append(connection)
    grown = resident_kib(pid) - before
    for connection in connections:
        connection.close()
    return grown / count


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("server")
    arguments.add_argument("--seconds", type=int, default=5)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        ports = {"watchword": free_port(), "nginx": free_port()}
        configuration = Path(folder, "nginx.conf")
        configuration.write_text(NGINX.format(folder=folder, port=ports["nginx"]))
        servers = {
            "watchword": subprocess.Popen([options.server, f"127.0.0.1:{ports['watchword']}"], stdout=subprocess.DEVNULL),
            "nginx": subprocess.Popen(["nginx", "-c", str(configuration), "-p", folder], stderr=subprocess.DEVNULL),
        }
        try:
            measured = {name: [] for name in servers}
            idle = {}
            for name in servers:
                wait_for(ports[name])
                idle[name] = kib_an_idle_connection(servers[name].pid, ports[name])
                load(ports[name], 1)
            for _ in range(options.rounds):
                for name, server in servers.items():
                    measured[name].append(microseconds_a_request(server.pid, ports[name], options.seconds))
            for name, server in servers.items():
                cpu, rate = (statistics.median(column) for column in zip(*measured[name]))
                print(f"{name:10} {cpu:6.2f} us CPU a request  {rate:8.0f} requests/s  "
                      f"{idle[name]:5.2f} KiB an idle connection  {resident_kib(server.pid)} KiB resident")
            ratios = [ours[0] / theirs[0] for ours, theirs in zip(measured["watchword"], measured["nginx"])]
            print(f"ratio (median of {options.rounds} rounds): {statistics.median(ratios):.2f}")
        finally:
            for server in servers.values():
                server.terminate()
                server.wait()


if __name__ == "__main__":
    main()
