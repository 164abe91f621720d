import type { Profile } from '../../domain/profile/profile.ts';
import { applicationsButton } from '../application/application-buttons.ts';
import type { Translate } from '../context.ts';
import { rentButton } from '../contract/contract-buttons.ts';
import { helpButton } from '../help/help-buttons.ts';
import { invoicesButton } from '../invoice/invoice-buttons.ts';
import { languageButton } from '../profile/profile-buttons.ts';
import { searchButton } from '../search/search-buttons.ts';
import { inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';

/** The greeting and what this person can do. */
export function menuView(t: Translate, person: { profile: Profile | null; telegramName: string }): OutMessage {
  const { profile } = person;
  const name = profile?.name ?? person.telegramName;
  const owner = profile?.role === 'owner';
  const text = !profile
    ? t('start-welcome', { name })
    : owner
      ? t('start-menu-owner', { name })
      : t('start-menu-tenant', { name });
  return {
    text,
    keyboard: inlineKeyboard([
      owner && [applicationsButton(t)],
      [searchButton(t, owner ? null : 'primary')],
      profile && [rentButton(t), invoicesButton(t)],
      [languageButton(t), helpButton(t)],
    ]),
  };
}
