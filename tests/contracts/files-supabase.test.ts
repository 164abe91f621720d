import { afterAll, describe, expect, it } from 'vitest';
import { createSupabaseFiles } from '../../src/adapters/files/supabase-files.ts';
import { createSupabaseClient } from '../../src/adapters/supabase/client.ts';
import { FilesUnavailable } from '../../src/domain/errors.ts';
import { openLite, publishableKey, secretKey } from '../support/supabase-lite.ts';
import { filesContract } from './files-contract.ts';

const pdf = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');
const lite = openLite({ on: 'pglite' });
afterAll(async () => (await lite).close());

const open = async (key = secretKey) => {
  const { url } = await lite;
  return createSupabaseFiles(createSupabaseClient({ url, serviceRoleKey: key }, 30_000));
};

filesContract('in Supabase Storage (Lite)', async () => ({
  files: await open(),
  links: true,
  close: async () => undefined,
}));

describe('the buckets that the migration made', () => {
  it('are private and public, and refuse what is too large or of another type by themselves', async () => {
    const { sql, url } = await lite;
    const rows = await sql('select id, public, file_size_limit::int as size from storage.buckets order by id');
    expect(rows).toEqual([
      { id: 'payment-proofs', public: false, size: 10_485_760 },
      { id: 'property-images', public: true, size: 10_485_760 },
    ]);
    const { storage } = createSupabaseClient({ url, serviceRoleKey: secretKey }, 30_000);
    const upload = await storage.from('payment-proofs').upload('x.html', pdf, { contentType: 'text/html' });
    expect(upload.error).not.toBeNull();
  });

  it('show a proof to nobody without a link, and let nobody put, list or remove', async () => {
    const files = await open();
    const result = await files.put('payment-proofs', pdf);
    const name = result.kind === 'stored' ? result.name : '';
    const { url } = await lite;
    const headers = { apikey: publishableKey };
    for (const way of ['public', 'authenticated']) {
      expect((await fetch(`${url}/storage/v1/object/${way}/${name}`, { headers })).status).toBeGreaterThanOrEqual(400);
    }
    expect((await fetch(`${url}/storage/v1/object/sign/${name}?token=x`)).status).toBeGreaterThanOrEqual(400);
    const stranger = await open(publishableKey);
    expect(await stranger.read(name)).toBeNull();
    expect(await stranger.link(name, 60)).toBeNull();
    await expect(stranger.put('payment-proofs', pdf)).rejects.toThrow(FilesUnavailable);
    await stranger.remove(name);
    expect(await files.read(name)).toEqual(pdf);
  });

  it('end a link with its time', async () => {
    const files = await open();
    const result = await files.put('payment-proofs', pdf);
    const link = (await files.link(result.kind === 'stored' ? result.name : '', 1)) ?? '';
    expect((await fetch(link)).status).toBe(200);
    // The token's own clock is the server's: it is waited for, up to the test's end.
    while ((await fetch(link)).status === 200) await new Promise((resolve) => setTimeout(resolve, 100));
  });

  it('are missed by ready(), as is a proof bucket that somebody made public', async () => {
    const files = await open();
    const { sql } = await lite;
    await sql(`update storage.buckets set public = true where id = 'payment-proofs'`);
    await expect(files.ready()).rejects.toThrow('the bucket payment-proofs is public');
    await sql(`update storage.buckets set public = false where id = 'payment-proofs'`);
    await files.ready();
  });
});

it('says FilesUnavailable, without the key, when the project is away', async () => {
  const files = await open();
  const { answerWith } = await lite;
  answerWith(() => new Response('<html>cloudflare</html>', { status: 502 }));
  const works = [files.put('payment-proofs', pdf), files.read(`payment-proofs/${'0'.repeat(32)}.jpg`), files.ready()];
  for (const { reason } of (await Promise.allSettled(works)) as PromiseRejectedResult[]) {
    expect(reason).toBeInstanceOf(FilesUnavailable);
    expect(reason.message).toContain('HTTP 502');
    expect(reason.message + reason.stack).not.toMatch(/cloudflare|sb_secret/);
  }
  answerWith(null);
});
