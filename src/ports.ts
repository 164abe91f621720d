/** What the program needs from outside and the domain does not: it knows of no process and no file. For adapters. */

/** Exclusive right of one process, by the store's own time; taken over by another when it is not renewed. */
export interface Lease {
  /** Takes or renews. False while another holder's lease has not run out. */
  acquire(name: string, holder: string, milliseconds: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** Our own pictures, which come with the program. */
export interface Assets {
  /** Null when there is no such asset. */
  read(name: string): Promise<Uint8Array | null>;
}

/** `payment-proofs` is private: read through a signed link or by us alone. `property-images` is for everybody. */
export type FileFolder = 'payment-proofs' | 'property-images';

export type PutResult =
  /** `name` is what the other operations take: unguessable, never made of what a person typed. */
  { kind: 'stored'; name: string; type: string } | { kind: 'refused'; reason: 'too-large' | 'wrong-type' };

/** What people upload. Each operation throws FilesUnavailable. */
export interface Files {
  /** Keeps at most 10 MB that are a jpeg, png, webp or (proofs) pdf by their own bytes, whatever anybody called them. */
  put(folder: FileFolder, bytes: Uint8Array): Promise<PutResult>;
  /** Null when there is no such file. */
  read(name: string): Promise<Uint8Array | null>;
  /** Twice is once. */
  remove(name: string): Promise<void>;
  /** An address that shows a file to whoever has it, for so many seconds. Null: only we can read it, or it is gone. */
  link(name: string, seconds: number): Promise<string | null>;
  /** The lasting address of a public file. Null: it has none. */
  publicUrl(name: string): string | null;
  /** Throws unless files can be kept and the private folder is private. */
  ready(): Promise<void>;
}
