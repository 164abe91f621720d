import { randomInt } from 'node:crypto';
import type { InlineKeyboardButton, KeyboardButton, Message } from 'grammy/types';
import { idOf, type Place, type Voice } from './voice.ts';
import { type Account, type ChatState, chatJson, type Press, userJson, type World } from './world.ts';

export type PressResult =
  /** The bot gets a callback query; `id` is what it has to answer. */
  | { kind: 'callback'; id: string }
  /** Copied to the clipboard, opened, or inert: the bot hears nothing of these. */
  | { kind: 'copied'; text: string }
  | { kind: 'url'; url: string }
  | { kind: 'disabled' }
  /** A button of the reply keyboard: its text, contact or location was sent. */
  | { kind: 'sent'; message: Message };

/** Presses a button by its label or its data: of the given message, else the newest that has it, else of the reply keyboard. */
export type Presses = (
  button: string | { data: string },
  where?: Place & { message?: Message | number },
) => PressResult;

const keptPresses = 10_000;

/** What happens when this person presses a button, inline or of the reply keyboard. */
export function createPressing(world: World, account: Account, voice: Voice): Presses {
  const pressReply = (button: KeyboardButton, place?: Place): PressResult => {
    const chat = voice.chatOf(place);
    const keyboard = chat.replyKeyboard?.keyboard;
    if (keyboard?.one_time_keyboard) chat.replyKeyboard = null;
    const about = typeof button === 'string' ? { text: button } : button;
    if ('request_contact' in about && about.request_contact) return { kind: 'sent', message: voice.contact({}, place) };
    if ('request_location' in about && about.request_location) {
      return { kind: 'sent', message: voice.say({ location: { latitude: -6.5607, longitude: 106.7265 } }, place) };
    }
    return { kind: 'sent', message: voice.say(voice.text(about.text), place) };
  };

  const pressInline = (chat: ChatState, button: InlineKeyboardButton, message: Message): PressResult => {
    if ('copy_text' in button) return { kind: 'copied', text: button.copy_text.text };
    if ('url' in button && typeof button.url === 'string') return { kind: 'url', url: button.url };
    if (!('callback_data' in button)) return { kind: 'disabled' };
    return callback(chat, message, button.callback_data);
  };

  const callback = (chat: ChatState, message: Message, data: string): PressResult => {
    const id = `${account.id}${String(randomInt(1e9)).padStart(9, '0')}${String(randomInt(1e6)).padStart(6, '0')}`;
    const press: Press = {
      id,
      userId: account.id,
      chatId: chat.id,
      messageId: message.message_id,
      data,
      at: world.clock.now(),
      answer: null,
    };
    world.presses.set(id, press);
    world.changes.emit('change', { kind: 'press', press });
    if (world.presses.size > keptPresses) {
      for (const oldest of world.presses.keys()) {
        world.presses.delete(oldest);
        break;
      }
    }
    const current = chat.messages.get(message.message_id)?.message;
    world.updates.push(
      {
        callback_query: {
          id,
          from: userJson(account),
          message: current ?? { message_id: message.message_id, chat: chatJson(world, chat), date: 0 },
          chat_instance: chat.instance,
          data,
        },
      },
      `press:${account.id}`,
    );
    return { kind: 'callback', id };
  };

  return (button, where) => {
    const chat = voice.chatOf(where);
    if (where?.message !== undefined && typeof button !== 'string') {
      // Clients may send data that the keyboard no longer has: so does a forger.
      const id = idOf(where.message);
      const message = chat.messages.get(id)?.message ?? ({ message_id: id } as Message);
      return callback(chat, message, button.data);
    }
    const wanted = where?.message === undefined ? undefined : idOf(where.message);
    const found = findInline(chat, button, wanted);
    if (found) return pressInline(chat, found.button, found.message);
    const key = typeof button === 'string' ? findReplyButton(chat, button) : undefined;
    if (key !== undefined) return pressReply(key, where);
    throw new Error(`no button ${typeof button === 'string' ? `"${button}"` : JSON.stringify(button)} in the chat`);
  };
}

function findInline(
  chat: ChatState,
  wanted: string | { data: string },
  messageId: number | undefined,
): { button: InlineKeyboardButton; message: Message } | undefined {
  const messages = [...chat.messages.values()].reverse();
  for (const { message } of messages) {
    if (messageId !== undefined && message.message_id !== messageId) continue;
    for (const button of message.reply_markup?.inline_keyboard.flat() ?? []) {
      const matches =
        typeof wanted === 'string'
          ? button.text === wanted
          : 'callback_data' in button && button.callback_data === wanted.data;
      if (matches) return { button, message };
    }
  }
  return undefined;
}

function findReplyButton(chat: ChatState, label: string): KeyboardButton | undefined {
  const buttons = chat.replyKeyboard?.keyboard.keyboard.flat() ?? [];
  return buttons.find((button) => (typeof button === 'string' ? button : button.text) === label);
}
