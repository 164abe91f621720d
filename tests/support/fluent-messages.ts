import { globSync, readFileSync } from 'node:fs';

/** Key → its variables in order of the alphabet, of every Fluent file of a language. Throws where a key stands twice. */
export function fluentMessages(language: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of globSync(`src/bot/locales/${language}/*.ftl`)) {
    let key = '';
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const start = /^([a-z][\w-]*)\s*=/.exec(line);
      if (start?.[1]) {
        key = start[1];
        if (found.has(key)) throw new Error(`${key} stands twice in ${language}`);
        found.set(key, []);
      }
      if (key && !line.startsWith('#')) {
        const variables = [...line.matchAll(/\$([\w-]+)/g)].map((match) => match[1] ?? '');
        found.set(key, [...new Set([...(found.get(key) ?? []), ...variables])].toSorted());
      }
    }
  }
  return found;
}
