import type { ErrorRequestHandler, RequestHandler } from 'express';
import { DomainError, type ErrorCode } from '../domain/errors.ts';
import type { Log } from '../log.ts';

type CommonCode = Extract<ErrorCode, `common.${string}`>;
const commonStatus: Record<CommonCode, number> = {
  'common.busy': 503,
  'common.not-found': 404,
  'common.not-allowed': 403,
};

/** The reader of bodies says what was wrong with one by `type`. */
const bodyStatus = new Map<unknown, number>([
  ['entity.too.large', 413],
  ['entity.parse.failed', 400],
  ['encoding.unsupported', 415],
  ['charset.unsupported', 415],
  ['request.size.invalid', 400],
  ['request.aborted', 400],
]);
const words: Record<number, string> = {
  400: 'bad request',
  403: 'forbidden',
  404: 'not found',
  409: 'conflict',
  413: 'too large',
  415: 'unsupported',
  503: 'try again later',
};

/**
 * HTTP status of an error. Whatever is not known is 503: nobody's request is wrong then, and Midtrans tries again
 * four times after 503 but only once after 500 (architecture 11.2).
 */
export function httpStatusOf(error: unknown): number {
  if (error instanceof DomainError) {
    return error.code in commonStatus ? commonStatus[error.code as CommonCode] : 503;
  }
  if (!(error instanceof Error)) return 503;
  const body = 'type' in error ? bodyStatus.get(error.type) : undefined;
  if (body !== undefined) return body;
  // A path with a broken escape is Express' own 400.
  return error instanceof URIError ? 400 : 503;
}

export const notFound: RequestHandler = (_request, response) => {
  response.status(404).json({ error: words[404] });
};

/** The last handler: a code and two words, never a message or a stack. */
export const errorHandler =
  (log: Log): ErrorRequestHandler =>
  (error, request, response, next) => {
    const status = httpStatusOf(error);
    // A broken body's error carries the body; its type says enough.
    if (status === 503) log.error({ err: error, path: request.path }, 'webhook: failed');
    else
      log.warn(
        { status, why: String(error?.type ?? error?.code ?? 'bad request'), path: request.path },
        'webhook: refused',
      );
    if (response.headersSent) return next(error);
    response.status(status).json({ error: words[status] ?? 'bad request' });
  };
