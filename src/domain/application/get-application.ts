import { requireUser } from '../access.ts';
import type { Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { keys } from '../keys.ts';
import type { Application } from './application.ts';
import { applicationStore } from './application-store.ts';

/** Older ones are of no use to a list; pending ones are never older than their days of waiting. */
const NEWEST = 100;

/** An application for one of its two sides. Throws `common.not-found`, `common.not-allowed`. */
export async function getApplication(ctx: Ctx, input: { applicationId: string }): Promise<Application> {
  const user = await requireUser(ctx, { banned: 'allowed' });
  const application = await applicationStore.peek(ctx.tx, input.applicationId);
  if (!application) throw new DomainError('common.not-found');
  if (application.tenantId !== user.id && application.ownerId !== user.id) throw new DomainError('common.not-allowed');
  return application;
}

/** What this person applied for and is undecided or was not taken, newest first; approved ones are contracts. */
export async function listOwnApplications(ctx: Ctx): Promise<Application[]> {
  const user = await requireUser(ctx, { banned: 'allowed' });
  return newest(ctx, keys.application.tenantPrefix(user.id), (application) => application.status !== 'approved');
}

/** What waits for this owner's decision, oldest first. */
export async function listApplicationsToDecide(ctx: Ctx): Promise<Application[]> {
  const user = await requireUser(ctx, { banned: 'allowed' });
  const pending = await newest(ctx, keys.application.ownerPrefix(user.id), ({ status }) => status === 'pending');
  return pending.reverse();
}

async function newest(ctx: Ctx, prefix: string, wanted: (application: Application) => boolean): Promise<Application[]> {
  const page = await applicationStore.list(ctx.tx, prefix, { reverse: true, limit: NEWEST });
  return page.map(({ record }) => record).filter(wanted);
}
