package io.confab.bench.measure;

/** A maximum, and whether a measurement is within it. */
public record Bound(double maximum) {

    public boolean isKeptBy(double measured) {
        return measured <= maximum + 1e-9;
    }

    /** {@code ≤ 4 ok} or {@code ≤ 4 OVER}. */
    public String verdict(double measured) {
        String limit = maximum == Math.rint(maximum) ? Long.toString((long) maximum) : Double.toString(maximum);
        return "≤ " + limit + (isKeptBy(measured) ? " ok" : " OVER");
    }
}
