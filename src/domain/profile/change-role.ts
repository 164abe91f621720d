import type { Ctx, Role } from '../context.ts';
import { type Profile, withAccountDue } from './profile.ts';
import { profileStore } from './profile-store.ts';

/** Part of whatever decides on a role (an owner's upgrade, an admin's first act): profile and account follow. */
export async function changeRole(ctx: Ctx, input: { userId: string; role: Role }): Promise<Profile> {
  const before = await profileStore.get(ctx.tx, input.userId);
  if (before.role === input.role) return before;
  const after = withAccountDue(before, { ...before, role: input.role, updatedAt: ctx.now });
  profileStore.update(ctx.tx, before, after);
  return after;
}
