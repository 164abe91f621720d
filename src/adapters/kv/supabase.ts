import type { PostgrestError, SupabaseClient } from '@supabase/supabase-js';
import pLimit from 'p-limit';
import type { Json, Kv } from '../../domain/ports.ts';
import type { Lease } from '../../ports.ts';
import { createSupabaseClient, type SupabaseProject, shortly } from '../supabase/client.ts';
import type { KvOptions } from './engine.ts';
import { requireMigrations } from './pushed-migrations.ts';
import { type SqlClient, Unanswered } from './sql-client.ts';
import { createSqlKv } from './sql-kv.ts';
import { createSqlLease } from './sql-lease.ts';

/** Far above what any commit may take (2 s), and above the 8 s after which hosted Supabase ends a statement. */
const TIMEOUT_MS = 15_000;
/** As many as PostgREST keeps connections for on a small project: more would only wait there, and time out there. */
const AT_ONCE = 20;

export interface SupabaseStore {
  kv: Kv;
  lease: Lease;
  client: SqlClient;
  close(): Promise<void>;
}

/**
 * The store over supabase-js. Its tables cannot be made through it: throws MigrationsMissing with what to do when they
 * are missing or older than this program, KvUnavailable when the project cannot be reached.
 */
export async function openSupabase(project: SupabaseProject, options: KvOptions = {}): Promise<SupabaseStore> {
  const client = createSupabaseSqlClient(createSupabaseClient(project, TIMEOUT_MS));
  await requireMigrations(client);
  let closed = false;
  const guarded: SqlClient = {
    call: (name, request) =>
      closed ? Promise.reject(new Unanswered('the store is closed')) : client.call(name, request),
  };
  const close = async (): Promise<void> => {
    closed = true;
  };
  return { kv: createSqlKv(guarded, close, options), lease: createSqlLease(guarded), client: guarded, close };
}

/** Calls the functions as `rpc`: each returns one jsonb, so that PostgREST's limit of 1,000 rows cuts nothing. */
export function createSupabaseSqlClient(client: SupabaseClient): SqlClient {
  const inTurn = pLimit(AT_ONCE);
  const call: SqlClient['call'] = async (name, request) => {
    const { data, error, status } = await client.rpc(name, { request: JSON.parse(request) });
    if (error || status === 204) throw failureOf(name, status, error);
    return data as Json;
  };
  // A lease that waited in line behind slow reads would run out.
  return { call: (name, request) => (name.startsWith('lease_') ? call(name, request) : inTurn(call, name, request)) };
}

/** supabase-js' answer as the database's error, or as Unanswered where it does not come from the database. */
function failureOf(name: string, status: number, error: Partial<PostgrestError> | null): Error {
  const code = error?.code ?? '';
  const message = shortly(error?.message ?? '');
  if (status === 0) return noAnswer(message, error?.details ?? '');
  // PostgREST's own connections and schema cache: the function was not called.
  if (/^PGRST00\d$/.test(code)) return new Unanswered(`PostgREST: ${message}`);
  if (code === 'PGRST202') {
    const words = `Supabase does not know the function ${name}: push the migrations (npx supabase db push)`;
    return Object.assign(new Error(words), { code });
  }
  if (isSqlState(code) || code.startsWith('PGRST')) return Object.assign(new Error(message), { code });
  const words = `Supabase answered with HTTP ${status}${message ? `: ${message}` : ''}`;
  // The gateway's words or its page of HTML, also with 200: not what the function returned.
  return status === 429 || status === 408 || status >= 500 || status < 300 ? new Unanswered(words) : new Error(words);
}

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code);

function noAnswer(message: string, details: string): Unanswered {
  if (/^(TimeoutError|AbortError)/.test(message)) {
    return new Unanswered('Supabase did not answer in time', { timedOut: true });
  }
  const cause = /Caused by: (.*)/.exec(details)?.[1];
  return new Unanswered(cause ? `${message} (${shortly(cause)})` : message);
}
