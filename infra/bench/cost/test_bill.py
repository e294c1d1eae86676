"""The arithmetic of infra/bench/run cost."""
import json
import unittest

from bill import PRICES, Counts, Prices, break_even, month, read_prices, socket


def prices(**each):
    return Prices({"yuan_per_dollar": 7.0, "prices": {what: {"dollars": dollars, "per": 1000} for what, dollars in each.items()},
                   "fixed_a_month": {"engine": {"dollars": 60.0}}, "compared": {"other": {"yuan": 14.0}}})


class Bill(unittest.TestCase):
    def test_sum_of_prices_times_counts(self):
        counts = Counts(posts=100, invocations=3)
        self.assertAlmostEqual(counts.dollars(prices(posts=1.0, invocations=0.2)), 0.1 + 0.0006)

    def test_what_has_no_price_is_refused(self):
        with self.assertRaisesRegex(KeyError, "no price of posts"):
            Counts(posts=1).dollars(prices(invocations=1.0))

    def test_yuan_become_dollars(self):
        given = Prices({"yuan_per_dollar": 7.0, "prices": {"calls": {"yuan": 0.07, "per": 100}},
                        "fixed_a_month": {"engine": {"dollars": 1}}, "compared": {"other": {"yuan": 14.0}}})
        self.assertAlmostEqual(given.each["calls"], 0.0001)
        self.assertAlmostEqual(given.yuan(given.each["calls"]), 0.0007)
        self.assertAlmostEqual(given.compared["other"], 2.0)

    def test_counts_add_up(self):
        self.assertEqual(Counts(a=1, b=2) + Counts(b=3), Counts(a=1, b=5))
        self.assertEqual(Counts(a=1, b=2).times(3), Counts(a=3, b=6))

    def test_an_open_socket_pings(self):
        counted = socket(hours=2, heartbeat_seconds=120, ping=Counts(frames=2))
        self.assertEqual(counted, Counts(connected_minutes=120, frames=120))

    def test_half_the_pings_cost_half(self):
        often, seldom = (socket(1, seconds, Counts(frames=2))["frames"] for seconds in (240, 480))
        self.assertEqual(often, 2 * seldom)

    def test_a_month_is_days_times_users(self):
        lines = month({"single": Counts(posts=0.2)}, prices(posts=1.0), {"singles": 5, "hours_connected": 1}, days=30, users=10,
                      heartbeat_seconds=240, ping=Counts(frames=2))
        self.assertEqual(lines["single"], Counts(posts=300))
        self.assertEqual(lines["open sockets"], Counts(connected_minutes=18_000, frames=9_000))

    def test_an_engine_saves_what_the_gateway_takes(self):
        given = prices(posts=1.0, frames=1.0, connected_minutes=1.0, invocations=500.0)
        self.assertAlmostEqual(break_even(Counts(posts=100, invocations=1), given), 600)
        self.assertIsNone(break_even(Counts(invocations=1), given))

    def test_each_price_has_a_source(self):
        document = json.loads(PRICES.read_text(encoding="utf-8"))
        self.assertRegex(document["as_of"], r"^\d{4}-\d{2}-\d{2}$")
        for section in ("prices", "fixed_a_month", "compared"):
            for what, entry in document[section].items():
                self.assertTrue(entry["source"], what)
        read_prices()


if __name__ == "__main__":
    unittest.main()
