import { PGlite } from '@electric-sql/pglite';

/** `node init-pglite.ts <folder>` fills an empty folder with an empty database. */
const [folder] = process.argv.slice(2);
if (!folder) throw new Error('which folder?');
await (await PGlite.create(folder)).close();
