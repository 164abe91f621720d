import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { App } from '@supabase/lite';
import { createPgliteConnection } from '@supabase/lite/pglite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { createClient } from '@supabase/supabase-js';
import pg from 'pg';
import { migrate } from '../../src/adapters/kv/migrations.ts';
import type { SupabaseProject } from '../../src/adapters/supabase/client.ts';
import { createTestDatabase } from '../contracts/kv-postgres-database.ts';
import { memoryObjects } from './supabase-lite-objects.ts';

export const secretKey = 'sb_secret_tests-only-0000000000000000';
export const publishableKey = 'sb_publishable_tests-only-00000000000';
const jwtSecret = 'tests-only-tests-only-tests-only-tests-only';

export interface LiteProject extends SupabaseProject {
  /** Runs SQL as the database's owner; the rows of the last statement. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** As PostgREST does by itself a moment after the schema has changed. */
  reloadSchema(): Promise<void>;
  /** Put before Lite: a fault for a test, or routes that Lite does not have. What answers null is Lite's. */
  answerWith(fault: ((request: IncomingMessage) => Before | Promise<Before>) | null): void;
  close(): Promise<void>;
}

type Before = Response | 'hang' | 'drop' | null;

export interface LiteOptions {
  on: 'pglite' | 'postgres';
  /** Leave the migrations to the test. */
  migrated?: boolean;
}

/** As on hosted Supabase: the public roles are there first, and are granted everything by default. */
const asHosted = `
  do $$ begin create role anon; exception when duplicate_object then null; end $$;
  do $$ begin create role authenticated; exception when duplicate_object then null; end $$;
  do $$ begin create role service_role bypassrls; exception when duplicate_object then null; end $$;
  alter role service_role bypassrls;
  grant usage on schema public to anon, authenticated, service_role;
  alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
  alter default privileges in schema public grant all on functions to anon, authenticated, service_role;`;

/**
 * Supabase Lite (Supabase's own PostgREST- and Storage-compatible server, alpha) over HTTP on a local port, in front of
 * PGlite or of a new database on the server of DATABASE_URL. It stands in for a hosted project.
 */
export async function openLite({ on, migrated = true }: LiteOptions): Promise<LiteProject> {
  quietly();
  const database = on === 'postgres' ? await openDatabase() : await openEmbedded();
  const { connection, sql } = database;
  await sql(asHosted);
  const app = new App({
    connection,
    auth: { enabled: true, publishable_key: publishableKey, secret_key: secretKey, jwt_secret: jwtSecret },
    storage: { enabled: true },
  } as never);
  app._storageAdapter = memoryObjects();
  await app.init();
  await app.ensureSystemSchema();
  if (migrated) await migrate({ run: sql, rows: sql });

  const answered = async (request: Request): Promise<Response> => {
    const answer = await app.fetch(request);
    return request.url.includes('/storage/v1/object/sign/') && answer.ok ? signedAsHosted(answer) : answer;
  };
  let fault: Parameters<LiteProject['answerWith']>[0] = null;
  const server = createServer(async (incoming, outgoing) => {
    const answer = (await fault?.(incoming)) ?? (await answered(await requestOf(incoming)));
    if (answer === 'hang') return;
    if (answer === 'drop') {
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  return {
    url: await listening(server),
    serviceRoleKey: secretKey,
    sql,
    reloadSchema: () => connection.clearSchemaCache(),
    answerWith(next) {
      fault = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await database.close();
    },
  };
}

/** The token of a person who signed up and in: the role `authenticated`. */
export async function tokenOf({ url }: LiteProject): Promise<string> {
  const client = createClient(url, publishableKey, { auth: { persistSession: false, autoRefreshToken: false } });
  const email = `${crypto.randomUUID()}@strangers.example`;
  const { data, error } = await client.auth.signUp({ email, password: crypto.randomUUID() });
  if (!data.session) throw error ?? new Error('no session');
  return data.session.access_token;
}

/** Lite names the field `signedUrl`, with the whole path; hosted Storage and storage-js know `signedURL`, without its root. */
async function signedAsHosted(answer: Response): Promise<Response> {
  if (!answer.headers.get('content-type')?.includes('application/json')) return answer;
  const body = (await answer.json()) as { signedUrl: string };
  return Response.json({ signedURL: body.signedUrl.replace('/storage/v1', '') }, { status: answer.status });
}

/** Lite prints every error of the database and of its Storage, also those that are the test's subject. */
function quietly(): void {
  const say = console.error;
  console.error = (...words: unknown[]) => {
    const [first] = words;
    if (first !== 'Storage error:' && !(first instanceof Error && 'severity' in first)) say(...words);
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = 'GET', headers, url } = incoming;
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks);
  return new Request(`http://${headers.host}${url}`, { method, headers: headers as Record<string, string>, body });
}

async function openEmbedded() {
  const connection = await createPgliteConnection({ pgliteOptions: { extensions: { pg_trgm } } } as never);
  const db = connection.driver as unknown as PGlite;
  const sql = async (text: string) => ((await db.exec(text)).at(-1)?.rows ?? []) as Record<string, unknown>[];
  return { connection, sql, close: () => connection.close() };
}

async function openDatabase() {
  const database = await createTestDatabase(process.env.DATABASE_URL ?? '');
  // Lite hands jsonb arguments over as text, which postgres.js would encode once more.
  const jsonb = { to: 3802, from: [3802], serialize: textOf, parse: (text: string) => JSON.parse(text) };
  const connection = createPostgresConnection({
    url: database.url,
    postgresOptions: { types: { jsonb }, onnotice: () => undefined },
  } as never);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  client.on('error', () => undefined);
  const sql = async (text: string) => {
    const result: unknown = await client.query(text);
    const last = Array.isArray(result) ? result.at(-1) : result;
    return (last as { rows: Record<string, unknown>[] }).rows;
  };
  return {
    connection,
    sql,
    async close() {
      await connection.close();
      await client.end();
      await database.drop();
    },
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
