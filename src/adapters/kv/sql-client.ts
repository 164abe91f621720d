import { setTimeout as sleep } from 'node:timers/promises';
import { KvUnavailable } from '../../domain/errors.ts';
import type { Json } from '../../domain/ports.ts';

/** The functions of supabase/migrations that adapters call: one jsonb in, one jsonb out. */
export type SqlFunction =
  | 'kv_migrations'
  | 'kv_read'
  | 'kv_commit'
  | 'kv_change_log'
  | 'kv_snapshot'
  | 'kv_keep_cursor'
  | 'kv_changed'
  | 'kv_missing'
  | 'kv_count'
  | 'lease_acquire'
  | 'lease_release'
  | 'property_search_page'
  | 'property_search_counts'
  | 'property_search_facets'
  | 'property_search_places';

/** All that a SQL store asks of its driver. */
export interface SqlClient {
  /** Calls `public.<name>(request)`; `request` is JSON text. Rejects with the database's error (`code`: SQLSTATE). */
  call(name: SqlFunction, request: string): Promise<Json>;
}

/** A driver's word for: no answer of the database came, so nothing is known about what it did. */
export class Unanswered extends Error {
  /** Once more would only take as long again. */
  readonly timedOut: boolean;
  constructor(message: string, { timedOut = false } = {}) {
    super(message);
    this.name = 'Unanswered';
    this.timedOut = timedOut;
  }
}

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
};

/** The commit met another one: unique violation, serialization failure, deadlock. */
export const isConflict = (error: unknown): boolean => ['23505', '40001', '40P01'].includes(codeOf(error));

const unreachable = /^(08|57P|53|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|57014|55P03|25006)/;
const unreachableWords =
  /Connection terminated|timeout (exceeded when trying|expired)|Client has encountered|Query read timeout|not queryable|is closed|after calling end/i;

/** The connection failed, not the statement: nothing is known about what it did. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Unanswered) return true;
  return unreachable.test(codeOf(error)) || unreachableWords.test(error.message);
}

/** The driver's error, or `KvUnavailable` around it when the store could not be reached. */
export const storeError = (error: unknown): unknown => (isUnreachable(error) ? new KvUnavailable(error) : error);

const isTimeout = (error: unknown): boolean =>
  error instanceof Unanswered ? error.timedOut : ['57014', '55P03'].includes(codeOf(error));

const PAUSES_MS = [50, 200, 500];

/** Runs something that may safely run twice again after a connection fault; `KvUnavailable` when it does not recover. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (isTimeout(error)) throw storeError(error); // once more would only take as long again
      if (!isUnreachable(error)) throw error;
      await sleep(pause);
    }
  }
  return work().catch((error: unknown) => Promise.reject(storeError(error)));
}
