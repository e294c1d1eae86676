/**
 * Owns the web client's files and its settings as a laptop serves them: what a browser may load from here, and with which
 * headers. {@code http} calls it; the client itself is built in {@code infra/web}.
 */
package io.confab.local.web;
