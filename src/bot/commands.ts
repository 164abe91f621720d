import type { Api } from 'grammy';
import type { BotCommand } from 'grammy/types';
import type { Language } from '../domain/context.ts';
import { plainText } from './ui/html.ts';
import { languages, translator } from './ui/i18n.ts';

interface PublishedCommand {
  id: string;
  /** The name shown to people whose Telegram is English. */
  en?: string;
}

/** Their descriptions' Fluent keys, until features declare their commands. */
const commandKeys: Record<string, string> = {
  menu: 'start-command-menu',
  cari: 'search-command-cari',
  sewa: 'contract-command-sewa',
  tagihan: 'invoice-command-tagihan',
  pengajuan: 'application-command-pengajuan',
  bahasa: 'profile-command-bahasa',
  privasi: 'profile-command-privasi',
  bantuan: 'help-command-bantuan',
  idgrup: 'admin-command-idgrup',
  batal: 'flow-command-batal',
};

/** The commands in Telegram's menu, in its order (PRODUCT 2); others are understood as well. */
const privateCommands: PublishedCommand[] = [
  { id: 'menu' },
  { id: 'cari', en: 'search' },
  { id: 'sewa', en: 'rent' },
  { id: 'tagihan', en: 'invoices' },
  { id: 'pengajuan', en: 'applications' },
  { id: 'bahasa', en: 'language' },
  { id: 'privasi', en: 'privacy' },
  { id: 'bantuan', en: 'help' },
  { id: 'batal', en: 'cancel' },
];
const groupCommands: PublishedCommand[] = [{ id: 'bantuan', en: 'help' }];
/** Until there is an admin group, any group can tell its id. */
const setupCommands: PublishedCommand[] = [{ id: 'idgrup', en: 'groupid' }];

const inLanguage = (commands: PublishedCommand[], language: Language): BotCommand[] =>
  commands.map(({ id, en }) => ({
    command: language === 'en' ? (en ?? id) : id,
    description: plainText(translator(language)(commandKeys[id] ?? id)),
  }));

/** Publishes them per scope and language; Indonesian is also what people of any other language see. */
export async function publishCommands(api: Api, adminChatId: string | null): Promise<void> {
  const scopes = [
    { scope: { type: 'all_private_chats' as const }, commands: privateCommands },
    ...(adminChatId === null
      ? [{ scope: { type: 'all_group_chats' as const }, commands: setupCommands }]
      : [{ scope: { type: 'chat' as const, chat_id: adminChatId }, commands: groupCommands }]),
  ];
  for (const { scope, commands } of scopes) {
    await api.setMyCommands(inLanguage(commands, 'id'), { scope });
    for (const language of languages.filter((code) => code !== 'id')) {
      await api.setMyCommands(inLanguage(commands, language), { scope, language_code: language });
    }
  }
}
