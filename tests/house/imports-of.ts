import { readFileSync } from 'node:fs';

export interface Import {
  file: string;
  /** As it is written: a package, or a path relative to the file. */
  target: string;
}

/** Every import of a file: static, of types, re-exported, dynamic. */
export const importsOf = (file: string): Import[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((match) => ({
    file,
    target: match[1] ?? '',
  }));
