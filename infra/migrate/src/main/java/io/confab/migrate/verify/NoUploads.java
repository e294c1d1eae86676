package io.confab.migrate.verify;

import io.confab.domain.upload.UploadStorage;
import jakarta.inject.Singleton;

/** Keeps no files: an operator's tool uploads nothing. */
@Singleton
class NoUploads implements UploadStorage {
    @Override
    public Permit permit(UploadFile file) {
        throw new UnsupportedOperationException("no uploads here");
    }
}
