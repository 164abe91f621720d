/** Which files a file imports. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** One for each knot of files that reach each other: its shortest circle, `a → b → a`. */
export function circlesIn(graph: Graph): string[][] {
  return knotsIn(graph)
    .map((knot) => shortestCircle(graph, new Set(knot)))
    .filter((circle) => circle.length > 0)
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
}

/** Tarjan's strongly connected components. */
function knotsIn(graph: Graph): string[][] {
  const knots: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const visit = (file: string): number => {
    let low = order.size;
    order.set(file, low);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (stack.includes(next)) low = Math.min(low, lowest.get(next) ?? order.get(next) ?? low);
    }
    lowest.set(file, low);
    if (low === order.get(file)) knots.push(stack.splice(stack.indexOf(file)));
    return low;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return knots;
}

/** Empty when a knot is one file that does not import itself. Begins with the first by name of its files. */
function shortestCircle(graph: Graph, knot: ReadonlySet<string>): string[] {
  let shortest: string[] = [];
  for (const start of [...knot].sort()) {
    const circle = wayBack(graph, knot, start);
    if (circle.length > 0 && (shortest.length === 0 || circle.length < shortest.length)) shortest = circle;
  }
  return shortest;
}

function wayBack(graph: Graph, within: ReadonlySet<string>, start: string): string[] {
  const ways = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, start];
      if (!within.has(next) || seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return [];
}
