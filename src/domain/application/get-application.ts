import { requireSideOf, requireUser, type Side } from '../access.ts';
import type { Ctx } from '../context.ts';
import { keys } from '../keys.ts';
import type { Application } from './application.ts';
import { applicationStore } from './application-store.ts';

/** More are of no use to a list. */
const MOST = 100;

/** An application for one of its two sides. Throws `common.not-found`, `common.not-allowed`. */
export async function getApplication(
  ctx: Ctx,
  input: { applicationId: string },
): Promise<{ application: Application; side: Side }> {
  const { record, side } = await requireSideOf(ctx, await applicationStore.peek(ctx.tx, input.applicationId));
  return { application: record, side };
}

/** What this person applied for and is undecided or was not taken, newest first; approved ones are contracts. */
export async function listOwnApplications(ctx: Ctx): Promise<Application[]> {
  const user = await requireUser(ctx, { banned: 'allowed' });
  const page = await applicationStore.list(ctx.tx, keys.application.tenant.prefix(user.id), {
    reverse: true,
    limit: MOST,
  });
  return page.map(({ record }) => record).filter(({ status }) => status !== 'approved');
}

/** What waits for this owner's decision, oldest first. */
export async function listApplicationsToDecide(ctx: Ctx): Promise<Application[]> {
  const user = await requireUser(ctx, { banned: 'allowed' });
  const page = await applicationStore.list(ctx.tx, keys.application.toDecide.prefix(user.id), { limit: MOST });
  return page.map(({ record }) => record);
}
