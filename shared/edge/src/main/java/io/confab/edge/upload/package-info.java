/** Uploads on AWS: S3. */
package io.confab.edge.upload;
