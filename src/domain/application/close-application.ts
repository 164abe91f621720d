import type { Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { tell } from '../outbox.ts';
import { type Application, type ApplicationStatus, cardRef, mayBecome } from './application.ts';
import { applicationStore } from './application-store.ts';

/**
 * The one way out of `pending`: writes the decision, frees the guard, and lets the owner's card show it.
 * The caller has authorised the act and tells whoever has to hear of it. Throws `application.already-decided`.
 */
export async function closeApplication(
  ctx: Ctx,
  input: {
    application: Application;
    status: Exclude<ApplicationStatus, 'pending'>;
    by?: { id: string; name: string };
    rejectionReason?: string;
    contractId?: string;
  },
): Promise<Application> {
  const { application: before, status, by, rejectionReason = null, contractId = null } = input;
  if (!mayBecome(before.status, status)) {
    throw new DomainError('application.already-decided', { status: before.status });
  }
  const { now } = ctx;
  const after: Application = {
    ...before,
    status,
    rejectionReason,
    contractId,
    decidedBy: by?.id ?? null,
    decidedByName: by?.name ?? null,
    decidedAt: now,
    updatedAt: now,
  };
  applicationStore.update(ctx.tx, before, after);
  await tell(
    ctx,
    before.ownerId,
    'application.card',
    { applicationId: before.id },
    { edit: cardRef(before), silent: true },
  );
  return after;
}
