import type { Api } from 'grammy';
import type { BotCommand } from 'grammy/types';
import type { Language } from '../../domain/context.ts';
import type { CommandHandler, Feature } from '../feature.ts';
import { plainText } from '../ui/html.ts';
import { languages, translator } from '../ui/i18n.ts';

interface Published {
  feature: string;
  command: CommandHandler;
}

const inLanguage = (commands: readonly Published[], language: Language): BotCommand[] =>
  commands.map(({ feature, command: { names } }) => ({
    command: language === 'en' ? (names[1] ?? names[0]) : names[0],
    description: plainText(translator(language)(`${feature}-command-${names[0]}`)),
  }));

/**
 * Publishes the features' commands per scope and language, in the features' order (product 2); Indonesian is also what
 * people of any other language see.
 */
export async function publishCommands(
  api: Api,
  features: readonly Feature[],
  adminChatId: string | null,
): Promise<void> {
  const all = features.flatMap(({ name, commands = [] }) => commands.map((command) => ({ feature: name, command })));
  const published = (where: CommandHandler['where'], what: CommandHandler['published']): Published[] =>
    all.filter(({ command }) => command.where === where && command.published === what);
  const scopes = [
    { scope: { type: 'all_private_chats' as const }, commands: published('private', true) },
    // Until there is an admin group, any group can tell its id.
    ...(adminChatId === null
      ? [{ scope: { type: 'all_group_chats' as const }, commands: published('group', 'setup') }]
      : [{ scope: { type: 'chat' as const, chat_id: adminChatId }, commands: published('group', true) }]),
  ];
  for (const { scope, commands } of scopes) {
    await api.setMyCommands(inLanguage(commands, 'id'), { scope });
    for (const language of languages.filter((code) => code !== 'id')) {
      await api.setMyCommands(inLanguage(commands, language), { scope, language_code: language });
    }
  }
}
