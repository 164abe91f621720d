import { requireTenantOf } from '../access.ts';
import type { Ctx } from '../context.ts';
import { tell } from '../outbox.ts';
import type { Application } from './application.ts';
import { applicationStore } from './application-store.ts';
import { closeApplication } from './close-application.ts';

/** The tenant takes an open application back; the owner is told. Throws `application.already-decided`. */
export async function withdrawApplication(ctx: Ctx, input: { applicationId: string }): Promise<Application> {
  const application = await applicationStore.get(ctx.tx, input.applicationId);
  const tenant = await requireTenantOf(ctx, application, { banned: 'allowed' });
  const withdrawn = await closeApplication(ctx, { application, status: 'withdrawn', by: tenant });
  await tell(ctx, application.ownerId, 'application.withdrawn', { applicationId: application.id });
  return withdrawn;
}
