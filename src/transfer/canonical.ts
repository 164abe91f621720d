import type { Json } from '../domain/ports.ts';

/** The value with the keys of every object in order: equal values give equal text. */
export function canonical(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(canonical);
  const sorted: Record<string, Json> = Object.create(null);
  for (const key of Object.keys(value).sort()) sorted[key] = canonical(value[key] as Json);
  return sorted;
}

export const canonicalText = (value: Json): string => JSON.stringify(canonical(value));
