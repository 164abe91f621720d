import type { CommitResult, Json, Kv } from '../../domain/ports.ts';
import { createKv } from './create-kv.ts';
import type { CommitRequest, Found, KvEngine, KvOptions } from './engine.ts';
import { isConflict, retried, type SqlClient, storeError } from './sql-client.ts';

/** As `kv_read` returns them: [cursor, value, version], of a reference with its key, of a dangling one without version. */
type Row = [cursor: string, value: Json, version?: string, key?: string];
interface ReadAnswer {
  entries: (Row | null)[];
  pages: Row[][];
}

function found([cursor, value, version, key]: Row): Found {
  if (version === undefined) return { cursor, dangling: (value as { $ref: string }).$ref };
  return { key: key ?? cursor, value, version, cursor };
}

/** The store over the SQL functions of supabase/migrations, whatever driver calls them. */
export function createSqlKv(client: SqlClient, close: () => Promise<void>, options: KvOptions = {}): Kv {
  const engine: KvEngine = {
    async read(keys, pages) {
      const request: { keys?: string[]; pages?: object[] } = {};
      if (keys.length > 0) request.keys = keys;
      if (pages.length > 0) request.pages = pages;
      const text = JSON.stringify(request);
      const answer = (await retried(() => client.call('kv_read', text))) as unknown as ReadAnswer;
      return {
        entries: answer.entries.map((row) => row && found(row)),
        pages: answer.pages.map((rows) => rows.map(found)),
      };
    },
    async commit(request) {
      try {
        return (await client.call('kv_commit', commitText(request))) as unknown as CommitResult;
      } catch (error) {
        if (isConflict(error)) return { ok: false };
        throw storeError(error);
      }
    },
    close,
  };
  return createKv(engine, options);
}

/** The request of `kv_commit` as JSON text; values are JSON text already. Empty parts are left out. */
function commitText({ checks, sets, deletes, sequences }: CommitRequest): string {
  const parts: string[] = [];
  const quoted = new Map<string, string>();
  const quote = (key: string): string => {
    const known = quoted.get(key) ?? JSON.stringify(key);
    quoted.set(key, known);
    return known;
  };
  const add = (name: string, list: Iterable<string>): void => {
    const keys = Array.from(list, quote);
    if (keys.length > 0) parts.push(`"${name}":[${keys.join(',')}]`);
  };
  const all = new Set<string>(sets.keys());
  for (const key of deletes) all.add(key);
  const versions: string[] = [];
  const absent: string[] = [];
  for (const [key, version] of checks) {
    all.add(key);
    if (version === null) absent.push(key);
    else versions.push(`${quote(key)}:${JSON.stringify(version)}`);
  }
  add('keys', all);
  add('absent', absent);
  const vacant = absent.filter((key) => !sets.has(key));
  add('vacant', vacant);
  add('deletes', deletes);
  if (versions.length > 0) parts.push(`"versions":{${versions.join(',')}}`);
  if (sets.size > 0) {
    parts.push(`"sets":{${Array.from(sets, ([key, text]) => `${quote(key)}:${text}`).join(',')}}`);
  }
  if (sequences.length > 0) parts.push(`"sequences":${JSON.stringify(sequences)}`);
  return `{${parts.join(',')}}`;
}
