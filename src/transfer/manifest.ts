import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const count = z.int().min(0);
export const manifestSchema = z.object({
  format: z.literal(1),
  kind: z.enum(['full', 'catch-up']),
  /** The cursor it was made from; null in a full export. */
  since: z.uuid().nullable(),
  /** What the next catch-up is made from. */
  cursor: z.uuid(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** By entity. */
  entities: z.record(
    z.string(),
    z.object({ schemaVersion: count, records: count, deleted: count, refused: count, brokenReferences: count }),
  ),
  /** Keys of `state.ndjson`: counters, and chats that moved. */
  state: count,
  /** Lines of `problems.ndjson`. */
  problems: count,
  /** SHA-256 by name. */
  files: z.record(z.string(), z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const MANIFEST = 'manifest.json';
export const PROBLEMS = 'problems.ndjson';
export const STATE = 'state.ndjson';
const catchUp = /^catch-up-\d{4,}$/;

/** One export, wherever it lies. */
export interface Part {
  folder: string;
  manifest: Manifest;
}

/** Throws when there is no export, or one of a format that this KostIn does not know. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text === null) throw new Error(`${folder} holds no export: there is no ${MANIFEST} in it`);
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${folder}/${MANIFEST} is none that this KostIn knows`);
  return parsed.data;
}

/** The export and its catch-ups, oldest first. Throws when one between them is missing. */
export async function readParts(folder: string): Promise<Part[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => catchUp.test(name));
  names.sort((a, b) => Number(a.slice(9)) - Number(b.slice(9)));
  const folders = [folder, ...names.map((name) => join(folder, name))];
  const parts = await Promise.all(folders.map(async (one) => ({ folder: one, manifest: await readManifest(one) })));
  for (const [i, { folder: one, manifest }] of parts.entries()) {
    const known = parts.slice(0, i).some((earlier) => earlier.manifest.cursor === manifest.since);
    if (i > 0 && !known) throw new Error(`${one} follows an export that is not in ${folder}`);
  }
  return parts;
}

/** Where the next catch-up of this export goes. */
export const nextCatchUp = (folder: string, parts: readonly Part[]): string => {
  const last = parts.length === 1 ? 0 : Number(parts.at(-1)?.folder.split('-').at(-1));
  return join(folder, `catch-up-${String(last + 1).padStart(4, '0')}`);
};

/** Names of files that are not as the export wrote them (`catch-up-0001/profile.ndjson`), missing ones included. */
export async function damagedFiles(parts: readonly Part[]): Promise<string[]> {
  const damaged: string[] = [];
  for (const { folder, manifest } of parts) {
    for (const [name, expected] of Object.entries(manifest.files)) {
      const path = join(folder, name);
      const actual = await checksumOf(path).catch(() => null);
      if (actual !== expected) damaged.push(path);
    }
  }
  return damaged;
}

async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
