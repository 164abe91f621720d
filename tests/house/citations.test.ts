import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { citationsIn, documentsIn, filesIn, sectionsOf } from './citations.ts';

const sources = [
  ...globSync('{src,bench,tests,docs}/**/*.{ts,js,ftl}'),
  ...globSync('{supabase,docs}/**/*.{sql,md}'),
  ...globSync('*.{md,yaml,ts}'),
  '.env.example',
  'Dockerfile',
].filter((file) => !file.startsWith('tests/house/citations'));

const decisions = globSync('docs/decisions/*.md').map((file) => String(Number(/(\d{4})-/.exec(file)?.[1])));
const sections: Readonly<Record<string, ReadonlySet<string>>> = {
  product: sectionsOf('docs/product.md'),
  architecture: sectionsOf('docs/architecture.md'),
  decision: new Set(decisions),
};

it('every section that is cited is there', () => {
  const cited = sources.flatMap((file) => citationsIn(readFileSync(file, 'utf8')).map((one) => ({ file, ...one })));
  expect(cited.length).toBeGreaterThan(60);
  const wrong = cited.filter(({ document, section }) => !sections[document]?.has(section));
  expect(wrong).toEqual([]);
});

it('no source cites a document that is not in the repository', () => {
  const places = (name: string): string[] => [name, `docs/${name}`];
  const wrong = sources.flatMap((file) =>
    documentsIn(readFileSync(file, 'utf8'))
      .filter((name) => !places(name).some((path) => existsSync(path)))
      .map((name) => `${file}: ${name}`),
  );
  expect(wrong).toEqual([]);
  const shouted = /\b(?:PRODUCT|ARCHITECTURE)\b(?! \|)|\bfacts\//;
  expect(sources.filter((file) => shouted.test(readFileSync(file, 'utf8').replaceAll('IS_PRODUCTION', '')))).toEqual(
    [],
  );
});

it('no comment names a file that is not there', () => {
  const files = [...globSync('{src,bench,tests,docs,supabase}/**/*'), ...globSync('*')];
  const isThere = (name: string): boolean => files.some((file) => file === name || file.endsWith(`/${name}`));
  const named = globSync('{src,bench,tests,docs,supabase}/**/*.{ts,sql}')
    .filter((file) => !file.startsWith('tests/house/citations'))
    .flatMap((file) => filesIn(readFileSync(file, 'utf8'), file.endsWith('.sql')).map((name) => ({ file, name })));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ name }) => !isThere(name))).toEqual([]);
});

it('reads citations in every form that they may have', () => {
  const comment = '/** One (product 3.5, 4). A hint\n * (architecture\n * 2 and 11.1): see decision 9. */';
  expect(citationsIn(comment).map(({ document, section }) => `${document} ${section}`)).toEqual([
    'product 3.5',
    'product 4',
    'architecture 2',
    'architecture 11.1',
    'decision 9',
  ]);
  expect(citationsIn('-- one (decision\n-- 12), a product 2x as dear')).toEqual([
    { document: 'decision', section: '12' },
  ]);
  expect(documentsIn('(facts/midtrans.md 3), seed-database-design.md, `docs/none.md`')).toEqual([
    'facts/midtrans.md',
    'seed-database-design.md',
    'docs/none.md',
  ]);
});
