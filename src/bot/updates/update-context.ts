import type { Api } from 'grammy';
import type { Update, UserFromGetMe } from 'grammy/types';
import type { Actor, Ctx, Language } from '../../domain/context.ts';
import { keys } from '../../domain/keys.ts';
import type { Json } from '../../domain/ports.ts';
import { profileStore } from '../../domain/profile/profile-store.ts';
import type { Tx } from '../../domain/transaction.ts';
import { type AnswerOptions, BotContext, type Enterable, type Person, type Translate } from '../context.ts';
import type { Target } from '../delivery/telegram-send.ts';
import type { CallbackDefinition, Fields, Values } from '../ui/callback.ts';
import { cutText, MAX_TOAST } from '../ui/cut.ts';
import { type Html, plainText } from '../ui/html.ts';
import { translator } from '../ui/i18n.ts';
import { type OutMessage, type RenderedMessage, rendered } from '../ui/message.ts';
import type { Router } from './router.ts';

/** One answer of this try, in order. */
export interface Said {
  message: RenderedMessage;
  ref?: string;
  edit?: string;
  tapped?: Target;
}

const record = (value: Json | null): { [key: string]: Json } | null =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;

/** What the store holds of this account; a reference written in this very transaction is followed too. */
async function readPerson(
  tx: Tx,
  from: { id: number; language_code?: string | undefined; name: string },
): Promise<Person> {
  let value = record(await tx.peek(keys.profile.telegram(from.id)));
  if (typeof value?.$ref === 'string') value = record(await tx.peek(value.$ref));
  const profile = value === null ? null : profileStore.parse(value);
  const guest = record(await tx.peek(keys.profile.guest(from.id)));
  const chosen: Language | null = guest?.language === 'id' || guest?.language === 'en' ? guest.language : null;
  const language = profile?.language ?? chosen ?? (from.language_code?.startsWith('en') ? 'en' : 'id');
  return { telegramId: from.id, telegramName: from.name, profile, language };
}

const actorOf = ({ profile, telegramId, language }: Person): Actor =>
  profile ? { kind: 'user', userId: profile.id, telegramId, language } : { kind: 'guest', telegramId, language };

/** jsonb refuses NUL and lone surrogates, wherever a view let them through. */
const clean = (message: OutMessage): RenderedMessage =>
  JSON.parse(
    JSON.stringify(rendered(message), (_, value: unknown) =>
      typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value,
    ),
  ) as RenderedMessage;

export interface UpdateContextParts {
  update: Update;
  api: Api;
  me: UserFromGetMe;
  tx: Tx;
  domain(tx: Tx, actor: Actor): Ctx;
  router: Pick<Router, 'enter' | 'press'>;
}

/** One try of one update: collects what the handlers say. */
export class UpdateContext extends BotContext {
  readonly said: Said[] = [];
  toasted: { text: string; alert: boolean } | null = null;
  person: Person;
  readonly domain: Ctx;
  readonly #router: UpdateContextParts['router'];

  private constructor(parts: UpdateContextParts, person: Person) {
    super(parts.update, parts.api, parts.me);
    this.person = person;
    this.domain = parts.domain(parts.tx, actorOf(person));
    this.#router = parts.router;
  }

  static async create(parts: UpdateContextParts): Promise<UpdateContext> {
    const { update } = parts;
    const from = (update.message ?? update.callback_query ?? update.my_chat_member)?.from;
    const name = [from?.first_name, from?.last_name].filter(Boolean).join(' ');
    const person = await readPerson(parts.tx, { id: from?.id ?? 0, language_code: from?.language_code, name });
    return new UpdateContext(parts, person);
  }

  get t(): Translate {
    return translator(this.person.language);
  }

  /** Where answers go. */
  get room(): string {
    return String(this.chat?.id ?? this.from?.id ?? '');
  }

  answer(message: OutMessage, options: AnswerOptions = {}): void {
    const { ref, edit } = options;
    this.said.push({ message: clean(message), ...(ref ? { ref } : {}), ...(edit ? { edit } : {}) });
  }

  change(message: OutMessage): void {
    const tapped = this.anew ? undefined : this.callbackQuery?.message;
    // Telegram gives date 0 to a message that it no longer shows to bots.
    const target = tapped && tapped.date !== 0 && { messageId: tapped.message_id, photo: 'photo' in tapped };
    this.said.push({ message: clean(message), ...(target ? { tapped: target } : {}) });
  }

  toast(text: Html, options: { alert?: boolean } = {}): void {
    if (this.anew || !this.callbackQuery) this.answer({ text });
    else this.toasted = { text: cutText(plainText(text), MAX_TOAST), alert: options.alert ?? false };
  }

  enterFlow<Given extends object>(flow: Enterable<Given>, given: NoInfer<Given>): Promise<void> {
    return this.#router.enter(this, flow.name, given);
  }

  async go<F extends Fields>(callback: CallbackDefinition<F>, values: Values<F>): Promise<void> {
    await this.#router.press(this, callback.pack(values));
  }

  async refreshPerson(): Promise<void> {
    const { telegramId: id, telegramName: name } = this.person;
    this.person = await readPerson(this.domain.tx, { id, language_code: this.from?.language_code, name });
    this.domain.actor = actorOf(this.person);
  }
}
