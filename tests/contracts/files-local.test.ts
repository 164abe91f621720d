import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLocalFiles } from '../../src/adapters/files/local-files.ts';
import { FilesUnavailable } from '../../src/domain/errors.ts';
import { filesContract } from './files-contract.ts';

const open = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kostin-files-'));
  const close = async () => rmSync(folder, { recursive: true, force: true });
  return { files: createLocalFiles(join(folder, 'files')), links: false, close, folder };
};

filesContract('in a folder', open);

it('keeps files for this user alone, and leaves nothing half written', async () => {
  const { files, folder, close } = await open();
  const result = await files.put('payment-proofs', new TextEncoder().encode('%PDF-1.4\n%%EOF\n'));
  const kept = join(folder, 'files', 'payment-proofs');
  expect(readdirSync(kept)).toEqual([result.kind === 'stored' ? result.name.split('/')[1] : '']);
  expect(statSync(kept).mode & 0o077).toBe(0);
  expect(statSync(join(kept, readdirSync(kept)[0] ?? '')).mode & 0o077).toBe(0);
  await close();
});

it('says FilesUnavailable when the folder cannot be written', async () => {
  const { folder, close } = await open();
  writeFileSync(join(folder, 'occupied'), '');
  chmodSync(join(folder, 'occupied'), 0o600);
  const files = createLocalFiles(join(folder, 'occupied'));
  await expect(files.ready()).rejects.toThrow(FilesUnavailable);
  await expect(files.put('payment-proofs', new TextEncoder().encode('%PDF-1.4'))).rejects.toThrow(FilesUnavailable);
  await close();
});
