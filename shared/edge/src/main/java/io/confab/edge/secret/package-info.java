/** Secrets in AWS Secrets Manager. */
package io.confab.edge.secret;
