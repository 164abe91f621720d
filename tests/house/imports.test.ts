import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { importsOf } from './imports-of.ts';

/**
 * Arrows point inward (architecture 1): what each part of src may import from src, and which packages. Adapters know the
 * ports that they implement, wherever these live.
 */
const rules: Record<string, { from: string[]; packages?: RegExp }> = {
  domain: { from: ['domain'], packages: /^(zod|temporal-polyfill|node:.*)$/ },
  bot: { from: ['bot', 'domain', 'ports.ts', 'log.ts'] },
  jobs: { from: ['jobs', 'domain', 'log.ts'] },
  webhooks: { from: ['webhooks', 'domain', 'log.ts'] },
  transfer: { from: ['transfer', 'domain', 'open-store.ts', 'config.ts', 'log.ts'] },
  adapters: { from: ['adapters', 'domain', 'ports.ts', 'jobs/queue.ts', 'log.ts'] },
  integrity: { from: ['integrity', 'jobs', 'domain'] },
};

const sourceFiles = globSync('src/**/*.ts');

it('finds the sources', () => {
  expect(sourceFiles.length).toBeGreaterThan(20);
});

it.each(Object.entries(rules))('src/%s imports only what it may', (part, rule) => {
  const wrong: string[] = [];
  for (const { file, target } of sourceFiles.filter((f) => f.startsWith(`src/${part}/`)).flatMap(importsOf)) {
    if (target.startsWith('.')) {
      const inside = relative('src', join(dirname(file), target));
      if (!rule.from.some((part) => inside === part || inside.startsWith(`${part}/`)))
        wrong.push(`${file} imports ${target}`);
    } else if (rule.packages && !rule.packages.test(target)) {
      wrong.push(`${file} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** Folders of src/bot that are no feature: what every feature may use, and what runs them. */
const shared = ['updates', 'delivery', 'flow', 'ui', 'locales'];

it('a feature imports of another one nothing but its buttons', () => {
  const featureOf = (path: string): string | null => {
    const [, folder = ''] = /^src\/bot\/([\w-]+)\//.exec(path) ?? [];
    return folder === '' || shared.includes(folder) ? null : folder;
  };
  const wrong: string[] = [];
  for (const { file, target } of sourceFiles.flatMap(importsOf)) {
    const from = featureOf(file);
    const to = target.startsWith('.') ? join(dirname(file), target) : '';
    const feature = featureOf(to);
    if (!feature || from === feature || to.endsWith(`/${feature}-buttons.ts`)) continue;
    // Features are listed once, and the picture of a payment is drawn for the sender.
    if (['src/bot/features.ts', 'src/app.ts'].includes(file)) continue;
    wrong.push(`${file} imports ${target}`);
  }
  expect(wrong).toEqual([]);
});

it('only app.ts, open-store.ts (for command-line tools too) and sandbox import adapters', () => {
  const wrong = sourceFiles
    .filter((file) => !/^src\/(adapters|sandbox)\/|^src\/(app|open-store)\.ts$/.test(file))
    .flatMap(importsOf)
    .filter(({ target }) => /(^|\/)adapters\//.test(target));
  expect(wrong).toEqual([]);
});

it('the domain writes through transactions only: no bare set, mset or del', () => {
  const wrong = sourceFiles
    .filter((file) => file.startsWith('src/domain/') && !/\/(ports|transaction)\.ts$/.test(file))
    .filter((file) => /\bkv\s*\.\s*(set|mset|del|mdel)\s*\(/.test(readFileSync(file, 'utf8')));
  expect(wrong).toEqual([]);
});

it('only config.ts reads the environment', () => {
  const wrong = sourceFiles.filter(
    (file) => file !== 'src/main.ts' && file !== 'src/config.ts' && /process\.env/.test(readFileSync(file, 'utf8')),
  );
  expect(wrong).toEqual([]);
});
