import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig, variables } from '../../src/config.ts';

const token = `123456:${'a'.repeat(35)}`;
const mistakesOf = (env: Record<string, string>): string => {
  try {
    parseConfig(env);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
};

const secretKey = `sb_secret_${'s'.repeat(30)}`;
const jwt = (role: string): string =>
  ['{"alg":"HS256"}', JSON.stringify({ role }), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
const supabase = { SUPABASE_URL: 'https://x.supabase.co/', SUPABASE_SERVICE_ROLE_KEY: secretKey };

describe('parseConfig', () => {
  it('opens the sandbox on the embedded database when nothing is set', () => {
    const config = parseConfig({});
    expect(config.telegram).toBeNull();
    expect(config.midtrans).toBeNull();
    expect(config.store).toEqual({ kind: 'embedded', dataDir: './data' });
    expect(config.roles).toEqual(['bot', 'webhooks', 'jobs']);
    expect(config.timezone).toBe('Asia/Jakarta');
  });

  it('treats empty variables as unset', () => {
    expect(parseConfig({ BOT_TOKEN: ' ', PORT: '', DATABASE_URL: '' })).toEqual(parseConfig({}));
  });

  it('refuses a sandbox key for production, beside other mistakes', () => {
    const keys = { MIDTRANS_SERVER_KEY: 'SB-Mid-server-abc', MIDTRANS_CLIENT_KEY: 'SB-Mid-client-abc' };
    expect(mistakesOf({ BOT_TOKEN: token, ...keys, MIDTRANS_IS_PRODUCTION: 'false' })).toBe('');
    const message = mistakesOf({ BOT_TOKEN: token, ...keys, MIDTRANS_IS_PRODUCTION: 'true', PORT: 'many' });
    expect(message).toContain('MIDTRANS_SERVER_KEY is a sandbox key');
    expect(message).toContain('PORT');
  });

  it('reports every mistake in one message, naming the variable and never its value', () => {
    const message = mistakesOf({
      BOT_TOKEN: 'not-a-token-but-secret',
      ADMIN_CHAT_ID: '12',
      PORT: 'many',
      DATABASE_URL: 'mysql://root:hunter2@localhost',
      PUBLIC_URL: 'http://example.com',
      MIDTRANS_SERVER_KEY: 'SB-Mid-server-secret',
      MIDTRANS_IS_PRODUCTION: 'yes',
      KOSTIN_TIMEZONE: 'Asia/Bandung',
      KOSTIN_ROLES: 'bot,cook',
      LOG_LEVEL: 'loud',
    });
    for (const name of [
      'BOT_TOKEN',
      'ADMIN_CHAT_ID',
      'PORT',
      'DATABASE_URL',
      'PUBLIC_URL',
      'TELEGRAM_WEBHOOK_SECRET',
      'MIDTRANS_CLIENT_KEY',
      'MIDTRANS_IS_PRODUCTION',
      'KOSTIN_TIMEZONE',
      'KOSTIN_ROLES',
      'LOG_LEVEL',
    ]) {
      expect(message).toContain(name);
    }
    expect(message).not.toContain('hunter2');
    expect(message).not.toContain('secret-');
    expect(message).not.toContain('not-a-token');
    expect(message).not.toContain('SB-Mid-server-secret');
  });

  it.each([
    [{ BOT_TOKEN: token, KOSTIN_ROLES: 'jobs' }, 'DATABASE_URL'],
    [
      {
        MIDTRANS_SERVER_KEY: 'SB-Mid-server-x',
        MIDTRANS_CLIENT_KEY: 'SB-Mid-client-x',
        MIDTRANS_IS_PRODUCTION: 'false',
      },
      'BOT_TOKEN',
    ],
    [{ BOT_TOKEN: token, SUPABASE_URL: supabase.SUPABASE_URL }, 'SUPABASE_SERVICE_ROLE_KEY'],
    [{ BOT_TOKEN: token, SUPABASE_SERVICE_ROLE_KEY: secretKey }, 'SUPABASE_URL'],
    [{ BOT_TOKEN: token, ...supabase }, 'SUPABASE_URL needs REDIS_URL or DATABASE_URL'],
    [supabase, 'SUPABASE_URL is set but BOT_TOKEN is not'],
    [{ BOT_TOKEN: token, PUBLIC_URL: 'https://kost.example' }, 'TELEGRAM_WEBHOOK_SECRET'],
    [
      { BOT_TOKEN: token, MIDTRANS_SERVER_KEY: 'SB-Mid-server-x', MIDTRANS_CLIENT_KEY: 'SB-Mid-client-x' },
      'MIDTRANS_IS_PRODUCTION',
    ],
  ])('refuses a combination that cannot work: %j', (env, name) => {
    expect(mistakesOf(env)).toContain(name);
  });

  it('keeps everything in Supabase but the queue, which takes Redis or the database', () => {
    const { url, key } = { url: 'https://x.supabase.co', key: { serviceRoleKey: secretKey } };
    const redis = parseConfig({ BOT_TOKEN: token, ...supabase, REDIS_URL: 'redis://r', KOSTIN_ROLES: 'bot' });
    expect(redis.store).toEqual({ kind: 'supabase', url, ...key, databaseUrl: null });
    const both = parseConfig({ BOT_TOKEN: token, ...supabase, DATABASE_URL: 'postgres://d' });
    expect(both.store).toEqual({ kind: 'supabase', url, ...key, databaseUrl: 'postgres://d' });
    expect(both.redisUrl).toBeNull();
  });

  it.each([
    ['sb_publishable_aaaaaaaaaaaaaaaaaaaaaa', 'is the public key'],
    [jwt('anon'), 'is the public key'],
    [`${secretKey}\nX-Injected: 1`, 'must be the'],
    ['short', 'must be the'],
  ])("refuses a key that is not the project's secret one, without repeating it: %j", (key, words) => {
    const message = mistakesOf({
      BOT_TOKEN: token,
      ...supabase,
      REDIS_URL: 'redis://r',
      SUPABASE_SERVICE_ROLE_KEY: key,
    });
    expect(message).toContain(`SUPABASE_SERVICE_ROLE_KEY ${words}`);
    expect(message).not.toContain(key);
  });

  it("takes the older service role's key", () => {
    const env = { BOT_TOKEN: token, ...supabase, REDIS_URL: 'redis://r' };
    expect(mistakesOf({ ...env, SUPABASE_SERVICE_ROLE_KEY: jwt('service_role') })).toBe('');
  });

  it('reads "false" as false: midtrans-client itself would take the string for production', () => {
    const config = parseConfig({
      BOT_TOKEN: token,
      MIDTRANS_SERVER_KEY: 'SB-Mid-server-x',
      MIDTRANS_CLIENT_KEY: 'SB-Mid-client-x',
      MIDTRANS_IS_PRODUCTION: 'false',
    });
    expect(config.midtrans?.isProduction).toBe(false);
  });
});

it('.env.example names exactly the variables of the schema', () => {
  const named = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(named.toSorted()).toEqual(Object.keys(variables).toSorted());
});
