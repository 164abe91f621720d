import type { Ctx } from './context.ts';
import { DomainError } from './errors.ts';
import { isTenant, type Profile } from './profile/profile.ts';
import { profileStore } from './profile/profile-store.ts';

/**
 * The actor's profile. Throws `profile.unknown` (registration is needed) or `profile.banned`.
 * What a banned person keeps (product 1: bills, paying) passes `banned: 'allowed'`.
 */
export async function requireUser(ctx: Ctx, options: { banned?: 'allowed' } = {}): Promise<Profile> {
  const { actor } = ctx;
  if (actor.kind === 'system') throw new DomainError('common.not-allowed');
  if (actor.kind === 'guest') throw new DomainError('profile.unknown');
  const profile = await profileStore.peek(ctx.tx, actor.userId);
  if (!profile) throw new DomainError('profile.unknown');
  if (profile.bannedAt && options.banned !== 'allowed') throw new DomainError('profile.banned');
  return profile;
}

/** Whoever may rent: a profile with a phone number. Throws `profile.no-phone` as well. */
export async function requireTenant(
  ctx: Ctx,
  options: { banned?: 'allowed' } = {},
): Promise<Profile & { phone: string }> {
  const profile = await requireUser(ctx, options);
  const { phone } = profile;
  if (!isTenant(profile) || phone === null) throw new DomainError('profile.no-phone');
  return { ...profile, phone };
}

/** The actor as the owner of this very record. Throws `common.not-allowed` for everybody else. */
export async function requireOwnerOf(
  ctx: Ctx,
  record: { ownerId: string },
  options: { banned?: 'allowed' } = {},
): Promise<Profile> {
  const profile = await requireUser(ctx, options);
  if (profile.id !== record.ownerId) throw new DomainError('common.not-allowed');
  return profile;
}

/** The actor as the tenant of this very record. Throws `common.not-allowed` for everybody else. */
export async function requireTenantOf(
  ctx: Ctx,
  record: { tenantId: string },
  options: { banned?: 'allowed' } = {},
): Promise<Profile> {
  const profile = await requireUser(ctx, options);
  if (profile.id !== record.tenantId) throw new DomainError('common.not-allowed');
  return profile;
}

export type Side = 'tenant' | 'owner';

/** Which of a record's two sides this person is; null for everybody else. */
export function sideOf(record: { tenantId: string; ownerId: string }, userId: string | undefined): Side | null {
  if (userId === record.ownerId) return 'owner';
  return userId === record.tenantId ? 'tenant' : null;
}

/**
 * The actor as one of the two sides of this very record (null: it was not found), to look at it: banned people keep
 * what is theirs. Throws `common.not-allowed` for everybody else, `common.not-found`.
 */
export async function requireSideOf<T extends { tenantId: string; ownerId: string }>(
  ctx: Ctx,
  record: T | null,
): Promise<{ record: T; user: Profile; side: Side }> {
  const user = await requireUser(ctx, { banned: 'allowed' });
  if (!record) throw new DomainError('common.not-found');
  const side = sideOf(record, user.id);
  if (side === null) throw new DomainError('common.not-allowed');
  return { record, user, side };
}

/** Jobs and webhooks only. */
export function requireSystem(ctx: Ctx): void {
  if (ctx.actor.kind !== 'system') throw new DomainError('common.not-allowed');
}
