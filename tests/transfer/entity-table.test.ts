import { expect, it } from 'vitest';
import { counterPrefix, keys } from '../../src/domain/keys.ts';
import { entityTables, identityOf, rowOf } from '../../src/transfer/entity-table.ts';
import { schemaSql } from '../../src/transfer/schema-sql.ts';
import { exampleRecords } from './example-records.ts';

it.each(entityTables.map((table) => [table.name, table] as const))(
  '%s: a key says what its primary key holds',
  (_, table) => {
    const found = Object.entries(exampleRecords(4)).filter(([key]) => key.startsWith(table.store.pattern.begins));
    expect(found.length).toBeGreaterThan(0);
    for (const [key, value] of found) {
      const row = rowOf(table, table.store.parse(value, key));
      expect(identityOf(table, key)).toEqual(table.primaryKey.map((column) => row[table.columns.indexOf(column)]));
      expect(table.primaryKey.every(({ nullable }) => !nullable)).toBe(true);
    }
  },
);

it.each(entityTables.map((table) => [table.name, table] as const))(
  '%s: what is absent and what is null are one in its columns',
  (_, table) => {
    // Otherwise two different records would make the same row, and a comparison could not tell them apart.
    for (const [field, schema] of Object.entries(table.store.schema.shape)) {
      expect([
        field,
        schema.safeParse(undefined).success &&
          schema.safeParse(undefined).data === undefined &&
          schema.safeParse(null).success,
      ]).toEqual([field, false]);
    }
  },
);

it('types follow the schemas, and references become foreign keys', () => {
  const sql = schemaSql();
  const contract = /create table if not exists kostin\."contract" \(([\s\S]*?)\n\);/.exec(sql)?.[1] ?? '';
  expect(contract.split('\n')).toEqual(
    expect.arrayContaining([
      '  "id" text not null,',
      '  "application_id" text,',
      '  "start_date" date not null,',
      '  "monthly_rent" bigint not null,',
      `  "status" text not null check ("status" in ('active', 'expired', 'terminated')),`,
      '  "terms" jsonb not null,',
      `  "occupation" text check ("occupation" in ('student', 'worker')),`,
      '  "hold_until" timestamptz,',
      '  primary key ("id")',
    ]),
  );
  expect(sql).toContain('"rating" double precision not null');
  expect(sql).toContain('"phone_verified" boolean not null');
  expect(sql).toContain('primary key ("user_id", "property_id")');
  expect(sql).toContain('create index if not exists "contract_status_idx"');
  const keys = entityTables.flatMap(({ name, foreignKeys }) =>
    foreignKeys.map((key) => `${name}.${key.column} > ${key.target}`),
  );
  expect(keys).toEqual(
    expect.arrayContaining([
      'application.contract_id > contract',
      'contract.application_id > application',
      'payment.invoice_id > invoice',
      'message.reply_to > message',
    ]),
  );
  // Inside an array: they stay in the jsonb.
  expect(keys.join()).not.toMatch(/participants|allocations|entries|events/);
});

it('every counter begins as exports look for them', () => {
  for (const key of [keys.invoice.counter(2024, 11), keys.ticket.counter()])
    expect(key.startsWith(counterPrefix)).toBe(true);
});
