import { z } from 'zod';
import type { Profile } from '../../domain/profile/profile.ts';
import type { Translate } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { escapeHtml } from '../ui/html.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';

/** The buttons of the main menu. Each is handled by the feature it opens: `onCallback(composer, openMenu, …)`. */
export const openMenu = defineCallback('menu', {});
export const openSearch = defineCallback('search-open', {});
export const openRent = defineCallback('rent-open', {});
export const openInvoices = defineCallback('invoices-open', {});
export const openApplications = defineCallback('applications-open', {});
export const openLanguage = defineCallback('language-open', {});
export const openHelp = defineCallback('help-open', {});
export const setLanguageTo = defineCallback('language', { to: z.enum(['id', 'en']) });

export const menuButton = (t: Translate) => button(t('start-button-menu'), openMenu.pack({}));
export const searchButton = (t: Translate) => button(t('start-button-search'), openSearch.pack({}), 'primary');

/** The greeting and what this person can do. */
export function menuView(t: Translate, person: { profile: Profile | null; telegramName: string }): OutMessage {
  const { profile } = person;
  const name = escapeHtml(profile?.name ?? person.telegramName);
  const owner = profile?.role === 'owner';
  const text = !profile
    ? t('start-welcome', { name })
    : owner
      ? t('start-menu-owner', { name })
      : t('start-menu-tenant', { name });
  return {
    text,
    keyboard: inlineKeyboard([
      owner && [button(t('start-button-applications'), openApplications.pack({}), 'primary')],
      [owner ? button(t('start-button-search'), openSearch.pack({})) : searchButton(t)],
      profile && [
        button(t('start-button-rent'), openRent.pack({})),
        button(t('start-button-invoices'), openInvoices.pack({})),
      ],
      [button(t('start-button-language'), openLanguage.pack({})), button(t('start-button-help'), openHelp.pack({}))],
    ]),
  };
}
