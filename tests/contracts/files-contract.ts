import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileFolder, Files } from '../../src/ports.ts';

export interface FilesUnderTest {
  files: Files;
  /** Whether a link exists here at all. */
  links: boolean;
  close(): Promise<void>;
}

const canvas = createCanvas(8, 8);
const pdf = new TextEncoder().encode(
  '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n',
);
const kinds: [type: string, ending: string, bytes: Uint8Array][] = [
  ['image/jpeg', 'jpg', new Uint8Array(canvas.toBuffer('image/jpeg'))],
  ['image/png', 'png', new Uint8Array(canvas.toBuffer('image/png'))],
  ['image/webp', 'webp', new Uint8Array(canvas.toBuffer('image/webp'))],
  ['application/pdf', 'pdf', pdf],
];
const [, , jpeg] = kinds[0] as (typeof kinds)[0];
const text = (words: string) => new TextEncoder().encode(words);
const MAX = 10 * 1024 * 1024;

/** A picture of exactly so many bytes. */
const ofSize = (size: number): Uint8Array => {
  const bytes = new Uint8Array(size);
  bytes.set(jpeg);
  return bytes;
};

/** What every place for files must do. */
export function filesContract(name: string, open: () => Promise<FilesUnderTest>): void {
  describe(`files ${name}`, () => {
    let { files, links, close } = {} as FilesUnderTest;
    beforeAll(async () => {
      ({ files, links, close } = await open());
    });
    afterAll(() => close?.());
    const put = async (folder: FileFolder, bytes: Uint8Array): Promise<string> => {
      const result = await files.put(folder, bytes);
      if (result.kind !== 'stored') throw new Error(result.reason);
      return result.name;
    };

    it('says that it is ready', async () => {
      await files.ready();
    });

    it.each(kinds)('keeps a proof that is %s, and gives it back', async (type, ending, bytes) => {
      const result = await files.put('payment-proofs', bytes);
      expect(result).toEqual({ kind: 'stored', type, name: expect.stringMatching(/^payment-proofs\/[0-9a-f]{32}\./) });
      if (result.kind !== 'stored') return;
      expect(result.name.endsWith(`.${ending}`)).toBe(true);
      expect(await files.read(result.name)).toEqual(bytes);
    });

    it('goes by the bytes: what is no picture and no pdf is refused, whatever it says', async () => {
      const evil = ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', 'MZ', 'GIF89a', 'plain words', ''];
      for (const bytes of [...evil.map(text), jpeg.slice(0, 2)]) {
        expect(await files.put('payment-proofs', bytes)).toEqual({ kind: 'refused', reason: 'wrong-type' });
      }
      expect(await files.put('property-images', pdf)).toEqual({ kind: 'refused', reason: 'wrong-type' });
    });

    it('takes 10 MB and not a byte more', async () => {
      const name = await put('payment-proofs', ofSize(MAX));
      expect((await files.read(name))?.length).toBe(MAX);
      expect(await files.put('payment-proofs', ofSize(MAX + 1))).toEqual({ kind: 'refused', reason: 'too-large' });
    });

    it('gives the same bytes another name each time', async () => {
      expect(new Set([await put('payment-proofs', jpeg), await put('payment-proofs', jpeg)]).size).toBe(2);
    });

    it('removes, twice as well as once', async () => {
      const name = await put('payment-proofs', jpeg);
      await files.remove(name);
      expect(await files.read(name)).toBeNull();
      await files.remove(name);
      expect(await files.link(name, 60)).toBeNull();
    });

    it.each([
      '../secret.jpg',
      'payment-proofs/../../etc/passwd',
      'payment-proofs/..%2f..%2fx.jpg',
      `other/${'0'.repeat(32)}.jpg`,
      `payment-proofs/${'0'.repeat(32)}.exe`,
      `payment-proofs/${'0'.repeat(32)}.jpg/../x`,
      `payment-proofs/${'0'.repeat(32)}.jpg`,
      '',
    ])('finds nothing under a name that it did not give: %s', async (name) => {
      expect(await files.read(name)).toBeNull();
      expect(await files.link(name, 60)).toBeNull();
      await files.remove(name);
    });

    it('shows a private file by a link that expires, and a public one to everybody', async () => {
      const [proof, image] = [await put('payment-proofs', jpeg), await put('property-images', jpeg)];
      const [link, address] = [await files.link(proof, 60), files.publicUrl(image)];
      expect(files.publicUrl(proof)).toBeNull();
      expect([link !== null, address !== null]).toEqual([links, links]);
      for (const url of [link, address].filter((one) => one !== null)) {
        const answer = await fetch(url);
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
        expect(new Uint8Array(await answer.arrayBuffer())).toEqual(jpeg);
      }
    });
  });
}
