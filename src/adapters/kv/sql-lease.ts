import type { Lease } from '../../ports.ts';
import { type SqlClient, storeError } from './sql-client.ts';

/** A lease in a row of the database, by the database's time. Throws KvUnavailable when it cannot be asked. */
export function createSqlLease(client: SqlClient): Lease {
  const ask = async (name: 'lease_acquire' | 'lease_release', request: object): Promise<boolean> => {
    try {
      return (await client.call(name, JSON.stringify(request))) === true;
    } catch (error) {
      throw storeError(error);
    }
  };
  return {
    acquire: (name, holder, milliseconds) => ask('lease_acquire', { name, holder, milliseconds }),
    async release(name, holder) {
      await ask('lease_release', { name, holder });
    },
  };
}
