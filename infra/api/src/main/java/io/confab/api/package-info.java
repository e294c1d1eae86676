/** The API reference: what every function's api.yaml says, as pages, as an OpenAPI document, and for tests to hold to. */
package io.confab.api;
