import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { architectureFile, withPictures } from '../../docs/architecture-picture.ts';
import { dataModel, dataModelFile } from '../../docs/data-model.ts';

const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/**/*.md')];

it('every path named in a document exists', () => {
  const wrong: string[] = [];
  for (const document of documents) {
    for (const match of readFileSync(document, 'utf8').matchAll(
      /`((?:src|tests|bench|docs|supabase|\.ci)\/[\w./-]+)`/g,
    )) {
      if (!existsSync(match[1] ?? '')) wrong.push(`${document}: ${match[1]}`);
    }
  }
  expect(wrong).toEqual([]);
});

it('every npm script named in a document exists', () => {
  const scripts: unknown = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
  const wrong = documents.flatMap((document) =>
    [...readFileSync(document, 'utf8').matchAll(/npm run ([\w-]+)/g)]
      .filter((match) => !Object.hasOwn(scripts as object, match[1] ?? ''))
      .map((match) => `${document}: ${match[0]}`),
  );
  expect(wrong).toEqual([]);
});

it('the lock file carries no registry address', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved": "https?:/);
});

it('every dependency is imported somewhere', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const sources = [...globSync('{src,tests,bench}/**/*.ts'), 'vitest.config.ts', 'package.json'].map((file) =>
    readFileSync(file, 'utf8'),
  );
  // Used as a command, not imported; `postgres` is what @supabase/lite/postgres leaves to its user to bring.
  const commands = ['node', 'typescript', '@biomejs/biome', 'postgres'];
  const unused = [...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})].filter(
    (name) =>
      !commands.includes(name) &&
      !name.startsWith('@types/') &&
      !sources.some(
        (text) =>
          text.includes(`from '${name}`) || text.includes(`import('${name}`) || text.includes(`resolve('${name}`),
      ),
  );
  expect(unused).toEqual([]);
});

it('docs/data-model.md is what the code says (npm run data-model)', () => {
  expect(readFileSync(dataModelFile, 'utf8')).toBe(dataModel());
});

it('the pictures of docs/architecture.md are what the imports are (npm run architecture)', () => {
  const document = readFileSync(architectureFile, 'utf8');
  expect(document).toBe(withPictures(document));
  expect(withPictures(document.replaceAll(/^ {2}.* --> domain$/gm, ''))).toBe(document);
  expect(() => withPictures('# no place')).toThrow('no place for the picture of src');
});
