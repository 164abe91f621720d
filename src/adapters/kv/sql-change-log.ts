import type { ChangeLog, CursorVerdict } from '../../domain/change-log.ts';
import type { Json } from '../../domain/ports.ts';
import { checkKey } from './encode.ts';
import { rangeOf } from './key-range.ts';
import { retried, type SqlClient, type SqlFunction, storeError } from './sql-client.ts';

/** The change log over the SQL functions of supabase/migrations, whatever driver calls them. Throws KvUnavailable. */
export function createSqlChangeLog(client: SqlClient): ChangeLog {
  const read = (name: SqlFunction, request: object): Promise<Json> =>
    retried(() => client.call(name, JSON.stringify(request)));
  const write = async (name: SqlFunction, request: object): Promise<Json> => {
    try {
      return await client.call(name, JSON.stringify(request));
    } catch (error) {
      throw storeError(error);
    }
  };
  return {
    async switchOn() {
      const id = crypto.randomUUID();
      await write('kv_change_log', { on: true, id });
      return id;
    },
    switchOff: async () => void (await write('kv_change_log', { on: false })),
    async look(cursor) {
      const answer = await read('kv_snapshot', cursor === undefined ? {} : { cursor });
      const { since, cursor: verdict } = answer as { since: string; cursor: CursorVerdict | null };
      return { since, verdict };
    },
    keep: async (id, since) => (await write('kv_keep_cursor', { id, since })) === true,
    async changed(cursor, prefix, { after, limit }) {
      const { from, to } = rangeOf({ prefix, ...(after === undefined ? {} : { after }) });
      return (await read('kv_changed', { cursor, from, to, limit })) as string[];
    },
    async missing(keys) {
      if (keys.length === 0) return [];
      keys.forEach(checkKey);
      return (await read('kv_missing', { keys })) as string[];
    },
    async count(prefix) {
      const { from, to } = rangeOf({ prefix });
      return Number(await read('kv_count', { from, to }));
    },
  };
}
