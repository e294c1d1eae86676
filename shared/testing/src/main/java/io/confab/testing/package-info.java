/**
 * What tests of every module share: databases to run against, callers and their tokens, events as Lambda would deliver
 * them, peers that record, processes that can be killed. Never on a production class path.
 */
package io.confab.testing;
