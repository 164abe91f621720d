import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { entities } from '../src/domain/entities.ts';
import type { AnyStore } from '../src/domain/entity-store.ts';
import { keyPatterns } from '../src/domain/keys.ts';
import { patternOf } from '../src/integrity/key-shape.ts';
import { sampleOf } from '../tests/contracts/catalogue.ts';

/** `docs/data-model.md`, made of the code: `npm run data-model` writes it, a house test compares it. */
export const dataModelFile = new URL('./data-model.md', import.meta.url);

/** The keys that a record has beside its own, with the statuses in which it has them when that is not always. */
function derivedPatterns(store: AnyStore, kind: 'indexes' | 'guards' | 'agenda'): string[] {
  const statuses = Object.keys(store.transitions ?? {});
  const seen = new Map<string, Set<string>>();
  for (const status of statuses.length > 0 ? statuses : ['']) {
    for (const dated of [
      {},
      { expiresAt: times, holdUntil: times, acceptedAt: null, nextPollAt: times, accountDueAt: times },
    ]) {
      const record = { ...sampleOf(store.name), ...onlyKnown(store, dated), ...(status === '' ? {} : { status }) };
      for (const [key, value] of store.derived(record)[kind]) {
        const text = patternOf(key)?.pattern.text ?? key;
        const name = kind === 'agenda' ? text.replace('{kind}', (value as { kind: string }).kind) : text;
        seen.set(name, (seen.get(name) ?? new Set()).add(status));
      }
    }
  }
  return [...seen].map(([name, within]) =>
    within.size < Math.max(1, statuses.length) ? `\`${name}\` (while ${[...within].join(', ')})` : `\`${name}\``,
  );
}

const times = '2024-11-05T00:00:00.000Z';
const onlyKnown = (store: AnyStore, fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name in store.schema.shape));

interface JsonSchema {
  type?: string | string[];
  format?: string;
  enum?: string[];
  const?: string;
  anyOf?: JsonSchema[];
  items?: JsonSchema;
}

/** A field's type as a reader wants it: `text`, `integer`, `date`, `instant`, `a · b`, `… or null`, `list of …`. */
function typeWords(schema: JsonSchema): string {
  const { type, ...rest } = schema;
  const kinds = schema.anyOf ?? (Array.isArray(type) ? type.map((one) => ({ ...rest, type: one })) : null);
  if (kinds) {
    const words = kinds.filter((kind) => kind.type !== 'null').map(typeWords);
    return [...words, ...(words.length < kinds.length ? ['null'] : [])].join(' or ');
  }
  if (schema.enum) return schema.enum.join(' · ');
  if (schema.const !== undefined) return schema.const;
  if (schema.format === 'date-time') return 'instant';
  if (schema.format === 'date') return 'date';
  if (type === 'array') return schema.items ? `list of ${typeWords(schema.items)}` : 'list';
  return { string: 'text', integer: 'integer', number: 'number', boolean: 'yes/no' }[String(type)] ?? 'object';
}

function fieldRows(store: AnyStore): string[] {
  const schema = z.toJSONSchema(store.schema, { io: 'input', unrepresentable: 'any' }) as {
    properties: Record<string, JsonSchema>;
    required?: string[];
  };
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([name, field]) => {
    const target = store.references.find((reference) => reference.field === name);
    const words = `${typeWords(field)}${required.has(name) ? '' : ', may be left out'}`;
    return `| \`${name}\` | ${words} | ${target ? `→ ${target.entity}` : ''} |`;
  });
}

function entitySection(store: AnyStore): string {
  const line = (title: string, list: string[]): string[] =>
    list.length === 0 ? [] : [`- ${title}: ${list.join(', ')}`];
  const nested = store.references.filter(({ field }) => field.includes('.'));
  const states = Object.entries(store.transitions ?? {});
  return [
    `### ${store.name}`,
    '',
    ...line('key', [`\`${store.pattern.text}\``]),
    ...line('indexes', derivedPatterns(store, 'indexes')),
    ...line('guards (one record at a time)', derivedPatterns(store, 'guards')),
    ...line('agenda', derivedPatterns(store, 'agenda')),
    ...line(
      'also refers to',
      nested.map(({ field, entity }) => `${entity} (\`${field}\`)`),
    ),
    `- schema version: ${store.version}`,
    ...(states.length === 0 ? [] : ['', '| status | may become |', '|---|---|', ...states.map(stateRow)]),
    '',
    '| field | holds | refers to |',
    '|---|---|---|',
    ...fieldRows(store),
  ].join('\n');
}

const stateRow = ([from, to]: [string, readonly string[]]): string =>
  `| ${from} | ${to.join(', ') || 'nothing: final'} |`;
const inDiagram = (name: string): string => name.replaceAll('-', '_').toUpperCase();

/** Mermaid: one line for each reference that is a field of its own. */
function diagram(): string {
  const lines = entities.flatMap((store) =>
    store.references
      .filter(({ field, entity }) => !field.includes('.') && entity !== store.name)
      .map(({ field, entity }) => {
        const optional = store.schema.shape[field]?.safeParse(null).success ?? false;
        const isId = store.idOf({ ...sampleOf(store.name), [field]: 'x' }) === 'x';
        const many = isId ? 'o|' : 'o{';
        return `  ${inDiagram(entity)} ${optional ? '|o' : '||'}--${many} ${inDiagram(store.name)} : ${field}`;
      }),
  );
  return ['```mermaid', 'erDiagram', ...lines, '```'].join('\n');
}

export function dataModel(): string {
  return `${[
    '# Data model',
    '',
    '<!-- Made of the code by `npm run data-model`; a test fails when it is not up to date. -->',
    '',
    'One table of keys and JSON values. A record has one key of its own; its indexes and guards are keys that hold a reference to it, its agenda rows say what must happen when.',
    'All of them are derived from the record by its store (`src/domain/entities.ts` lists the stores) and written in the same commit.',
    'Money is whole rupiah, dates are civil (`YYYY-MM-DD`), instants ISO UTC. A value carries its `schemaVersion` and is brought up to date when it is read; without one it is version 0, the seed’s shape.',
    '',
    '## The seed',
    '',
    'KostIn began as a design of its data, which the code calls the seed: one table (`kv_store_dbd6b95a`, a key and a JSON value), seven operations on it (`get`, `set`, `del`, `mget`, `mset`, `mdel`, `getByPrefix`), and ten entities with their keys and statuses:',
    'profile, property, contract, invoice, payment, wishlist, saved search, conversation, message, ticket. All of it holds. `tests/domain/seed-key-catalogue.txt` has its patterns of keys and `tests/domain/seed-entities.json` its example of each entity; tests hold the code to both.',
    'What its code wrote carries no `schemaVersion`: the first migration of a store reads it, and says what was different.',
    '',
    '## How they belong together',
    '',
    diagram(),
    '',
    '## Entities',
    '',
    entities.map((entity) => entitySection(entity)).join('\n\n'),
    '',
    '## Every key',
    '',
    'From `src/domain/keys.ts`.',
    '',
    '| key | role | remark |',
    '|---|---|---|',
    ...keyPatterns.map(({ text, role, remark }) => `| \`${text}\` | ${role} | ${remark.replaceAll('|', '\\|')} |`),
  ].join('\n')}\n`;
}

if (import.meta.main) writeFileSync(dataModelFile, dataModel());
