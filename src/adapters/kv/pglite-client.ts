import { messages, type PGlite, protocol } from '@electric-sql/pglite';
import type { Json } from '../../domain/ports.ts';
import type { SqlClient, SqlFunction } from './sql-client.ts';

const { serialize } = protocol;

/**
 * Calls through statements that are prepared once: `db.query` parses and describes each time, in five trips into
 * WebAssembly where one will do (half the time of a small read).
 */
export function createPgliteClient(db: PGlite, onCall: (name: SqlFunction) => void): SqlClient {
  const prepared = new Set<SqlFunction>();

  const send = (...parts: Uint8Array[]) => db.execProtocolStream(Buffer.concat(parts));

  const prepare = async (name: SqlFunction): Promise<void> => {
    const text = `select public.${name}($1::jsonb)`;
    await send(serialize.parse({ name, text }), serialize.sync());
    prepared.add(name);
  };
  const execute = async (name: SqlFunction, request: string): Promise<Json> => {
    const answer = await send(
      serialize.bind({ statement: name, values: [request] }),
      serialize.execute({}),
      serialize.sync(),
    );
    for (const message of answer) {
      if (message instanceof messages.DataRowMessage) return JSON.parse(message.fields[0] ?? 'null') as Json;
    }
    throw new Error(`${name} gave no answer`);
  };

  return {
    async call(name, request) {
      onCall(name);
      // The same two locks as db.query: not inside somebody's transaction, not between somebody's messages.
      return db._runExclusiveTransaction(() =>
        db._runExclusiveQuery(async () => {
          if (!db.ready) throw new Error('the embedded database is closed');
          if (!prepared.has(name)) await prepare(name);
          return execute(name, request);
        }),
      );
    },
  };
}
