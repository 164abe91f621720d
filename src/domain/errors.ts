/**
 * Every refusal a use case may answer with. The code is `<feature>.<what>`; its words are the Fluent key
 * `error-<feature>-<what>` of both languages. Over HTTP only `common.…` has a status, all else is 503.
 * Params are shown to people: no secret and no phone in them.
 */
export type ErrorParams = Record<string, string | number>;

export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  constructor(code: ErrorCode, params: ErrorParams = {}) {
    super(code);
    this.name = 'DomainError';
    this.code = code;
    this.params = params;
  }
}

/** One line per code; a feature adds its own here. */
export const errorCodes = [
  'common.busy',
  'common.not-found',
  'common.not-allowed',
  'profile.unknown',
  'profile.no-phone',
  'profile.banned',
  'profile.invalid',
  'property.not-active',
  'property.no-room',
  'application.already-open',
  'application.already-decided',
  'application.own-listing',
  'application.wrong-people',
  'application.start-date',
  'application.duration',
  'application.price-changed',
  'application.own-phone',
  'application.invalid',
  'contract.room-taken',
  'contract.room-number',
  'contract.due-day',
  'contract.hold-over',
  'invoice.not-open',
  'payment.above-limit',
  'payment.closing',
  'payment.not-available',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The payment gateway could not say; nothing is known. The agenda asks again later. */
export class GatewayUnavailable extends Error {
  constructor(message: string) {
    super(`the payment gateway could not say: ${message}`);
    this.name = 'GatewayUnavailable';
  }
}

/** The store could not answer; nothing is known about the last commit. Retrying is safe where the cause is checked. */
export class KvUnavailable extends Error {
  constructor(cause: unknown) {
    super('the store is not reachable', { cause });
    this.name = 'KvUnavailable';
  }
}

/** Uploaded files cannot be reached; nothing is known about the last one. */
export class FilesUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(`the files are not reachable: ${message}`, { cause });
    this.name = 'FilesUnavailable';
  }
}

/** Auth could not say or refused for now; nothing is known. The agenda asks again later. */
export class AccountsUnavailable extends Error {
  constructor(message: string) {
    super(`the accounts are not reachable: ${message}`);
    this.name = 'AccountsUnavailable';
  }
}
