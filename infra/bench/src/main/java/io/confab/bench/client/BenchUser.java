package io.confab.bench.client;

/** A user made for a run, with one device. */
public record BenchUser(String uid, String token, String deviceId) {}
