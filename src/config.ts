import { z } from 'zod';

const url = (protocols: string[], what: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be ${what}`,
  });
const httpUrl = url(['http:', 'https:'], 'an http(s) address').transform((text) => text.replace(/\/+$/, ''));
const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((text) => text === 'true');
const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** Whether a key of Supabase says of itself that it is the one for everybody; an unreadable one says nothing. */
function isPublicKey(key: string): boolean {
  if (key.startsWith('sb_')) return key.startsWith('sb_publishable_');
  try {
    const claims: unknown = JSON.parse(Buffer.from(key.split('.')[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null && 'role' in claims && claims.role !== 'service_role';
  } catch {
    return false;
  }
}

export const roles = ['bot', 'webhooks', 'jobs'] as const;
export type ProcessRole = (typeof roles)[number];
const rolesSchema = z.string().transform((text, issue): ProcessRole[] => {
  if (text.trim() === 'all') return [...roles];
  const names = text.split(',').map((name) => name.trim());
  const known = roles.filter((role) => names.includes(role));
  if (known.length !== names.length)
    issue.addIssue({ code: 'custom', message: 'must be all, or any of bot,webhooks,jobs' });
  return known;
});

/** What the environment may say (product 8); read once, at start, by `parseConfig` alone. */
export const variables = {
  BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{20,}$/, 'must be a token as @BotFather gives it (123456:ABC…)')
    .optional(),
  ADMIN_CHAT_ID: z
    .string()
    .regex(/^-\d+$/, "must be the group's id, a negative number (send /idgrup in the group)")
    .transform(Number)
    .optional(),
  TELEGRAM_API_ROOT: httpUrl.optional(),
  PUBLIC_URL: url(['https:'], 'an https address').optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, 'must be 16 to 256 letters, digits, _ or -')
    .optional(),
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(3000),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'a postgres:// address').optional(),
  SUPABASE_URL: httpUrl.optional(),
  SUPABASE_SERVICE_ROLE_KEY: z
    .string()
    // Also so that it fits into a header: an error about one would quote it.
    .regex(/^[\w.-]{20,}$/, "must be the project's secret key (sb_secret_…, or the older service_role key)")
    .refine((key) => !isPublicKey(key), 'is the public key of the project: give its secret one')
    .optional(),
  REDIS_URL: url(['redis:', 'rediss:'], 'a redis:// address').optional(),
  MIDTRANS_SERVER_KEY: z.string().min(8, 'is too short for a Midtrans key').optional(),
  MIDTRANS_CLIENT_KEY: z.string().min(8, 'is too short for a Midtrans key').optional(),
  MIDTRANS_IS_PRODUCTION: flag.optional(),
  MIDTRANS_API_ROOT: httpUrl.optional(),
  DATA_DIR: z.string().default('./data'),
  KOSTIN_TIMEZONE: z.string().refine(isZone, 'must be an IANA time zone, as Asia/Jakarta').default('Asia/Jakarta'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .optional(),
  KOSTIN_ROLES: rolesSchema.default([...roles]),
};
const environment = z.object(variables);
type Environment = z.infer<typeof environment>;

export type StoreConfig =
  | { kind: 'embedded'; dataDir: string }
  | { kind: 'postgres'; url: string }
  /** With Auth and Storage of the same project. `databaseUrl` is for the queue alone. */
  | { kind: 'supabase'; url: string; serviceRoleKey: string; databaseUrl: string | null };

export interface Config {
  /** Null: the sandbox. */
  telegram: { token: string; adminChatId: number | null; apiRoot: string | null } | null;
  /** Null: long polling. */
  webhook: { publicUrl: string; secret: string } | null;
  port: number;
  store: StoreConfig;
  redisUrl: string | null;
  /** Null: QRIS is not offered. */
  midtrans: { serverKey: string; clientKey: string; isProduction: boolean; apiRoot: string | null } | null;
  dataDir: string;
  timezone: string;
  logLevel: string;
  roles: ProcessRole[];
}

export class ConfigError extends Error {
  constructor(mistakes: string[]) {
    super(`The configuration has ${mistakes.length} mistake(s):\n${mistakes.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Every mistake at once, each naming its variable and never its value (it may be a secret). Throws ConfigError. */
export function parseConfig(env: Record<string, string | undefined>): Config {
  // An empty variable is an unset one: compose files and CI write them so.
  const given = Object.fromEntries(
    Object.keys(variables)
      .filter((name) => env[name] !== undefined && env[name]?.trim() !== '')
      .map((name) => [name, env[name]?.trim()]),
  );
  const parsed = environment.safeParse(given);
  const mistakes = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  mistakes.push(...combinations(given));
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);
  return toConfig(parsed.data);
}

/** What is wrong with variables together. Looks at which are given, so it works beside wrong values. */
function combinations(given: Record<string, string | undefined>): string[] {
  const has = (name: keyof typeof variables) => given[name] !== undefined;
  const mistakes: string[] = [];
  if (has('PUBLIC_URL') !== has('TELEGRAM_WEBHOOK_SECRET')) {
    mistakes.push('PUBLIC_URL and TELEGRAM_WEBHOOK_SECRET go together: set both (webhook) or neither (long polling)');
  }
  if (has('MIDTRANS_SERVER_KEY') !== has('MIDTRANS_CLIENT_KEY')) {
    mistakes.push('MIDTRANS_SERVER_KEY and MIDTRANS_CLIENT_KEY go together: set both or neither');
  }
  if (has('MIDTRANS_SERVER_KEY') && !has('MIDTRANS_IS_PRODUCTION')) {
    mistakes.push('MIDTRANS_IS_PRODUCTION must be set beside the Midtrans keys: true or false');
  }
  if (given.MIDTRANS_SERVER_KEY?.startsWith('SB-') && given.MIDTRANS_IS_PRODUCTION === 'true') {
    mistakes.push('MIDTRANS_SERVER_KEY is a sandbox key, but MIDTRANS_IS_PRODUCTION is true');
  }
  if (!has('BOT_TOKEN')) {
    for (const name of [
      'ADMIN_CHAT_ID',
      'TELEGRAM_API_ROOT',
      'PUBLIC_URL',
      'SUPABASE_URL',
      'MIDTRANS_SERVER_KEY',
    ] as const) {
      if (has(name)) mistakes.push(`${name} is set but BOT_TOKEN is not: without a token this is the sandbox`);
    }
  }
  if (has('SUPABASE_URL') !== has('SUPABASE_SERVICE_ROLE_KEY')) {
    mistakes.push('SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY go together: set both or neither');
  }
  if (has('SUPABASE_URL') && !has('REDIS_URL') && !has('DATABASE_URL')) {
    mistakes.push('SUPABASE_URL needs REDIS_URL or DATABASE_URL as well: the queue cannot run through supabase-js');
  }
  const split = has('KOSTIN_ROLES') && given.KOSTIN_ROLES !== 'all';
  if (split && !has('DATABASE_URL') && !has('SUPABASE_URL')) {
    mistakes.push(
      'KOSTIN_ROLES other than all needs DATABASE_URL or SUPABASE_URL: the embedded database serves one process only',
    );
  }
  if (split && !has('BOT_TOKEN'))
    mistakes.push('KOSTIN_ROLES other than all needs BOT_TOKEN: the sandbox is one process');
  return mistakes;
}

function toConfig(env: Environment): Config {
  const { MIDTRANS_SERVER_KEY: serverKey, MIDTRANS_CLIENT_KEY: clientKey } = env;
  return {
    telegram: env.BOT_TOKEN
      ? { token: env.BOT_TOKEN, adminChatId: env.ADMIN_CHAT_ID ?? null, apiRoot: env.TELEGRAM_API_ROOT ?? null }
      : null,
    webhook:
      env.PUBLIC_URL && env.TELEGRAM_WEBHOOK_SECRET
        ? { publicUrl: env.PUBLIC_URL.replace(/\/+$/, ''), secret: env.TELEGRAM_WEBHOOK_SECRET }
        : null,
    port: env.PORT,
    store: storeOf(env),
    redisUrl: env.REDIS_URL ?? null,
    midtrans:
      serverKey && clientKey
        ? {
            serverKey,
            clientKey,
            isProduction: env.MIDTRANS_IS_PRODUCTION ?? false,
            apiRoot: env.MIDTRANS_API_ROOT ?? null,
          }
        : null,
    dataDir: env.DATA_DIR,
    timezone: env.KOSTIN_TIMEZONE,
    // In the sandbox somebody reads the terminal, not an operator's log.
    logLevel: env.LOG_LEVEL ?? (env.BOT_TOKEN ? 'info' : 'warn'),
    roles: env.KOSTIN_ROLES,
  };
}

function storeOf(env: Environment): StoreConfig {
  const { SUPABASE_URL: url, SUPABASE_SERVICE_ROLE_KEY: serviceRoleKey, DATABASE_URL: databaseUrl } = env;
  if (url && serviceRoleKey) return { kind: 'supabase', url, serviceRoleKey, databaseUrl: databaseUrl ?? null };
  return databaseUrl ? { kind: 'postgres', url: databaseUrl } : { kind: 'embedded', dataDir: env.DATA_DIR };
}
