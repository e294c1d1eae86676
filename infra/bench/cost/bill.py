"""Prices times counts. Nothing here counts or measures anything."""
import json
from pathlib import Path

PRICES = Path(__file__).with_name("prices.json")
SECONDS_OF_HOUR = 3600


class Prices:
    """What one of each counted thing costs, in dollars."""

    def __init__(self, document):
        self.rate = document["yuan_per_dollar"]
        self.document = document
        self.each = {what: self._dollars(price) / price["per"] for what, price in document["prices"].items()}
        self.engine = document["fixed_a_month"]["engine"]["dollars"]
        self.compared = {name: self._dollars(figure) for name, figure in document["compared"].items()}

    def _dollars(self, price):
        return price["dollars"] if "dollars" in price else price["yuan"] / self.rate

    def yuan(self, dollars):
        return dollars * self.rate


def read_prices(path=PRICES):
    return Prices(json.loads(Path(path).read_text(encoding="utf-8")))


class Counts(dict):
    """How much there was of each thing that has a price; what is not named is none."""

    def __missing__(self, what):
        return 0

    def __add__(self, other):
        return Counts({what: self[what] + other[what] for what in {*self, *other}})

    def times(self, factor):
        return Counts({what: number * factor for what, number in self.items()})

    def items_of_bill(self, prices):
        unpriced = set(self) - set(prices.each)
        if unpriced:
            raise KeyError(f"prices.json has no price of {', '.join(sorted(unpriced))}")
        return {what: number * prices.each[what] for what, number in self.items()}

    def dollars(self, prices):
        return sum(self.items_of_bill(prices).values())


def socket(hours, heartbeat_seconds, ping):
    """An open socket for so long; PING is what was counted for one of its pings."""
    pings = hours * SECONDS_OF_HOUR / heartbeat_seconds
    return Counts({"connected_minutes": hours * 60}) + ping.times(pings)


def month(actions, prices, a_day, days, users, heartbeat_seconds, ping):
    """What these users' days come to, by kind of action: {name: counts}."""
    told = {"opens": "open", "reads": "read", "singles": "single", "group_50": "group of 50", "group_500": "group of 500",
            "group_5000": "group of 5000", "invites": "invite"}
    lines = {}
    for name, number in a_day.items():
        if name != "hours_connected":
            lines[told[name]] = actions[told[name]].times(number * days * users)
    lines["open sockets"] = socket(a_day["hours_connected"] * days * users, heartbeat_seconds, ping)
    return lines


def by_the_gateway(counts):
    """That part of counts for which API Gateway is paid, and which an engine of one's own would take over."""
    return Counts({what: counts[what] for what in ("posts", "frames", "connected_minutes")})


def break_even(counts, prices):
    """How many times a month something must happen until an engine of one's own is cheaper; None: never."""
    saved = by_the_gateway(counts).dollars(prices)
    return prices.engine / saved if saved > 0 else None
