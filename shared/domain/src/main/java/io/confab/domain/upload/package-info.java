/** getUploadUrl: what may be uploaded for a conversation, and under which name. Where it is kept is not known here. */
package io.confab.domain.upload;
