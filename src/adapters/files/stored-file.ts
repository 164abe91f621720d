import { randomBytes } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import type { FileFolder, PutResult } from '../../ports.ts';

/** The same in supabase/migrations (storage): the bucket refuses more. */
const MAX_BYTES = 10 * 1024 * 1024;
const pictures = new Map([
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
]);
const types: Record<FileFolder, ReadonlyMap<string, string>> = {
  'payment-proofs': new Map([...pictures, ['application/pdf', 'pdf']]),
  'property-images': pictures,
};
export const fileFolders = Object.keys(types) as FileFolder[];

/** Says by its bytes what a file is, and gives it a name of 128 random bits: `payment-proofs/<32 hex digits>.jpg`. */
export async function nameFile(folder: FileFolder, bytes: Uint8Array): Promise<PutResult> {
  if (bytes.length > MAX_BYTES) return { kind: 'refused', reason: 'too-large' };
  const type = (await fileTypeFromBuffer(bytes))?.mime ?? '';
  const extension = types[folder].get(type);
  if (extension === undefined) return { kind: 'refused', reason: 'wrong-type' };
  return { kind: 'stored', name: `${folder}/${randomBytes(16).toString('hex')}.${extension}`, type };
}

const nameForm = /^(payment-proofs|property-images)\/([0-9a-f]{32}\.(?:jpg|png|webp|pdf))$/;

/** The parts of a name that `nameFile` made; null for anything else, a path among it. */
export function partsOf(name: string): { folder: FileFolder; file: string } | null {
  const match = nameForm.exec(name);
  return match ? { folder: match[1] as FileFolder, file: match[2] ?? '' } : null;
}
