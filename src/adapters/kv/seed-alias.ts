import { keys } from '../../domain/keys.ts';

const olderSpelling = /^property:([^:]+):list$/;

/**
 * The seed's older spellings of its property lists (`property:{ownerId}:list`, `property:active:list`,
 * `property:{city}:list`) to the index prefix that answers them, or null. Read-only: nothing is stored under them.
 */
export function aliasedPrefix(key: string): string | null {
  if (!key.endsWith(':list')) return null;
  const name = olderSpelling.exec(key)?.[1];
  if (name === undefined) return null;
  if (name === 'active') return keys.property.status.prefix('active');
  // Already encoded as a key part, as it stands in a key.
  return name.startsWith('user_') ? `property:owner:${name}:` : `property:city:${name}:`;
}
