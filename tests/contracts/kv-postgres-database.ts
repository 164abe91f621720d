import pg from 'pg';

/** A new, empty database beside the one of `url`; `drop` takes it away again, whoever is still connected. */
export async function createTestDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `kostin_test_${process.pid}_${crypto.randomUUID().slice(0, 8)}`;
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await run(`create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => run(`drop database ${name} with (force)`) };
}

/** What tests print when they need PostgreSQL and have none. */
export const databaseUrl = process.env.DATABASE_URL;
export const skipReason = 'skipped on PostgreSQL: DATABASE_URL is not set';
