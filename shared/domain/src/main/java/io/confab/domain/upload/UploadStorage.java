package io.confab.domain.upload;

import java.util.Map;

/** Where uploaded files are stored. Anyone who has the result of {@link #permit} may upload that one file, and nothing else. */
public interface UploadStorage {

    /**
     * A file that may be uploaded.
     *
     * @param key its whole name: segments of letters, marks, digits and {@code ._-}, joined by slashes
     * @param contentType the type with which it is stored and served
     * @param size its exact length in bytes
     */
    record UploadFile(String key, String contentType, long size) {}

    /**
     * The permission to upload a file: once on a laptop; on S3 repeatedly until it expires.
     *
     * @param method of the HTTP request
     * @param headers to be sent with it
     * @param fields of a form, to be sent before the file; empty where the body is the file itself
     * @param readUrl the URL where the file can be read afterwards
     * @param contentType the type with which it is served there
     */
    record Permit(
            String method,
            String url,
            Map<String, String> headers,
            Map<String, String> fields,
            String readUrl,
            String contentType) {}

    /** Permits the upload of exactly this file for {@link io.confab.domain.config.ConfabConfig.Upload#expiry()}. */
    Permit permit(UploadFile file);
}
