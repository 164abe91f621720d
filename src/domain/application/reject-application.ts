import { requireOwnerOf } from '../access.ts';
import type { Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { tell } from '../outbox.ts';
import { type Application, reasonInput } from './application.ts';
import { applicationStore } from './application-store.ts';
import { closeApplication } from './close-application.ts';

/** The owner refuses, with a reason that the tenant reads. Throws `application.already-decided`, `application.invalid`. */
export async function rejectApplication(
  ctx: Ctx,
  input: { applicationId: string; reason: string },
): Promise<Application> {
  const application = await applicationStore.get(ctx.tx, input.applicationId);
  const owner = await requireOwnerOf(ctx, application);
  const reason = reasonInput.safeParse(input.reason);
  if (!reason.success) throw new DomainError('application.invalid', { field: 'reason' });
  const rejected = await closeApplication(ctx, {
    application,
    status: 'rejected',
    by: owner,
    rejectionReason: reason.data,
  });
  await tell(ctx, application.tenantId, 'application.rejected', { applicationId: application.id });
  return rejected;
}
