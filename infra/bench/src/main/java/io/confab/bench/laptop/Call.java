package io.confab.bench.laptop;

import io.confab.bench.client.BenchUser;
import java.util.Map;

/** One call that is ready to be made. */
record Call(String method, BenchUser caller, Map<String, ?> params) {}
