import { Composer } from 'grammy';
import { setLanguage } from '../../domain/profile/set-language.ts';
import type { BotContext } from '../context.ts';
import { onCallback } from '../ui/callback.ts';
import { translator } from '../ui/i18n.ts';
import { languageTap, setLanguageTap } from './profile-buttons.ts';
import { languageSetView, languageView, privacyView } from './profile-view.ts';

/** `/bahasa`, `/privasi`. */
export const profileFeature = new Composer<BotContext>();
const inPrivate = profileFeature.chatType('private');

inPrivate.command(['bahasa', 'language'], (ctx) => ctx.answer(languageView(ctx.t)));
onCallback(profileFeature, languageTap, (ctx) => ctx.answer(languageView(ctx.t)));
onCallback(profileFeature, setLanguageTap, async (ctx, { to }) => {
  await setLanguage(ctx.domain, { language: to });
  ctx.change(languageSetView(translator(to)));
});

inPrivate.command(['privasi', 'privacy'], (ctx) => ctx.answer(privacyView(ctx.t)));
