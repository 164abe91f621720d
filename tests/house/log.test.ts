import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';

/** Everything that a log wrote, as text. */
function captured(): { log: ReturnType<typeof createLog>; text(): string } {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { log: createLog('trace', stream), text: () => lines.join('') };
}

const token = '123456789:AAH-secret_secret_secret_secret_12345';
const supabaseKeys = [
  'sb_secret_abcdefghijklmnop',
  'eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2lnbmF0dXJl',
];
const serverKey = 'SB-Mid-server-GwUP_WGbJPXsDzsNEBRs8IYA';

it('writes no secret, phone or words of people, wherever they stand', () => {
  const { log, text } = captured();
  log.info(
    { token, profile: { phone: '+6281234567890', email: 'budi@mail.id' }, a: { b: { c: { text: 'halo' } } } },
    'x',
  );
  log.info(
    { message: { text: 'kata orang', caption: 'kata lain' }, payment: { qrisString: '000201', proofUrl: '/p' } },
    'x',
  );
  expect(text()).not.toMatch(/81234567890|budi@mail|halo|kata|000201|AAH-secret|"\/p"/);
});

it('keeps of an error its message, stack and code, without tokens, keys and passwords', () => {
  const { log, text } = captured();
  const error = Object.assign(new Error(`fetch https://api.telegram.org/bot${token}/sendMessage failed`), {
    code: 'ECONNRESET',
    rawHttpClientData: { config: { auth: { username: serverKey } } },
    payload: { text: 'kata orang' },
    cause: new Error(`connect postgres://kostin:hunter2@db:5432 with ${serverKey}, ${supabaseKeys.join(' and ')}`),
  });
  log.error({ err: error }, 'x');
  expect(text()).toContain('ECONNRESET');
  expect(text()).toContain('sendMessage failed');
  expect(text()).not.toMatch(/AAH-secret|hunter2|GwUP|kata orang|sb_secret|eyJ/);
});

it('says of a thrown value that is no error only what it is, scrubbed', () => {
  const { log, text } = captured();
  log.error({ err: `no answer from bot${token}` }, 'x');
  expect(text()).not.toContain('AAH-secret');
});
