/**
 * What may be uploaded for a conversation, and under which name. Called by getUploadUrl; where files are kept is not known
 * here.
 */
package io.confab.domain.upload;
