import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type HostedProject, openHosted } from '../support/hosted-supabase.ts';
import { newTenant, tellRentStory } from '../support/rent-story.ts';
import { openWholeWorld, type WholeWorld } from '../support/whole-world.ts';

const redisUrl = process.env.REDIS_URL;
if (!redisUrl) console.info('Supabase end to end skipped: REDIS_URL is not set (its queue needs one)');

describe.skipIf(!redisUrl)('KostIn on Supabase', () => {
  const undo: (() => unknown)[] = [];
  afterEach(async () => {
    for (let close = undo.pop(); close; close = undo.pop()) await close();
  });

  it('goes from a search to a paid invoice through supabase-js, and Auth knows the people', {
    timeout: 90_000,
  }, async () => {
    const world: WholeWorld = await openWholeWorld('supabase', { redis: true });
    undo.push(world.stop);
    const app = await world.start();
    await world.susi.starts();
    await tellRentStory(world, { tenant: newTenant(world, 'id', 5001), owner: world.susi, language: 'id' });
    world.chat.noViolations();
    expect(await app.kv.getByPrefix('invoice:status:paid:')).toHaveLength(1);
    await vi.waitFor(async () => {
      for (const left of ['outbox:', 'inbox-open:', 'outbox-dead:', 'agenda:sync-account:']) {
        expect([left, await app.kv.getByPrefix(left)]).toEqual([left, []]);
      }
    }, 10_000);
    const users = [...(world.hosted?.auth.users.values() ?? [])];
    const tenant = users.find(({ email }) => email === 'tg5001@telegram.kostin.invalid');
    expect(tenant).toMatchObject({ phone: '628123455001', app_metadata: { role: 'tenant' } });
    expect(await app.kv.get(`profile:user_${tenant?.id}`)).toMatchObject({ telegramId: 5001, phone: '+628123455001' });
    const owner = users.find(({ email }) => email === 'tg1002@telegram.kostin.invalid');
    expect(owner).toMatchObject({ user_metadata: { name: 'Bu Susi', role: 'owner' } });
  });

  describe('main.ts', () => {
    const start = (project: HostedProject, more: Record<string, string> = {}): ChildProcess => {
      const env = {
        BOT_TOKEN: '700000001:AAF-sandbox-token-for-tests-only-000',
        SUPABASE_URL: project.url,
        SUPABASE_SERVICE_ROLE_KEY: project.serviceRoleKey,
        REDIS_URL: redisUrl ?? '',
        PORT: '0',
        KOSTIN_ROLES: 'jobs',
        ...more,
      };
      const child = spawn(process.execPath, ['src/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      undo.push(() => child.kill('SIGKILL'));
      return child;
    };

    it('starts, is ready and stops; without the pushed migrations it says what to do', {
      timeout: 60_000,
    }, async () => {
      const project = await openHosted({ on: 'pglite' });
      undo.push(project.close);
      const child = start(project);
      let url = '';
      let said = '';
      for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
        said += line;
        const entry = JSON.parse(line) as { msg: string; url?: string; store?: string };
        if (entry.msg !== 'app: started') continue;
        expect(entry.store).toBe('supabase');
        url = entry.url ?? '';
        break;
      }
      const ready = await fetch(`${url}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([
        200,
        { status: 'ok', checks: { store: 'ok', queue: 'ok', files: 'ok' } },
      ]);
      child.kill('SIGTERM');
      expect((await once(child, 'exit'))[0]).toBe(0);
      expect(said).not.toContain(project.serviceRoleKey);

      await project.sql('drop function public.kv_migrations(jsonb)');
      await project.reloadSchema();
      const refused = start(project);
      const [words, [code]] = await Promise.all([text(refused.stderr as NodeJS.ReadableStream), once(refused, 'exit')]);
      expect(code).toBe(1);
      expect(words).toContain('KostIn did not start: the Supabase project lacks');
      expect(words).toContain('`npx supabase db push`');
    });

    it('says why the project cannot be reached, and no key', { timeout: 60_000 }, async () => {
      const nowhere = { url: 'http://127.0.0.1:1', serviceRoleKey: 'sb_secret_geheim_geheim_geheim' } as HostedProject;
      const child = start(nowhere);
      const [words, [code]] = await Promise.all([text(child.stderr as NodeJS.ReadableStream), once(child, 'exit')]);
      expect(code).toBe(1);
      expect(words).toContain('KostIn did not start: the store is not reachable (');
      expect(words).not.toContain('geheim');
    });
  });
});
