/**
 * Reads the api.yaml of every function and derives files from it: pages and an OpenAPI document for readers, lists and entries
 * for builds and the deployment, events and schemas for tests.
 */
package io.confab.api;
