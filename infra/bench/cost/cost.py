"""Counts what messages cost on AWS, and multiplies it by the prices of prices.json.

    infra/bench/run cost                                  infra/image/target/function.zip, as infra/image/build makes it
    infra/bench/run cost --package ZIP --processor 0.29   as Lambda gives it with 512 MB; needs root
    infra/bench/run cost --counts infra/bench/cost/counts.json   what an earlier run has counted (--save), with today's prices

Runs the packaged functions under a small Lambda Runtime API against a mongod of its own, with recorders in the place of Lambda,
API Gateway, SNS and uni-push, and counts: invocations and their milliseconds, commands by the database's counters, posts, calls
of vendors, bytes of the log and to the internet, and the changes that a trigger would be told. Each function is warm: its start
is not in the sums. Times are the shortest of several, on this machine, whose recorders answer at once. Exit codes: 0, 3 it failed.
"""
import argparse
import contextlib
import json
import os
import statistics
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "infra/native"))
import events  # noqa: E402
import mongo  # noqa: E402
import packages  # noqa: E402
import share  # noqa: E402
from bill import PRICES, Counts, break_even, by_the_gateway, month, read_prices, socket  # noqa: E402
from counting import Cloud  # noqa: E402
from scene import CHANNELS, SINGLES, SIZES, Scene  # noqa: E402

SETTINGS = {
    "CONFAB_MONGODB_DATABASE": events.DATABASE, "CONFAB_TOKEN_SECRET": events.TOKEN_SECRET,
    "CONFAB_REQUEST_AUTH_SECRET": events.REQUEST_SECRET, "CONFAB_FUNCTION_PREFIX": "confab-",
    "CONFAB_CONVERSATION_GRADE": "0", "CONFAB_USER_DIRECTORY": "false", "CONFAB_UPLOAD_BUCKET": "uploads",
    "CONFAB_UPLOAD_PUBLIC_URL": "https://cdn.example.com",
    "CONFAB_RATE_INVITES_BURST": "10000", "CONFAB_RATE_MESSAGES_BURST": "10000", "CONFAB_RATE_GROUP_MESSAGES_BURST": "10000",
    # Long, because the recorders share a busy machine with the functions: on AWS a hand-over is the exception.
    "CONFAB_PUSH_BUDGET": "10s", "CONFAB_PUSH_PATIENCE": "15s"}
COLUMNS = ("invocations", "gigabyte_seconds", "commands", "posts", "sns_requests", "unipush_calls", "log_bytes", "internet_bytes", "trigger_events")
# A client's frame, and the answer of the route: API Gateway takes both, and no function runs.
MOCK_PING = Counts(frames=2)
HEARTBEATS = (120, 240, 480)


def say(line):
    print(line, file=sys.stderr, flush=True)


def measure(cloud, scene, times):
    """{(name, channel): counts of one message or action}, and what a ping costs that a function answers."""
    counted = {}

    def count(name, channel, calls, repeats, units=1):
        cloud.uncounted(calls())
        each = [cloud.count(calls()) for _ in range(repeats)]
        total = sum(each, Counts())
        # Other work on this machine only makes invocations longer.
        total["gigabyte_seconds"] = min(counts["gigabyte_seconds"] for counts in each) * repeats
        if channel in ("sns", "unipush") and not total["sns_requests"] + total["unipush_calls"]:
            raise SystemExit(f"{name}, {channel}: the vendor was told nothing")
        counted[name, channel] = total.times(1 / (repeats * units))
        say(f"counted: {name}" + (f", {channel}" if channel else ""))

    for channel in CHANNELS:
        count("single", channel, lambda: scene.singles(channel), times, SINGLES)
        for size in SIZES:
            count(f"group of {size}", channel, lambda: scene.to_group(channel, size), times)
    for name, calls in (("open", scene.open), ("read", scene.read), ("ping", scene.ping)):
        count(name, "", calls, times)
    count("invite", "", scene.invites, times, SINGLES)
    ping = counted.pop(("ping", "")) + Counts(frames=2)
    return counted, ping


def counts_of(given, prices):
    """Counts on this machine: what was measured and how, the counts, those of a ping by a function, and milliseconds."""
    limit = share.Share(given.processor) if given.processor else None
    with packages.Package(given.package) as package, mongo.Server() as mongod, limit or contextlib.nullcontext():
        admin, costs = mongo.Connection(mongod.uri), prices.document["lambda"]
        kind = "native" if package.binary else "for the JVM"
        how = f"package {kind}, {costs['megabytes']} MB, {given.processor or 'a whole'} processor, each {given.times} times"
        with Cloud(package, mongod, admin, SETTINGS, limit, costs) as cloud:
            say("making indexes, users and groups")
            cloud.uncounted([("applySchema", {})])
            counted, ping = measure(cloud, Scene(admin), given.times)
            millis = {name: statistics.median(values) for name, values in cloud.millis.items() if len(values) > 1}
    return how, counted, ping, millis


def save(path, how, counted, ping, millis):
    rows = [{"name": name, "channel": channel, "counts": counts} for (name, channel), counts in counted.items()]
    Path(path).write_text(json.dumps({"how": how, "counted": rows, "ping": ping, "millis": millis}, indent=1) + "\n", encoding="utf-8")


def saved(path):
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    counted = {(row["name"], row["channel"]): Counts(row["counts"]) for row in document["counted"]}
    return document["how"], counted, Counts(document["ping"]), document["millis"]


def cell(number):
    if isinstance(number, str):
        return number
    return f"{number:.0f}" if number == int(number) or abs(number) >= 100 else f"{number:.2g}" if abs(number) < 0.1 else f"{number:.1f}"


def table(title, heads, rows):
    rows = [[cell(value) for value in row] for row in [heads, *rows]]
    widths = [max(map(len, column)) for column in zip(*rows)]
    print(f"\n{title}\n")
    for row in rows:
        print("  ".join(value.ljust(width) if i == 0 else value.rjust(width) for i, (value, width) in enumerate(zip(row, widths))).rstrip())


def money(number):
    return f"{number:.7f}" if number < 0.001 else f"{number:.5f}" if number < 1 else f"{number:,.2f}"


def report_messages(counted, prices):
    table("What one message causes, 20 % of the receivers connected", ["", *(name.replace("_", " ") for name in COLUMNS)],
          [[f"{name}, {channel}" if channel else name, *(counts[what] for what in COLUMNS)] for (name, channel), counts in counted.items()])
    rows = []
    for (name, channel), counts in counted.items():
        dollars, items = counts.dollars(prices), counts.items_of_bill(prices)
        part = {**items, "vendors": sum(items.get(what, 0) for what in ("sns_requests", "sns_deliveries", "unipush_calls"))}
        rows.append([f"{name}, {channel}" if channel else name, money(dollars * 1000), money(prices.yuan(dollars)),
                     *(f"{part.get(what, 0) / dollars:.0%}" for what in ("posts", "vendors", "invocations", "gigabyte_seconds", "log_bytes", "internet_bytes", "trigger_events"))])
    for name, dollars in prices.compared.items():
        rows.append([name, money(dollars * 1000), money(prices.yuan(dollars)), *[""] * 7])
    table("What it costs", ["", "dollars for 1,000", "yuan for one", "posts", "vendors", "invocations", "GB-s", "log", "internet", "triggers"], rows)


def report_pings(ping, prices):
    rows = []
    for seconds in HEARTBEATS:
        mock, function = (socket(1, seconds, one).dollars(prices) for one in (MOCK_PING, ping))
        minutes = socket(1, seconds, Counts()).dollars(prices)
        rows.append([f"a ping every {seconds} s", *(f"{dollars * 1e6:.1f}" for dollars in (minutes, mock - minutes, mock, function)), f"{1 - mock / function:.0%}"])
    table("A million hours of open sockets, in dollars", ["", "minutes", "pings", "both", "both, pings by a function", "MOCK saves"], rows)


def report_month(given, counted, prices):
    assumed = prices.document["month"]
    actions = {name: counts for (name, channel), counts in counted.items() if channel in ("", given.channel)}
    lines = month(actions, prices, assumed["a_day"], assumed["days"], given.users, assumed["heartbeat_seconds"], MOCK_PING)
    whole = Counts()
    rows = []
    for name, counts in lines.items():
        whole += counts
        rows.append([name, money(counts.dollars(prices)), money(prices.yuan(counts.dollars(prices)))])
    table(f"A month of {given.users:,} users, pushes of closed apps by {given.channel}, a ping every {assumed['heartbeat_seconds']} s: {assumed['a_day']}",
          ["", "dollars", "yuan"], [*rows, ["sum", money(whole.dollars(prices)), money(prices.yuan(whole.dollars(prices)))]])
    return whole


def report_engine(given, counted, whole, prices):
    rows = []
    for (name, channel), counts in counted.items():
        number = break_even(counts, prices) if channel == "none" else None
        if number:
            rows.append([name, f"{counts['posts']:.1f}", f"{number:,.0f}"])
    for seconds in HEARTBEATS:
        rows.append([f"hours of an open socket, a ping every {seconds} s", "", f"{break_even(socket(1, seconds, MOCK_PING), prices):,.0f}"])
    share_of = by_the_gateway(whole).dollars(prices)
    rows.append(["users as above", "", f"{given.users * prices.engine / share_of:,.0f}"])
    table(f"An engine of one's own for {prices.engine:.0f} dollars a month is cheaper than API Gateway from so many a month", ["", "posts each", "from"], rows)


def main():
    parser = argparse.ArgumentParser(prog="infra/bench/run cost", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", default=str(ROOT / "infra/image/target/function.zip"), help="function.zip of all functions, native or for the JVM (%(default)s)")
    parser.add_argument("--prices", default=str(PRICES), help="prices and what is assumed of a month (%(default)s)")
    parser.add_argument("--times", type=int, default=3, help="how often each is counted (%(default)s)")
    parser.add_argument("--users", type=int, default=10_000, help="users of the month (%(default)s)")
    parser.add_argument("--channel", choices=CHANNELS, default="sns", help="what reaches the closed apps of the month (%(default)s)")
    parser.add_argument("--processor", type=float, metavar="SHARE", help="give the functions this share of a processor; as root")
    parser.add_argument("--save", metavar="FILE", help="keep what was counted")
    parser.add_argument("--counts", metavar="FILE", help="count nothing, take what was kept")
    given = parser.parse_args()
    if not given.counts and not os.path.exists(given.package):
        say(f"There is no {given.package}: infra/image/build makes it, with --jvm if there is no GraalVM.")
        return 3
    prices, began = read_prices(given.prices), time.monotonic()
    how, counted, ping, millis = saved(given.counts) if given.counts else counts_of(given, prices)
    if given.save:
        save(given.save, how, counted, ping, millis)
    print(f"counted: {how}\nprices of {prices.document['as_of']}: {prices.document['where']}")
    report_messages(counted, prices)
    report_pings(ping, prices)
    report_engine(given, counted, report_month(given, counted, prices), prices)
    table("Median milliseconds of an invocation, each begun one counted as whole", ["", "ms"], [[name, value] for name, value in millis.items()])
    say(f"done in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
