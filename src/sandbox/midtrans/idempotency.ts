import type { RequestHandler, Response } from 'express';

const lifetime = 5 * 60_000;

export interface Idempotency {
  middleware: RequestHandler;
  /** Answers, and keeps the answer under the request's key when it is a success. */
  answer(response: Response, body: Record<string, unknown>): void;
}

/**
 * Midtrans' `Idempotency-Key`: over 46 characters ignored; global and blind to the request's body; only successes
 * are kept, for 5 minutes; a repeat while the first is under way gets HTTP 202.
 */
export function createIdempotency(now: () => number): Idempotency {
  const kept = new Map<string, { body: Record<string, unknown>; until: number }>();
  const underWay = new Set<string>();
  return {
    middleware(request, response, next) {
      const key = request.get('Idempotency-Key');
      if (!key || key.length > 46) return next();
      for (const [old, { until }] of kept) if (until <= now()) kept.delete(old);
      const known = kept.get(key);
      if (known) {
        response.json(known.body);
        return;
      }
      if (underWay.has(key)) {
        response.status(202).json({ status_code: '202', status_message: 'The previous request is still processing' });
        return;
      }
      underWay.add(key);
      response.locals.idempotencyKey = key;
      response.on('close', () => underWay.delete(key));
      next();
    },
    answer(response, body) {
      const key: unknown = response.locals.idempotencyKey;
      if (typeof key === 'string' && /^2|^407$/.test(String(body.status_code))) {
        kept.set(key, { body, until: now() + lifetime });
      }
      response.json(body);
    },
  };
}
