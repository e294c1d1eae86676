/**
 * What every function's api.yaml says: for readers as pages and as an OpenAPI document, for builds and the deployment as lists
 * and entries, for tests as events and as what to hold to.
 */
package io.confab.api;
