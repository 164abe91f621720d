import { describe, expect, it } from 'vitest';
import { agendaKey } from '../../src/domain/agenda.ts';
import { entities } from '../../src/domain/entities.ts';
import { keyPatterns, keys } from '../../src/domain/keys.ts';
import { shapeOf } from '../../src/integrity/key-shape.ts';

const examples = keyPatterns.map(({ text, role, places, of }) => ({
  text,
  role,
  key: of(places.map((place, i) => (place === 'time' ? '2024-11-05T00:00:00Z' : String(11 + i)))),
}));

describe('the shape of a key', () => {
  it.each(examples)('of $text is known', ({ text, key, role }) => {
    const shape = shapeOf(key);
    // Records' ids carry their type, which these examples lack: their patterns are tried with real ids below.
    if (shape.role === 'unknown') expect(role).toBe('record');
    else expect(shape.role).toBe(text.startsWith('agenda:') ? 'agenda' : role);
  });

  it('of every entity is a record', () => {
    for (const { name, pattern } of entities) {
      const prefix = pattern.begins;
      const key = prefix.endsWith('_') || prefix.endsWith('-') || prefix.endsWith(':') ? `${prefix}a` : prefix;
      const two = pattern.places.length === 2 ? `${key}:b` : key;
      expect(shapeOf(two), two).toMatchObject({ role: 'record', store: { name } });
    }
  });

  it('of an index names the one record that it may refer to', () => {
    const records: [key: string, record: string][] = [
      [keys.property.city('A:b%', 'prop_1'), keys.property.record('prop_1')],
      [keys.invoice.month(2024, 1, 'INV-2024-01-001'), keys.invoice.record('INV-2024-01-001')],
      [keys.wishlist.property('prop_1', 'user_1'), keys.wishlist.record('user_1', 'prop_1')],
      [keys.savedSearch.city('*', 'user_1', 'search_1'), keys.savedSearch.record('user_1', 'search_1')],
      [keys.chat.messages('conv_1', 'msg_1'), keys.chat.message('msg_1')],
      [keys.chat.user('user_1', 'conv_1'), keys.chat.conversation('conv_1')],
      [keys.ownerUpgrade.status('pending', 'user_1'), keys.ownerUpgrade.record('user_1')],
      [keys.application.toDecide('user_1', 'app_1'), keys.application.record('app_1')],
    ];
    for (const [key, record] of records) expect(shapeOf(key), key).toEqual({ role: 'index', record });
  });

  it('of the agenda has its kind and its record', () => {
    const key = agendaKey('expire-hold', '2024-11-05T00:00:00Z', 'contract_1');
    expect(shapeOf(key)).toEqual({ role: 'agenda', kind: 'expire-hold', id: 'contract_1' });
  });

  it.each([
    '',
    'x',
    'property:1',
    'property:user_1:list',
    'property:active:list',
    'profile:x',
    'invoice:1',
    'agenda:x',
  ])('of %j is unknown', (key) => {
    expect(shapeOf(key)).toEqual({ role: 'unknown' });
  });
});
