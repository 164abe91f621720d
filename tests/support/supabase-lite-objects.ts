import { createHash } from 'node:crypto';
import type { App } from '@supabase/lite';

type StorageAdapter = NonNullable<App['_storageAdapter']>;

interface Kept {
  bytes: Uint8Array;
  contentType: string;
  cacheControl: string;
}

/** Where Lite keeps the bytes of its Storage: its own adapters are not among what its package exports. */
export function memoryObjects(): StorageAdapter {
  const kept = new Map<string, Kept>();
  const path = (bucket: string, key: string) => `${bucket}/${key}`;
  const metadataOf = ({ bytes, contentType, cacheControl }: Kept) => ({
    cacheControl,
    contentLength: bytes.length,
    size: bytes.length,
    mimetype: contentType,
    lastModified: new Date(),
    eTag: createHash('sha256').update(bytes).digest('hex'),
    httpStatusCode: 200,
  });
  const find = (...at: Parameters<typeof path>): Kept => {
    const found = kept.get(path(...at));
    if (!found) throw Object.assign(new Error('Object not found'), { code: 'ENOENT' });
    return found;
  };
  return {
    driver: null,
    async getObject(bucket, key) {
      const found = find(bucket, key);
      return { metadata: metadataOf(found), httpStatusCode: 200, body: Buffer.from(found.bytes) };
    },
    async uploadObject(bucket, key, _version, body, contentType, cacheControl) {
      const bytes = new Uint8Array(await new Response(body as Uint8Array<ArrayBuffer>).arrayBuffer());
      const object = { bytes, contentType, cacheControl };
      kept.set(path(bucket, key), object);
      return metadataOf(object);
    },
    async deleteObject(bucket, key) {
      kept.delete(path(bucket, key));
    },
    async deleteObjects(bucket, prefixes) {
      for (const one of kept.keys()) if (prefixes.some((p) => one.startsWith(`${bucket}/${p}`))) kept.delete(one);
    },
    async copyObject() {
      throw new Error('not needed');
    },
    async headObject(bucket, key) {
      return metadataOf(find(bucket, key));
    },
    async privateAssetUrl() {
      throw new Error('not needed');
    },
  };
}
