"""The command: picks rows, runs rounds with each server in turn, prints a table, writes results."""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import rows
from measure import clients_of, measure
from servers import BUILD, Berth, Moto, Nginx

RESULTS = Path(__file__).resolve().parents[1] / "results"
STATIC = rows.Row("static answer", "", "")


def say(text):
    print(text, file=sys.stderr, flush=True)


def run_row(row, peers, options):
    """All rounds of one row: {server: {connections: [round, …]}}; the servers take turns."""
    found = {}
    for each in peers:
        with each() as server:
            if row.prepare:
                row.prepare(clients_of(server))
            for connections in row.connections:
                say(f"  {row.name}: {server.name}, {connections} connection(s)")
                measured = found.setdefault(server.name, {}).setdefault(connections, [])
                measure(server, row, connections, 0.3)
                for _ in range(options.rounds):
                    measured.append(measure(server, row, connections, options.seconds))
    return found


def median(rounds, figure):
    return statistics.median(each[figure] for each in rounds)


def table_line(row, connections, found, static):
    """Medians, and Berth's as a multiple of the peer's."""
    found = {**found, **static}
    ours = found["berth"][connections]
    cells = [row.name, str(connections)]
    for name in ("berth", "moto", "nginx"):
        rounds = found.get(name, {}).get(connections)
        cells.append(f"{median(rounds, 'requests_per_s'):,.0f}/s · "
                     f"{median(rounds, 'p50_ms'):.3f} ms · "
                     f"{median(rounds, 'server_cpu_us'):,.0f} µs" if rounds else "–")
    for name in ("moto", "nginx"):
        rounds = found.get(name, {}).get(connections)
        cells.append(f"{median(ours, 'requests_per_s') / median(rounds, 'requests_per_s'):.2f} ×"
                     if rounds else "–")
    return "| " + " | ".join(cells) + " |"


def starts(peers, rounds):
    """Start to the first answer, and what an idle server holds in memory."""
    found = {}
    for each in peers:
        for _ in range(rounds):
            with each() as server:
                time.sleep(0.5)
                found.setdefault(server.name, []).append(
                    {"first_answer_ms": server.first_answer_ms, "resident_mb": server.resident_mb()})
    return found


def versions():
    berth = subprocess.run([BUILD / "berth", "version"], capture_output=True, text=True).stdout
    return {"berth": berth.strip(), "kernel": platform.release(),
            "cpus": len(os.sched_getaffinity(0))}


def parse():
    parser = argparse.ArgumentParser(
        prog="bench/run", description="Measures Berth beside moto_server and nginx, whichever of "
        "them is there, in turn in one run. Build first: cmake --preset release "
        "-DBERTH_BENCH=ON && cmake --build --preset release.")
    parser.add_argument("rows", nargs="*", help="parts of the rows' names; none: all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2, help="of each round")
    parser.add_argument("--list", action="store_true", help="print the rows' names")
    return parser.parse_args()


def main():
    options = parse()
    chosen = [row for row in rows.ROWS
              if not options.rows or any(part in row.name for part in options.rows)]
    if options.list or not chosen:
        print("\n".join(row.name for row in rows.ROWS))
        return 0 if options.list else 2
    peers = [Berth]
    for peer, program in ((Moto, "moto_server"), (Nginx, "nginx")):
        if shutil.which(program):
            peers.append(peer)
        else:
            say(f"{program} is not there: no figures of it in this run")
    results = {"when": time.strftime("%Y-%m-%dT%H:%M:%S"), "versions": versions(),
               "rounds": options.rounds, "seconds": options.seconds,
               "start": starts(peers, options.rounds), "rows": {}}
    static = run_row(STATIC, [Nginx], options) if Nginx in peers else {}
    results["static"] = static
    peers = [each for each in peers if each is not Nginx]
    for row in chosen:
        results["rows"][row.name] = run_row(row, peers, options)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / time.strftime("%Y-%m-%d-%H%M.json")
    path.write_text(json.dumps(results, indent=1) + "\n")
    print("| request | connections | berth | moto | nginx, static | × moto | × nginx |\n"
          "| --- | --- | --- | --- | --- | --- | --- |")
    for row in chosen:
        for connections in row.connections:
            print(table_line(row, connections, results["rows"][row.name], static))
    for name, found in results["start"].items():
        print(f"{name}: first answer after {median(found, 'first_answer_ms'):.0f} ms, "
              f"{median(found, 'resident_mb'):.0f} MB resident when idle")
    say(f"written: {path}")
    return 0
