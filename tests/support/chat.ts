import type { InlineKeyboardButton, Message } from 'grammy/types';
import type { Clock } from '../../src/domain/ports.ts';
import { createLog, type Log } from '../../src/log.ts';
import type { GroupOptions, SandboxGroup } from '../../src/sandbox/telegram/group.ts';
import type { PressResult } from '../../src/sandbox/telegram/pressing.ts';
import { createTelegramServer, type TelegramOptions, type TelegramServer } from '../../src/sandbox/telegram/server.ts';
import type { SandboxUser, UserOptions } from '../../src/sandbox/telegram/user.ts';
import type { Place } from '../../src/sandbox/telegram/voice.ts';
import type { Change, ChatState, Press, Stored } from '../../src/sandbox/telegram/world.ts';

export const testToken = '700000001:AAF-sandbox-token-for-tests-only-000';

/** How long `sees` and its like wait, ms. */
const patience = 5000;

export interface ChatOptions extends Partial<Omit<TelegramOptions, 'clock' | 'log'>> {
  clock?: Clock;
  log?: Log;
  /** How long to wait for what should be seen, ms (5,000). */
  patience?: number;
}

/** One person in front of one chat, as a test tells the story. */
export interface Viewer {
  readonly id: number;
  readonly name: string;
  readonly user: SandboxUser;
  /** Every message of the chat that is still there, oldest first. */
  readonly messages: Message[];
  /** Messages of the bot. */
  readonly fromBot: Message[];
  sends(text: string, place?: Place): Promise<Message>;
  starts(payload?: string): Promise<Message>;
  /** Waits for the button (newest message that has it, or the reply keyboard), then presses it. */
  presses(button: string | RegExp | { data: string }, message?: Message): Promise<PressResult>;
  /** Presses and waits until the bot has answered the button. */
  pressesAndWaits(button: string | RegExp, message?: Message): Promise<Press>;
  sharesContact(contact?: { own?: boolean; phone?: string; name?: string }): Promise<Message>;
  sendsPhoto(bytes: Uint8Array, options?: Place & { caption?: string }): Promise<Message>;
  replies(message: Message, text: string): Promise<Message>;
  edits(message: Message, text: string): Promise<Message>;
  /**
   * Waits until a message of the bot contains this (text or caption). Only messages that came, or changed, after this
   * person's last act count; `anywhere` counts all. Returns the newest.
   */
  sees(what: string | RegExp, options?: { anywhere?: boolean; within?: number }): Promise<Message>;
  /** Waits a moment and fails when such a message of the bot is (still) there since the last act. */
  doesNotSee(what: string | RegExp, options?: { anywhere?: boolean; within?: number }): Promise<void>;
  seesButton(label: string | RegExp): Promise<InlineKeyboardButton | { text: string }>;
  doesNotSeeButton(label: string | RegExp): Promise<void>;
  /** Waits for the toast or alert over the chat. */
  seesToast(what: string | RegExp): Promise<Press>;
  lastMessage(): Message;
  /** Bytes of the picture of a message (default: the newest picture of the bot). */
  photo(message?: Message): Uint8Array;
  /** Waits for a picture of the bot since the last act. */
  seesPhoto(): Promise<{ message: Message; bytes: Uint8Array }>;
  transcript(): string;
}

export interface TestChat {
  readonly telegram: TelegramServer;
  /** For TELEGRAM_API_ROOT. */
  readonly url: string;
  readonly token: string;
  user(about: UserOptions): Viewer;
  group(about: GroupOptions): SandboxGroup & { seenBy(viewer: Viewer): Viewer };
  /** Fails when the bot made a call that Bot API 10.3 does not know. */
  noViolations(): void;
  stop(): Promise<void>;
}

/** A local Telegram for a test; without rate limits unless `rates` says otherwise. */
export async function createChat(options: ChatOptions = {}): Promise<TestChat> {
  const token = options.token ?? testToken;
  const telegram = createTelegramServer({
    rates: null,
    spinGuard: false,
    ...options,
    token,
    clock: options.clock ?? { now: () => Date.now() },
    log: options.log ?? createLog('silent'),
  });
  const { url } = await telegram.start();
  const wait = options.patience ?? patience;
  return {
    telegram,
    url,
    token,
    user(about) {
      const user = telegram.user(about);
      return viewer(telegram, user, user.chat, wait);
    },
    group(about) {
      const group = telegram.group(about);
      return { ...group, seenBy: (who) => viewer(telegram, who.user, group.chat, wait) };
    },
    noViolations() {
      if (telegram.violations.length > 0)
        throw new Error(`calls that Telegram refuses:\n${telegram.violations.join('\n')}`);
    },
    stop: () => telegram.stop(),
  };
}

const words = (message: Message): string => message.text ?? message.caption ?? '';
const fits = (text: string, what: string | RegExp): boolean =>
  typeof what === 'string' ? text.includes(what) : what.test(text);
const labelFits = (label: string, what: string | RegExp): boolean =>
  typeof what === 'string' ? label === what : what.test(label);

function viewer(telegram: TelegramServer, user: SandboxUser, chat: ChatState, wait: number): Viewer {
  const botId = telegram.world.me.id;
  const here = { chat: { id: chat.id } };
  /** Message ids that came or changed since this person's last act. */
  let fresh = new Set<number>();
  let answers: Press[] = [];
  telegram.world.changes.on('change', (change) => {
    if (change.kind === 'answer' && change.press.userId === user.id) answers.push(change.press);
    if ((change.kind === 'message' || change.kind === 'edit') && change.chatId === chat.id) fresh.add(change.messageId);
  });
  const act = <T>(doing: () => T): T => {
    fresh = new Set();
    answers = [];
    return doing();
  };

  const list = (): Stored[] => [...chat.messages.values()];
  const botMessages = (anywhere: boolean): Message[] =>
    list()
      .map((stored) => stored.message)
      .filter((message) => message.from?.id === botId && (anywhere || fresh.has(message.message_id)));
  const inline = (): { button: InlineKeyboardButton; message: Message }[] =>
    list()
      .reverse()
      .flatMap(({ message }) =>
        (message.reply_markup?.inline_keyboard.flat() ?? []).map((button) => ({ button, message })),
      );
  const replyButtons = (): { text: string }[] =>
    (chat.replyKeyboard?.keyboard.keyboard.flat() ?? []).map((button) =>
      typeof button === 'string' ? { text: button } : button,
    );
  const findButton = (label: string | RegExp): InlineKeyboardButton | { text: string } | undefined =>
    inline().find(({ button }) => labelFits(button.text, label))?.button ??
    replyButtons().find((button) => labelFits(button.text, label));

  /** Looks again at every change of the chats until `look` gives something. */
  const until = <T>(look: () => T | undefined, wanted: string, within = wait): Promise<T> => {
    const now = look();
    if (now !== undefined) return Promise.resolve(now);
    const { changes } = telegram.world;
    // Made here, so that the stack points at the test's line.
    const failure = new Error(`${user.account.first_name} waited ${within} ms for ${wanted}`);
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        changes.off('change', onChange);
      };
      const onChange = (_: Change): void => {
        const found = look();
        if (found === undefined) return;
        done();
        resolve(found);
      };
      const timer = setTimeout(() => {
        done();
        failure.message += `\n${transcript(telegram, user, chat)}`;
        reject(failure);
      }, within);
      changes.on('change', onChange);
    });
  };

  const press = async (button: string | RegExp | { data: string }, message?: Message): Promise<PressResult> => {
    const target = { ...here, ...(message ? { message } : {}) };
    if (typeof button === 'object' && 'data' in button) return act(() => user.presses(button, target));
    const known = message?.reply_markup?.inline_keyboard.flat().find(({ text }) => labelFits(text, button));
    const found = known ?? (await until(() => findButton(button), `the button ${button}`));
    return act(() => user.presses(found.text, target));
  };

  const self: Viewer = {
    id: user.id,
    name: user.account.first_name,
    user,
    get messages() {
      return list().map((stored) => stored.message);
    },
    get fromBot() {
      return botMessages(true);
    },
    sends: async (text, place) => act(() => user.sends(text, { ...here, ...place })),
    starts: async (payload) => act(() => user.start(payload)),
    presses: press,
    async pressesAndWaits(button, message) {
      const pressed = await press(button, message);
      if (pressed.kind !== 'callback') throw new Error(`the button ${button} tells the bot nothing (${pressed.kind})`);
      return until(() => answers.find((answered) => answered.id === pressed.id), `an answer to the button ${button}`);
    },
    sharesContact: async (contact) => act(() => user.sharesContact(contact)),
    sendsPhoto: async (bytes, place) => act(() => user.sendsPhoto(bytes, { ...here, ...place })),
    replies: async (message, text) => act(() => user.replies(message, text, here)),
    edits: async (message, text) => act(() => user.edits(message, text, here)),
    sees: (what, { anywhere = false, within } = {}) =>
      until(() => botMessages(anywhere).findLast((message) => fits(words(message), what)), `${what}`, within),
    async doesNotSee(what, { anywhere = false, within = 150 } = {}) {
      await new Promise((resolve) => setTimeout(resolve, within));
      const found = botMessages(anywhere).find((message) => fits(words(message), what));
      if (found) throw new Error(`${self.name} should not see ${what}\n${self.transcript()}`);
    },
    seesButton: (label) => until(() => findButton(label), `the button ${label}`),
    async doesNotSeeButton(label) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      if (findButton(label)) throw new Error(`${self.name} should not see the button ${label}\n${self.transcript()}`);
    },
    seesToast: (what) =>
      until(() => answers.findLast((answered) => fits(answered.answer?.text ?? '', what)), `the notice ${what}`),
    lastMessage() {
      const last = list().at(-1)?.message;
      if (!last) throw new Error('the chat is empty');
      return last;
    },
    photo(message) {
      const source = message ?? botMessages(true).findLast((candidate) => candidate.photo);
      const bytes = telegram.world.files.byId(source?.photo?.at(-1)?.file_id ?? '')?.bytes;
      if (!bytes) throw new Error(`no picture\n${self.transcript()}`);
      return bytes;
    },
    async seesPhoto() {
      const message = await until(() => botMessages(false).findLast((candidate) => candidate.photo), 'a picture');
      return { message, bytes: self.photo(message) };
    },
    transcript: () => transcript(telegram, user, chat),
  };
  return self;
}

/** The chat as one would read it; printed where a test waited in vain. */
function transcript(telegram: TelegramServer, user: SandboxUser, chat: ChatState): string {
  const lines = [...chat.messages.values()].slice(-25).map(({ message }) => {
    const who = message.from?.id === telegram.world.me.id ? 'bot' : (message.from?.first_name ?? '?');
    const kinds = ['photo', 'document', 'contact', 'location', 'sticker', 'voice'] as const;
    const kind = kinds.find((name) => message[name] !== undefined);
    const head = `${String(message.message_id).padStart(4)} ${who}: ${kind ? `[${kind}] ` : ''}`;
    const buttons = (message.reply_markup?.inline_keyboard ?? [])
      .map((row) => `\n       ${row.map((button) => `[${button.text}]`).join(' ')}`)
      .join('');
    return head + words(message).replaceAll('\n', '\n       ') + buttons;
  });
  const keyboard = chat.replyKeyboard?.keyboard.keyboard
    .map((row) => row.map((button) => `(${typeof button === 'string' ? button : button.text})`).join(' '))
    .join('\n       ');
  return [
    `--- chat ${chat.title || user.account.first_name}${chat.blocked ? ' (blocked)' : ''} ---`,
    ...lines,
    ...(keyboard ? [`   keyboard: ${keyboard}`] : []),
    `--- violations: ${telegram.violations.length === 0 ? 'none' : telegram.violations.join('; ')} ---`,
  ].join('\n');
}
