/** Codes of the API: docs/api/errors.md; a test compares. */
export const apiCodes = [
  'param-error',
  2000,
  1000,
  'uni-id-param-required',
  'uni-id-invalid-nickname',
  'uni-id-check-token-failed',
  'uni-id-token-expired',
  'uni-id-account-banned',
  'uni-id-account-auditing',
  'uni-id-account-audit-failed',
  'uni-id-account-closed',
  'uni-id-illegal-request',
  'not-group-member',
  'muted',
  'not-friend',
  'conversation-forbidden',
  'no-permission',
  'blocked',
  10004,
  'user-not-found',
  'group-not-found',
  'msg-not-found',
  'invite-not-found',
  'notification-not-found',
  'uni-id-account-not-exists',
  'method-not-found',
  'method-not-allowed',
  'duplicate-member',
  'already-handled',
  'friend-limit',
  'group-full',
  'group-limit',
  'uni-id-account-exists',
  'body-too-large',
  'rate-limited',
  'internal-error',
  'not-ready',
] as const;

/** Codes that arise in the client. */
export const clientCodes = [
  'network',
  'timeout',
  'offline',
  'aborted',
  'bad-reply',
  'cache',
  'quota',
  'not-signed-in',
  'unsent',
  'outbox-expired',
  'upload-failed',
  'file-gone',
  'file-too-large',
  'push-failed',
  'closed',
] as const;

export type ApiCode = (typeof apiCodes)[number];
export type ClientCode = (typeof clientCodes)[number];
export type ErrorCode = ApiCode | ClientCode;

export interface ErrorDetails {
  kind: 'refused' | 'network' | 'client';
  method?: string;
  status?: number;
  retryable?: boolean;
  retryAfterMs?: number;
  /** The parameter that a `param-error` names. */
  field?: string;
  cause?: unknown;
  message?: string;
}

/** What every promise of the SDK rejects with, and nothing else. Texts for people are chosen by `code`, never from `message`. */
export class ConfabError extends Error {
  override readonly name = 'ConfabError';
  readonly code: ErrorCode;
  readonly kind: 'refused' | 'network' | 'client';
  readonly method?: string;
  readonly status?: number;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly field?: string;
  override readonly cause?: unknown;

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.message || String(code));
    this.code = code;
    this.kind = details.kind;
    this.method = details.method;
    this.status = details.status;
    this.retryable = details.retryable ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.field = details.field;
    this.cause = details.cause;
  }
}

export function isConfabError(error: unknown): error is ConfabError {
  return error instanceof ConfabError;
}
