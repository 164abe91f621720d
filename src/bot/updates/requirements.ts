import { isTenant } from '../../domain/profile/profile.ts';
import type { BotContext } from '../context.ts';
import type { Requirement } from '../feature.ts';

/** What this person lacks of it; null: nothing. Rights over a record are the use case's, each time anew. */
export function lacking(ctx: BotContext, requires: Requirement, adminChatId: string | null): Requirement | null {
  const { profile } = ctx.person;
  switch (requires) {
    case 'guest':
      return null;
    case 'known':
      return profile ? null : 'known';
    case 'tenant':
      return profile && isTenant(profile) ? null : 'tenant';
    case 'owner':
      return profile?.role === 'owner' ? null : 'owner';
    case 'admin':
      return adminChatId !== null && String(ctx.chat?.id) === adminChatId ? null : 'admin';
  }
}
