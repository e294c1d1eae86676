/**
 * What may be uploaded for a conversation, and under which name. Called by getUploadUrl; where files are kept is decided
 * by shared/edge and infra/local.
 */
package io.confab.domain.upload;
