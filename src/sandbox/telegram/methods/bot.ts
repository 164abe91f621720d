import { type Call, flag, type Handler, integer, text } from '../call.ts';
import { badRequest } from '../errors.ts';
import { callbackLife, type World } from '../world.ts';

const getMe: Handler = ({ world }) => ({
  ...world.me,
  first_name: world.profile.get('name:') ?? world.me.first_name,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
});

const scopes = new Set([
  'default',
  'all_private_chats',
  'all_group_chats',
  'all_chat_administrators',
  'chat',
  'chat_administrators',
  'chat_member',
]);

function scopeKey(call: Call): string {
  const scope = (call.params.scope ?? { type: 'default' }) as Record<string, unknown>;
  const type = String(scope.type);
  if (!scopes.has(type)) throw badRequest("Can't parse BotCommandScope: Unsupported type specified");
  if (['chat', 'chat_administrators', 'chat_member'].includes(type)) {
    if (!call.world.chats.has(Number(scope.chat_id))) throw badRequest('chat not found');
  }
  const language = text(call.params, 'language_code');
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw badRequest('invalid language code specified');
  return commandKey(type, scope.chat_id, scope.user_id, language);
}

const commandKey = (type: string, chatId: unknown, userId: unknown, language: string): string =>
  [type, chatId ?? '', userId ?? '', language].join('|');

const setMyCommands: Handler = (call) => {
  const list = Array.isArray(call.params.commands) ? (call.params.commands as Record<string, unknown>[]) : [];
  if (list.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  const commands = list.map((item) => {
    const command = String(item.command ?? '').replace(/^\//, '');
    const description = String(item.description ?? '').trim();
    if (command === '') throw badRequest('command must be non-empty');
    if (command.length > 32) throw badRequest('command length must not exceed 32');
    if (description === '') throw badRequest('command description must be non-empty');
    if ([...description].length > 256) throw badRequest('command description length must not exceed 256');
    if (!/^[a-z0-9_]+$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    return { command, description };
  });
  const key = scopeKey(call);
  call.admit();
  if (commands.length === 0) call.world.commands.delete(key);
  else call.world.commands.set(key, commands);
  return true;
};

const getMyCommands: Handler = (call) => {
  const key = scopeKey(call);
  call.admit();
  return call.world.commands.get(key) ?? [];
};

const deleteMyCommands: Handler = (call) => {
  const key = scopeKey(call);
  call.admit();
  call.world.commands.delete(key);
  return true;
};

/** What a person sees in a chat's command menu: the narrowest scope first, each in their language, then without. */
export function commandsFor(
  world: World,
  at: { chatId: number; isPrivate: boolean; isAdmin: boolean; userId: number; language: string },
): { command: string; description: string }[] {
  const order: [string, unknown, unknown][] = at.isPrivate
    ? [
        ['chat', at.chatId, ''],
        ['all_private_chats', '', ''],
      ]
    : [
        ['chat_member', at.chatId, at.userId],
        ...(at.isAdmin ? ([['chat_administrators', at.chatId, '']] as [string, unknown, unknown][]) : []),
        ['chat', at.chatId, ''],
        ...(at.isAdmin ? ([['all_chat_administrators', '', '']] as [string, unknown, unknown][]) : []),
        ['all_group_chats', '', ''],
      ];
  for (const [type, chatId, userId] of [...order, ['default', '', ''] as const]) {
    for (const language of [at.language, '']) {
      const found = world.commands.get(commandKey(type, chatId, userId, language));
      if (found) return found;
    }
  }
  return [];
}

const profileText =
  (field: 'name' | 'description' | 'short_description', limit: number): Handler =>
  (call) => {
    const value = text(call.params, field);
    if ([...value].length > limit) throw badRequest(`bot ${field.replace('_', ' ')} is too long`);
    call.admit();
    const key = `${field}:${text(call.params, 'language_code')}`;
    if (value === '') call.world.profile.delete(key);
    else call.world.profile.set(key, value);
    return true;
  };

const readProfile =
  (field: string): Handler =>
  (call) => {
    call.admit();
    const own = call.world.profile.get(`${field}:${text(call.params, 'language_code')}`);
    const fallback = field === 'name' ? call.world.me.first_name : '';
    return { [field]: own ?? call.world.profile.get(`${field}:`) ?? fallback };
  };

const menuTypes = new Set(['commands', 'web_app', 'default']);

const setChatMenuButton: Handler = (call) => {
  const button = (call.params.menu_button ?? { type: 'default' }) as Record<string, unknown>;
  if (!menuTypes.has(String(button.type))) throw badRequest("Can't parse menu button: MenuButton has unsupported type");
  if (button.type === 'web_app' && String(button.text ?? '').trim() === '') {
    throw badRequest('menu button text must be non-empty');
  }
  call.admit();
  call.world.menuButtons.set(menuChat(call), button);
  return true;
};

const getChatMenuButton: Handler = (call) => {
  call.admit();
  return call.world.menuButtons.get(menuChat(call)) ?? call.world.menuButtons.get('default') ?? { type: 'commands' };
};

function menuChat(call: Call): number | 'default' {
  if (call.params.chat_id === undefined) return 'default';
  const id = integer(call.params, 'chat_id');
  if (!call.world.chats.has(id)) throw badRequest('chat not found');
  return id;
}

const answerCallbackQuery: Handler = (call) => {
  const press = call.world.presses.get(text(call.params, 'callback_query_id'));
  const words = text(call.params, 'text');
  if ([...words].length > 200) throw badRequest('MESSAGE_TOO_LONG');
  const expired = press !== undefined && call.world.clock.now() - press.at > callbackLife;
  if (!press || press.answer || expired) throw badRequest('QUERY_ID_INVALID');
  const url = text(call.params, 'url');
  if (url !== '' && !/^(https?:\/\/)?t\.me\//.test(url)) throw badRequest('URL_INVALID');
  call.admit();
  press.answer = { text: words, alert: flag(call.params, 'show_alert'), url };
  call.world.changes.emit('change', { kind: 'answer', press });
  return true;
};

const maxDownload = 20 * 1024 * 1024;

const getFile: Handler = (call) => {
  const id = text(call.params, 'file_id');
  if (id === '') throw badRequest('file_id not specified');
  if (!/^[A-Za-z0-9_-]{20,}$/.test(id)) throw badRequest('invalid file_id');
  const file = call.world.files.byId(id);
  if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
  if (file.bytes.byteLength > maxDownload) throw badRequest('file is too big');
  call.admit();
  return { file_id: id, file_unique_id: file.uniqueId, file_size: file.bytes.byteLength, file_path: file.path };
};

export const botMethods: Record<string, Handler> = {
  getMe,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setChatMenuButton,
  getChatMenuButton,
  answerCallbackQuery,
  getFile,
  setMyName: profileText('name', 64),
  setMyDescription: profileText('description', 512),
  setMyShortDescription: profileText('short_description', 120),
  getMyName: readProfile('name'),
  getMyDescription: readProfile('description'),
  getMyShortDescription: readProfile('short_description'),
};
