import type { SupabaseClient } from '@supabase/supabase-js';
import { FilesUnavailable } from '../../domain/errors.ts';
import type { Files } from '../../ports.ts';
import { shortly } from '../supabase/client.ts';
import { fileFolders, nameFile, partsOf } from './stored-file.ts';

/** As storage-js has it; its `status` is HTTP's, older servers put the real one into `statusCode` of a 400. */
interface StorageFailure {
  message: string;
  status?: number | undefined;
  statusCode?: string | undefined;
}

/** Files in the buckets of the project's Storage. Their names say nothing, so they are nowhere secret. */
export function createSupabaseFiles(client: SupabaseClient): Files {
  const bucket = (name: string) => client.storage.from(name);
  return {
    async put(folder, bytes) {
      const named = await nameFile(folder, bytes);
      const parts = named.kind === 'stored' ? partsOf(named.name) : null;
      if (named.kind !== 'stored' || parts === null) return named;
      const { error } = await bucket(folder).upload(parts.file, bytes, { contentType: named.type, upsert: false });
      if (error) throw unavailable(error);
      return named;
    },
    async read(name) {
      const parts = partsOf(name);
      if (parts === null) return null;
      const { data, error } = await bucket(parts.folder).download(parts.file);
      if (data) return new Uint8Array(await data.arrayBuffer());
      if (isAbsent(error)) return null;
      throw unavailable(error);
    },
    async remove(name) {
      const parts = partsOf(name);
      if (parts === null) return;
      // One that is not there is no error: the answer lists what was removed.
      const { error } = await bucket(parts.folder).remove([parts.file]);
      if (error) throw unavailable(error);
    },
    async link(name, seconds) {
      const parts = partsOf(name);
      if (parts === null) return null;
      const { data, error } = await bucket(parts.folder).createSignedUrl(parts.file, seconds);
      if (data) return data.signedUrl;
      if (isAbsent(error)) return null;
      throw unavailable(error);
    },
    publicUrl(name) {
      const parts = partsOf(name);
      if (parts?.folder !== 'property-images') return null;
      return bucket(parts.folder).getPublicUrl(parts.file).data.publicUrl;
    },
    async ready() {
      for (const folder of fileFolders) {
        const { data, error } = await client.storage.getBucket(folder);
        if (error) throw unavailable(error);
        if (data.public !== (folder === 'property-images')) {
          throw new FilesUnavailable(`the bucket ${folder} is ${data.public ? 'public' : 'private'}`);
        }
      }
    },
  };
}

const isAbsent = ({ status, statusCode }: StorageFailure): boolean => status === 404 || statusCode === '404';

const unavailable = ({ message, status }: StorageFailure): FilesUnavailable =>
  new FilesUnavailable(`Supabase Storage, ${status ? `HTTP ${status}: ` : ''}${shortly(message)}`);
