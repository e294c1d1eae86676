/**
 * The edge between Lambda and the domain: events become typed calls of a known caller, results and refusals become replies,
 * once, here. Knows the shapes of function URLs, WebSocket routes and asynchronous invocations; holds no rule.
 */
package io.confab.edge;
