import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMemoryKv } from '../../src/adapters/kv/memory-kv.ts';
import { allFeatures } from '../../src/bot/features.ts';
import { errorCodes } from '../../src/domain/errors.ts';
import { createNaiveSearch } from '../../src/domain/search/naive-search.ts';
import { fluentMessages } from '../support/fluent-messages.ts';

const id = fluentMessages('id');
const en = fluentMessages('en');
const sources = globSync('src/bot/**/*.ts')
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

describe('locales', () => {
  it('has the same files in both languages', () => {
    const names = (language: string) =>
      globSync(`src/bot/locales/${language}/*.ftl`)
        .map((f) => basename(f))
        .toSorted();
    expect(names('id').length).toBeGreaterThan(3);
    expect(names('en')).toEqual(names('id'));
  });

  it('has the same keys with the same variables in both languages', () => {
    expect(Object.fromEntries(en)).toEqual(Object.fromEntries(id));
  });

  it('has words for every error code', () => {
    const missing = errorCodes.map((code) => `error-${code.replaceAll('.', '-')}`).filter((key) => !id.has(key));
    expect(missing).toEqual([]);
  });

  it('has every key that the bot names literally', () => {
    const named = [...sources.matchAll(/\bt\(\s*'([a-z][\w-]*)'/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((key) => !id.has(key))).toEqual([]);
  });

  it('has no key that nothing names', () => {
    // A key put together from parts (`search-facility-${slug}`) counts when its beginning stands in a template.
    const built = [...sources.matchAll(/`([a-z][\w-]*-)\$\{/g)].map((match) => match[1] ?? '');
    const commands = allFeatures({ search: createNaiveSearch(createMemoryKv()) }).flatMap(({ name, commands = [] }) =>
      commands.filter(({ published }) => published).map(({ names }) => `${name}-command-${names[0]}`),
    );
    expect(commands.filter((key) => !id.has(key))).toEqual([]);
    const unused = [...id.keys()].filter(
      (key) =>
        !key.startsWith('error-') &&
        !commands.includes(key) &&
        !sources.includes(`'${key}'`) &&
        !built.some((beginning) => key.startsWith(beginning)),
    );
    expect(unused).toEqual([]);
  });
});
