import { requireSystem } from '../access.ts';
import type { Ctx } from '../context.ts';
import { keys } from '../keys.ts';
import { accountOf } from './profile.ts';
import { profileStore } from './profile-store.ts';

const PAGE = 100;

export interface MarkedPage {
  marked: number;
  /** Where to go on; null at the end. */
  after: string | null;
}

/** Makes a page of profiles due in Auth, whatever it knows of them. The system's alone. */
export async function markAccountsDue(ctx: Ctx, input: { after: string | null }): Promise<MarkedPage> {
  requireSystem(ctx);
  const { after } = input;
  const page = await profileStore.list(ctx.tx, keys.profile.record.prefix(), {
    limit: PAGE,
    ...(after ? { after } : {}),
  });
  const due = page.filter(({ record }) => record.accountDueAt === undefined && accountOf(record) !== null);
  for (const { record } of due) profileStore.update(ctx.tx, record, { ...record, accountDueAt: ctx.now });
  return { marked: due.length, after: page.length < PAGE ? null : (page.at(-1)?.cursor ?? null) };
}
