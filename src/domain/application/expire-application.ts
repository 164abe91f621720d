import { requireSystem } from '../access.ts';
import type { Ctx } from '../context.ts';
import { tell } from '../outbox.ts';
import { applicationStore } from './application-store.ts';
import { closeApplication } from './close-application.ts';

/** Nobody decided in time: both are told. Does nothing when it was decided meanwhile or is not due. */
export async function expireApplication(ctx: Ctx, input: { applicationId: string }): Promise<void> {
  requireSystem(ctx);
  const { applicationId } = input;
  const application = await applicationStore.find(ctx.tx, applicationId);
  if (application?.status !== 'pending' || Date.parse(application.expiresAt) > ctx.clock.now()) return;
  await closeApplication(ctx, { application, status: 'expired' });
  await tell(ctx, application.tenantId, 'application.expired', { applicationId });
  await tell(ctx, application.ownerId, 'application.expired', { applicationId });
}
