package io.confab.bench.load;

/**
 * Processor time in milliseconds.
 *
 * @param server of the server, a message; mongod likewise
 * @param unit of one insert by the bare driver, measured in the same minute
 */
record ProcessorResult(long messages, double messagesPerSecond, double server, double mongod, double unit) {
    double serverUnits() {
        return server / unit;
    }

    double mongodUnits() {
        return mongod / unit;
    }
}
