import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { circlesIn, type Graph } from './circles.ts';
import { importsOf } from './imports-of.ts';

/** Imports of types count too: whoever reads one file of a circle has to read them all. */
const graph: Graph = new Map(
  globSync('{src,bench}/**/*.ts').map((file) => [
    file,
    importsOf(file)
      .filter(({ target }) => target.startsWith('.'))
      .map(({ target }) => join(dirname(file), target)),
  ]),
);
const shown = (circles: string[][]): string[] => circles.map((circle) => circle.join(' → '));

it('no file of src and bench imports itself through others', () => {
  expect(graph.size).toBeGreaterThan(200);
  expect(shown(circlesIn(graph))).toEqual([]);
});

it('names each circle file by file, by its shortest way', () => {
  const knots = new Map([
    ['a.ts', ['b.ts', 'tip.ts']],
    ['b.ts', ['c.ts']],
    ['c.ts', ['d.ts', 'b.ts']],
    ['d.ts', ['a.ts']],
    ['self.ts', ['self.ts']],
    ['tip.ts', ['far.ts']],
    ['x.ts', ['a.ts', 'y.ts']],
    ['y.ts', ['z.ts']],
    ['z.ts', ['x.ts']],
  ]);
  expect(shown(circlesIn(knots))).toEqual(['b.ts → c.ts → b.ts', 'self.ts → self.ts', 'x.ts → y.ts → z.ts → x.ts']);
  expect(circlesIn(new Map([...knots].slice(5, 6)))).toEqual([]);
});
