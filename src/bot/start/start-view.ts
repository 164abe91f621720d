import type { Profile } from '../../domain/profile/profile.ts';
import type { Translate } from '../context.ts';
import type { MenuEntry } from '../feature.ts';
import { inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';

const greeting = (profile: Profile | null): string => {
  if (!profile) return 'start-welcome';
  return profile.role === 'owner' ? 'start-menu-owner' : 'start-menu-tenant';
};

/** The greeting and what this person can do: the features' entries, row by row. */
export function menuView(
  t: Translate,
  { profile, telegramName }: { profile: Profile | null; telegramName: string },
  entries: readonly MenuEntry[],
): OutMessage {
  const shown = entries.filter((entry) => entry.shown?.(profile) ?? true).toSorted((a, b) => a.row - b.row);
  const rows = [...Map.groupBy(shown, ({ row }) => row).values()];
  return {
    text: t(greeting(profile), { name: profile?.name ?? telegramName }),
    keyboard: inlineKeyboard(rows.map((row) => row.map((entry) => entry.button(t, profile)))),
  };
}
