package io.confab.migrate.verify;

import io.confab.domain.upload.UploadStorage;
import jakarta.inject.Singleton;

/** Does not support uploads, which an operator's tool does not need. */
@Singleton
class NoUploads implements UploadStorage {
    @Override
    public Permit permit(UploadFile file) {
        throw new UnsupportedOperationException("no uploads here");
    }
}
