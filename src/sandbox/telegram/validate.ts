import { readFileSync } from 'node:fs';
import type { Upload } from './request.ts';

interface SpecField {
  name: string;
  types: string[];
  required: boolean;
  enum?: (string | number)[];
}
interface SpecType {
  name: string;
  fields?: SpecField[];
  subtypes?: string[];
}
interface Spec {
  version: string;
  methods: Record<string, { name: string; fields: SpecField[] }>;
  types: Record<string, SpecType>;
}

export type Params = Record<string, unknown>;
type Check = (value: unknown, path: string, problems: string[]) => void;
interface Field {
  check: Check;
  coerce: (value: string) => unknown;
  required: boolean;
}
export interface Method {
  /** The documented spelling. */
  name: string;
  /** Typed parameters and everything about them that Bot API 10.3 does not know. */
  read(raw: Record<string, unknown>): { params: Params; problems: string[] };
}

/** Names, types and enumerations of Bot API 10.3; its own `source` field says where they come from. */
const spec = JSON.parse(readFileSync(new URL('./bot-api.json', import.meta.url), 'utf8')) as Spec;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isUpload = (value: unknown): value is Upload => isObject(value) && value.bytes instanceof Uint8Array;

const typeChecks = new Map<string, Check>();

/** Compiled on first use, once; checks of a type refer to each other by name, so recursive types are no problem. */
function checkOfType(name: string): Check {
  const known = typeChecks.get(name);
  if (known) return known;
  let compiled: Check | undefined;
  const lazy: Check = (value, path, problems) => {
    compiled ??= compileType(name);
    compiled(value, path, problems);
  };
  typeChecks.set(name, lazy);
  return lazy;
}

const expect =
  (what: string, test: (value: unknown) => boolean): Check =>
  (value, path, problems) => {
    if (!test(value)) problems.push(`${path} must be ${what}`);
  };

function compileType(name: string): Check {
  if (name === 'String') return expect('a String', (value) => typeof value === 'string');
  if (name === 'Integer') return expect('an Integer', (value) => Number.isSafeInteger(value));
  if (name === 'Float') return expect('a Float', (value) => typeof value === 'number' && Number.isFinite(value));
  if (name === 'Boolean') return expect('a Boolean', (value) => typeof value === 'boolean');
  if (name === 'InputFile') return expect('an InputFile', isUpload);
  if (name.startsWith('Array of ')) return arrayOf(checkOfType(name.slice('Array of '.length)));
  const type = spec.types[name];
  if (!type) throw new Error(`bot-api.json has no type ${name}`);
  if (type.subtypes) return anyOf(type.subtypes);
  return compileObject(type.fields ?? []);
}

function arrayOf(check: Check): Check {
  return (value, path, problems) => {
    if (!Array.isArray(value)) {
      problems.push(`${path} must be an Array`);
      return;
    }
    value.forEach((entry, index) => {
      check(entry, `${path}[${index}]`, problems);
    });
  };
}

function compileObject(fields: SpecField[]): Check {
  const byName = new Map(fields.map((field) => [field.name, checkField(field)]));
  const required = fields.filter((field) => field.required).map((field) => field.name);
  return (value, path, problems) => {
    if (!isObject(value)) {
      problems.push(`${path} must be an Object`);
      return;
    }
    for (const key in value) {
      const entry = value[key];
      if (entry === undefined) continue;
      const check = byName.get(key);
      if (check) check(entry, `${path}.${key}`, problems);
      else problems.push(`unknown field ${path}.${key}`);
    }
    for (const key of required) if (value[key] === undefined) problems.push(`${path}.${key} is required`);
  };
}

/** The alternative that fits best speaks; none left over means it fits. */
function anyOf(names: string[]): Check {
  const checks = names.map(checkOfType);
  if (checks.length === 1 && checks[0]) return checks[0];
  return (value, path, problems) => {
    let best: string[] | undefined;
    for (const check of checks) {
      const found: string[] = [];
      check(value, path, found);
      if (found.length === 0) return;
      if (!best || found.length < best.length) best = found;
    }
    if (best) problems.push(...best);
  };
}

function checkField(field: SpecField): Check {
  // `Array of A`, `Array of B` is one array of mixed items (albums), not one kind or the other.
  const arrays = field.types.filter((type) => type.startsWith('Array of '));
  const items = arrays.map((type) => type.slice('Array of '.length));
  const check = arrays.length > 1 && arrays.length === field.types.length ? arrayOf(anyOf(items)) : anyOf(field.types);
  const allowed = field.enum;
  if (!allowed) return check;
  return (value, path, problems) => {
    check(value, path, problems);
    if ((typeof value === 'string' || typeof value === 'number') && !allowed.includes(value)) {
      problems.push(`${path} must be one of ${allowed.slice(0, 12).join(', ')}`);
    }
  };
}

const truths = new Set(['true', 'yes', '1']);
const falsehoods = new Set(['false', 'no', '0', '']);

/** Forms and queries carry text only; JSON callers may write objects as text too. */
function coercion(types: string[]): (value: string) => unknown {
  if (types.includes('Integer') || types.includes('Float')) {
    return (value) => (/^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value);
  }
  if (types.includes('String')) return (value) => value;
  if (types.includes('Boolean')) {
    return (value) => {
      const word = value.toLowerCase();
      return truths.has(word) ? true : falsehoods.has(word) ? false : value;
    };
  }
  return (value) => {
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  };
}

function compileMethod(method: Spec['methods'][string]): Method {
  const fields = new Map<string, Field>(
    method.fields.map((field) => [
      field.name,
      { check: checkField(field), coerce: coercion(field.types), required: field.required },
    ]),
  );
  const required = method.fields.filter((field) => field.required).map((field) => field.name);
  return {
    name: method.name,
    read(raw) {
      const params: Params = {};
      const problems: string[] = [];
      for (const key in raw) {
        const value = raw[key];
        if (value === undefined) continue;
        const field = fields.get(key);
        if (!field) {
          // A file that another field names by attach:// is not a parameter.
          if (!isUpload(value)) problems.push(`unknown parameter ${key}`);
          continue;
        }
        const typed = typeof value === 'string' ? field.coerce(value) : value;
        params[key] = typed;
        field.check(typed, key, problems);
      }
      for (const key of required) if (params[key] === undefined) problems.push(`${key} is required`);
      return { params, problems };
    },
  };
}

const compiled = new Map<string, Method>();

/** The documented method, whatever the case of its name; undefined when Bot API 10.3 has none such. */
export function methodOf(name: string): Method | undefined {
  return compiled.get(name.toLowerCase());
}
for (const method of Object.values(spec.methods)) compiled.set(method.name.toLowerCase(), compileMethod(method));

/** The values that a field of a type may have. */
export function enumOf(type: string, field: string): Set<unknown> {
  return new Set(spec.types[type]?.fields?.find((candidate) => candidate.name === field)?.enum ?? []);
}
