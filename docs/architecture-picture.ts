import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { importsOf } from '../tests/house/imports-of.ts';

/** The pictures of `docs/architecture.md`, made of the imports of src: `npm run architecture` writes them, a house test compares. */
export const architectureFile = new URL('./architecture.md', import.meta.url);

const files = globSync('src/**/*.ts').sort();
const isTop = (file: string): boolean => !file.slice('src/'.length).includes('/');

/** Paths of src that a file imports. */
const within = (file: string): string[] =>
  importsOf(file)
    .filter(({ target }) => target.startsWith('.'))
    .map(({ target }) => join(dirname(file), target));
const imported = new Map(files.map((file) => [file, within(file)]));

interface Picture {
  /** The box that a file is drawn in; null: it is left out. */
  boxOf(file: string): string | null;
  /** What is written into a box, where that is more than its name. */
  labels: Readonly<Record<string, string>>;
}

const listed = (names: readonly string[]): string => names.join(' · ');
const nameIn = (folder: string, file: string): string => relative(folder, file).split('/', 1)[0] ?? '';

/** The folders; of the files beside them those that nothing imports are one box, and those that know no folder are left out. */
function wholeOfSrc(): Picture {
  const tops = files.filter(isTop);
  const all = [...imported.values()].flat();
  const commands = tops.filter((file) => !all.includes(file));
  const plain = tops.filter((file) => imported.get(file)?.every(isTop) && !commands.includes(file));
  const parts = tops.filter((file) => !commands.includes(file) && !plain.includes(file));
  const names = (group: readonly string[]): string => listed(group.map((file) => nameIn('src', file)));
  return {
    boxOf(file) {
      if (plain.includes(file)) return null;
      if (commands.includes(file)) return 'commands';
      return isTop(file) ? 'parts' : nameIn('src', file);
    },
    labels: { commands: names(commands), parts: names(parts) },
  };
}

/** Folders of src/bot that are no feature. */
const machinery = ['updates', 'delivery', 'flow', 'ui'];
/** What a feature is written against. */
const terms = ['context.ts', 'feature.ts'];

function insideOfBot(): Picture {
  const names = [
    ...new Set(files.filter((file) => file.startsWith('src/bot/')).map((file) => nameIn('src/bot', file))),
  ];
  const features = names.filter((name) => !name.endsWith('.ts') && !machinery.includes(name));
  return {
    boxOf(file) {
      if (!file.startsWith('src/bot/')) return null;
      const name = nameIn('src/bot', file);
      if (features.includes(name)) return 'features';
      return terms.includes(name) ? 'terms' : name;
    },
    labels: { features: listed(features), terms: listed(terms) },
  };
}

/** Mermaid; an arrow says that a file of one box imports one of the other. */
function drawn({ boxOf, labels }: Picture): string {
  // A dot would mean something to Mermaid in the name of a box.
  const named = (box: string): string => box.replaceAll('.', '_');
  const boxes = new Set(files.map(boxOf).filter((box) => box !== null));
  const arrows = new Set<string>();
  for (const [file, targets] of imported) {
    const from = boxOf(file);
    for (const to of targets.map(boxOf)) {
      if (from !== null && to !== null && to !== from) arrows.add(`${named(from)} --> ${named(to)}`);
    }
  }
  const turned = (arrow: string): string => arrow.split(' --> ').reverse().join(' --> ');
  const lines = [...arrows].sort().flatMap((arrow) => {
    if (!arrows.has(turned(arrow))) return [arrow];
    return arrow < turned(arrow) ? [arrow.replace('-->', '<-->')] : [];
  });
  const labelled = [...boxes].sort().map((box) => `${named(box)}["${labels[box] ?? box}"]`);
  return ['```mermaid', 'flowchart TD', ...[...labelled, ...lines].map((line) => `  ${line}`), '```'].join('\n');
}

const pictures: Readonly<Record<string, () => Picture>> = { src: wholeOfSrc, 'src/bot': insideOfBot };

/** The document with its pictures as they should be. Throws when the place of one is missing. */
export function withPictures(document: string): string {
  return Object.entries(pictures).reduce((text, [name, picture]) => {
    const [begin, end] = [`<!-- picture of ${name} -->`, `<!-- end of ${name} -->`];
    const [before, rest] = text.split(`${begin}\n`);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`no place for the picture of ${name}`);
    return `${before}${begin}\n${drawn(picture())}\n${end}${after}`;
  }, document);
}

/** Lines and files of each folder, and the middle of its files' lengths; with the folders of src/bot apart. */
function* sizes(): Generator<string> {
  const folderOf = (file: string): string => {
    const [, first = '', second = ''] = file.split('/');
    if (isTop(file)) return 'src';
    return first === 'bot' && !second.endsWith('.ts') ? `src/bot/${second}` : `src/${first}`;
  };
  const groups = Map.groupBy(files, folderOf);
  groups.set(
    'src/bot in all',
    files.filter((file) => file.startsWith('src/bot/')),
  );
  groups.set('all', files);
  for (const [name, group] of [...groups].sort()) {
    const lengths = group.map((file) => readFileSync(file, 'utf8').split('\n').length - 1).sort((a, b) => a - b);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const middle = lengths[Math.floor(lengths.length / 2)] ?? 0;
    yield `${name.padEnd(22)}${String(total).padStart(7)} lines${String(group.length).padStart(5)} files, median ${middle}`;
  }
}

if (import.meta.main) {
  writeFileSync(architectureFile, withPictures(readFileSync(architectureFile, 'utf8')));
  for (const line of sizes()) console.log(line);
}
