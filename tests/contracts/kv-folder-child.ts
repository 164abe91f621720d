/** A process of its own over a data folder: `write` acknowledges each commit on stdout, `open` only opens and waits. */
import { openPglite } from '../../src/adapters/kv/pglite.ts';

const [mode, dataDir] = process.argv.slice(2);
if (!mode || !dataDir) throw new Error('usage: kv-folder-child.ts <write|open> <folder>');
try {
  const { kv, close } = await openPglite({ dataDir });
  process.stdout.write('open\n');
  if (mode === 'once') await close();
  for (let i = 0; mode === 'write'; i++) {
    const key = `row:${String(i).padStart(6, '0')}`;
    await kv
      .atomic()
      .set(key, { i, text: 'kos '.repeat(50) })
      .set(`index:${i}`, { $ref: key })
      .commit();
    process.stdout.write(`${i}\n`);
  }
  if (mode === 'open') setInterval(() => undefined, 1_000);
} catch (error) {
  process.stdout.write(`failed ${error instanceof Error ? `${error.name}: ${error.message}` : error}\n`);
  process.exitCode = 1;
}
