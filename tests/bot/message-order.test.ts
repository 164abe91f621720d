import { Writable } from 'node:stream';
import type { Message } from 'grammy/types';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Feature, messageSlots, onCommand } from '../../src/bot/feature.ts';
import type { Flow } from '../../src/bot/flow/flow.ts';
import { flowFeature } from '../../src/bot/flow/flow-feature.ts';
import { text } from '../../src/bot/flow/steps/text.ts';
import { html } from '../../src/bot/ui/html.ts';
import { type Meaning, mayMean, messageOrder, type Room } from '../../src/bot/updates/message-order.ts';
import { memoryStore, testBot } from '../support/bot-world.ts';
import { createChat, type TestChat } from '../support/chat.ts';

/** product 3.0: every state a person can be in against every kind of message, and who takes it. */

/** What is so for this person at this moment; the slots ask for it as their features will. */
interface State {
  flow?: true;
  conversation?: true;
  owes?: true;
  /** A conversation ended by itself within the day. */
  ended?: true;
}
const states: Record<string, State> = {
  nothing: {},
  'a flow': { flow: true },
  'an open conversation': { conversation: true },
  'money owed': { owes: true },
  'a conversation that ended': { ended: true },
  'a flow and a conversation': { flow: true, conversation: true },
  'a flow and money owed': { flow: true, owes: true },
  'a conversation and money owed': { conversation: true, owes: true },
  'money owed and one that ended': { owes: true, ended: true },
  everything: { flow: true, conversation: true, owes: true, ended: true },
};

type Kind =
  | 'command'
  | 'aside'
  | 'unknown command'
  | 'reply to a relayed message'
  | 'reply to another message'
  | 'search'
  | 'greeting'
  | 'other words'
  | 'photo'
  | 'photo with words'
  | 'pdf'
  | 'document'
  | 'location'
  | 'sticker'
  | 'voice'
  | 'contact';

const file = { file_id: 'f', file_unique_id: 'u' };
const photo = [{ ...file, width: 9, height: 9 }];
const bodies: Record<Kind, Partial<Message>> = {
  command: { text: '/cari' },
  aside: { text: '/bantuan' },
  'unknown command': { text: '/entah' },
  'reply to a relayed message': { text: 'jawabanku', reply_to_message: { message_id: 77 } as never },
  'reply to another message': { text: 'jawabanku', reply_to_message: { message_id: 78 } as never },
  search: { text: 'kos dramaga' },
  greeting: { text: 'halo' },
  'other words': { text: 'entah apa' },
  photo: { photo },
  'photo with words': { photo, caption: 'kos dramaga' },
  pdf: { document: { ...file, mime_type: 'application/pdf' } },
  document: { document: { ...file, mime_type: 'text/plain' } },
  location: { location: { latitude: -6, longitude: 106 } },
  sticker: { sticker: { ...file, type: 'regular', width: 1, height: 1, is_animated: false, is_video: false } },
  voice: { voice: { ...file, duration: 1 } },
  contact: { contact: { phone_number: '+62812', first_name: 'Ibu' } },
};
const kinds = Object.keys(bodies) as Kind[];

/** Who takes it, as product 3.0 says it in words. */
function expected(state: State, kind: Kind): string {
  if (kind === 'command' || kind === 'aside') return 'command';
  // Also one that nobody knows: it is never relayed.
  if (kind === 'unknown command') return 'rest';
  if (kind === 'reply to a relayed message') return 'reply';
  if (state.flow) return 'flow';
  if (state.conversation) return 'conversation';
  const proof = ['photo', 'photo with words', 'pdf'].includes(kind);
  if (proof && state.owes) return 'proof';
  const words = ['search', 'greeting', 'other words', 'reply to another message'].includes(kind);
  if (words && state.ended) return 'ended-conversation';
  if (kind === 'search' || kind === 'location') return 'search';
  return kind === 'greeting' ? 'greeting' : 'rest';
}

let chat: TestChat;
let bot: ReturnType<typeof testBot>;
let store: ReturnType<typeof memoryStore>;
let state: State;
let lines: Record<string, unknown>[];
let nextId: number;

const flow: Flow<{ word: string }, never> = {
  name: 'apply',
  version: 1,
  given: [],
  steps: [text({ id: 'word', ask: () => html`Kata?`, reads: z.string(), problem: 'flow-need-text' })],
  finish: async () => {},
};
const feature: Feature = {
  name: 'test',
  flows: [flow],
  commands: [
    onCommand(['mulai'], (ctx) => ctx.enterFlow(flow, {})),
    onCommand(['cari'], () => {}),
    onCommand(['cari'], () => {}, { where: 'group' }),
    onCommand(['bantuan'], () => {}, { aside: true }),
  ],
  messages: {
    reply: (ctx) => ctx.message?.reply_to_message?.message_id === 77,
    conversation: () => state.conversation === true,
    proof: () => state.owes === true,
    'ended-conversation': () => state.ended === true,
    search: (ctx) => ctx.message?.text === 'kos dramaga' || ctx.message?.location !== undefined,
    greeting: (ctx) => ctx.message?.text === 'halo',
  },
};

beforeEach(async () => {
  chat = await createChat();
  store = memoryStore();
  lines = [];
  const write: Writable['_write'] = (chunk, _, next) => {
    lines.push(JSON.parse(String(chunk)));
    next();
  };
  const log = pino({ level: 'info' }, new Writable({ write }));
  bot = testBot(chat, store, { features: [feature, flowFeature], adminChatId: -100_7, log });
  await bot.start();
  state = {};
  nextId = 90_000;
});
afterEach(async () => {
  await bot.stop(1_000);
  await chat.stop();
  chat.noViolations();
});

/** Sends it and waits until it was handled; what took it. */
async function says(body: Partial<Message>, room: { id: number; type: 'private' | 'supergroup' }): Promise<string> {
  const id = nextId++;
  const from = { id: 11, is_bot: false, first_name: 'Budi' };
  const entities = body.text?.startsWith('/')
    ? [{ type: 'bot_command' as const, offset: 0, length: body.text.length }]
    : undefined;
  const message = { message_id: id, date: 1, chat: { ...room, title: 'x', first_name: 'Budi' }, from, ...body };
  await bot.accept([{ update_id: id, message: { ...message, ...(entities ? { entities } : {}) } as never }]);
  const line = () => lines.find(({ msg, updateId }) => msg === 'bot: update' && updateId === id);
  await expect.poll(line, { interval: 2 }).toBeDefined();
  const takenBy = String(line()?.takenBy);
  if (takenBy === 'fallback') return 'rest';
  return messageSlots.find((slot) => takenBy === `test/${slot}`) ?? (takenBy === 'flow' ? 'flow' : 'command');
}
const home = { id: 11, type: 'private' as const };

async function begin(wanted: State): Promise<void> {
  state = {};
  if (wanted.flow) await says({ text: '/mulai' }, home);
  state = wanted;
}

describe.each(Object.entries(states))('with %s', (_, wanted) => {
  it.each(kinds)('a %s', async (kind) => {
    await begin(wanted);
    expect(await says(bodies[kind], home)).toBe(expected(wanted, kind));
  });

  it('a command leaves the flow, an aside does not', async () => {
    await begin(wanted);
    expect(await says(bodies.aside, home)).toBe('command');
    expect(await store.kv.getByPrefix('flow:')).toHaveLength(wanted.flow ? 1 : 0);
    await says(bodies.command, home);
    expect(await store.kv.getByPrefix('flow:')).toEqual([]);
  });
});

describe('in the admin group', () => {
  const group = { id: -100_7, type: 'supergroup' as const };
  const all: State = { conversation: true, owes: true, ended: true };
  it.each(kinds)('a %s counts only as a command or a reply', async (kind) => {
    state = all;
    const replies = kind === 'reply to a relayed message' ? 'reply' : 'rest';
    expect(await says(bodies[kind], group)).toBe(kind === 'command' ? 'command' : replies);
  });

  it('a flow there takes replies and nothing else', () => {
    const message = (reply: boolean) => ({ text: 'x', ...(reply ? { reply_to_message: {} } : {}) }) as Message;
    expect(mayMean('flow', message(false), 'admin-group')).toBe(false);
    expect(mayMean('flow', message(true), 'admin-group')).toBe(true);
    expect(mayMean('flow', message(false), 'group')).toBe(true);
  });
});

it('every slot that features may fill stands in the order, once', () => {
  const rest: Meaning[] = ['command', 'flow'];
  expect([...messageOrder].toSorted()).toEqual([...messageSlots, ...rest].toSorted());
});

it('nothing but commands, replies and flows counts in groups', () => {
  for (const room of ['group', 'admin-group'] satisfies Room[]) {
    for (const meaning of messageOrder.filter((one) => !['command', 'reply', 'flow'].includes(one))) {
      for (const body of Object.values(bodies)) expect(mayMean(meaning, body as Message, room), meaning).toBe(false);
    }
  }
});
