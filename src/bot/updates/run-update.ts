import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from 'grammy';
import type { Update, UserFromGetMe } from 'grammy/types';
import type { Actor, Ctx } from '../../domain/context.ts';
import { DomainError, KvUnavailable } from '../../domain/errors.ts';
import { keys } from '../../domain/keys.ts';
import { enqueue, type OutboxRow, outboxRows } from '../../domain/outbox.ts';
import type { Ids, Kv, Wake } from '../../domain/ports.ts';
import { wakeTick } from '../../domain/run.ts';
import { Tx } from '../../domain/transaction.ts';
import type { Log } from '../../log.ts';
import type { Marks } from '../delivery/marks.ts';
import type { OutboxSender } from '../delivery/outbox-sender.ts';
import { tellAdmins } from '../delivery/tell-admins.ts';
import { deleteFlowState, readFlowState } from '../flow/state.ts';
import { MAX_TOAST } from '../ui/cut.ts';
import { errorText, faultOf, referenceCode } from '../ui/errors.ts';
import { type Html, plainText } from '../ui/html.ts';
import { translator } from '../ui/i18n.ts';
import { removeKeyboard } from '../ui/keyboard.ts';
import { doneWrites, inboxRows } from './inbox.ts';
import type { Router } from './router.ts';
import { type Said, UpdateContext } from './update-context.ts';

export interface RunUpdateDependencies {
  kv: Kv;
  api: Api;
  me(): UserFromGetMe;
  log: Log;
  ids: Ids;
  wake: Wake;
  /** The domain context of one try. */
  domain(tx: Tx, actor: Actor): Ctx;
  router: Router;
  /** What every update passes first: false ends it there. */
  admits(ctx: UpdateContext): Promise<boolean>;
  sender: OutboxSender;
  marks: Marks;
  /** False once this process must not act any more: the next holder runs the update. */
  leading(): boolean;
  adminChatId(): string | null;
}

/** How long a conflict re-runs the handler (real time). */
const MAX_CONFLICT_MS = 5_000;

/** `settled`: once the answers are out and the update is marked done. */
type Outcome = { settled: Promise<unknown> } | 'conflict';
const finished = { settled: Promise.resolve() };

/** Why an earlier try failed for good, and whether it was the running flow that did. */
interface Failed {
  failure: unknown;
  inFlow: boolean;
  takenBy: string | null;
}

/** Handles one update from the inbox: one read, one commit that also consumes it, then the answers (architecture 5). */
export async function runUpdate(d: RunUpdateDependencies, update: Update): Promise<{ settled: Promise<unknown> }> {
  const start = performance.now();
  const end = start + MAX_CONFLICT_MS;
  const failed: Failed = { failure: undefined, inFlow: false, takenBy: null };
  let uncertain = false;
  for (let attempt = 0; d.leading(); attempt++) {
    try {
      const outcome = await runOnce(d, update, failed, uncertain);
      if (outcome !== 'conflict') {
        tellLog(d, update, failed, { start, attempt });
        return outcome;
      }
      if (failed.failure === undefined && performance.now() > end) failed.failure = new DomainError('common.busy');
      await sleep(Math.random() * Math.min(100, 4 * 2 ** attempt));
    } catch (error) {
      if (error instanceof KvUnavailable) {
        if (!uncertain) d.log.warn({ err: error, updateId: update.update_id }, 'bot: the store is away, update waits');
        uncertain = true;
        await sleep(Math.min(1_000, 20 * 2 ** attempt));
      } else if (failed.failure === undefined) {
        failed.failure = error;
      } else {
        // Not even the apology worked: consumed all the same, or it would come back for ever.
        d.log.error({ err: error, updateId: update.update_id }, 'bot: the error boundary failed');
        endTap(d, update, null);
        return { settled: markDone(d, update) };
      }
    }
  }
  return finished;
}

function tellLog(
  d: RunUpdateDependencies,
  { update_id: updateId }: Update,
  { failure, takenBy }: Failed,
  { start, attempt }: { start: number; attempt: number },
): void {
  const refused = failure instanceof DomainError ? { refused: failure.code } : {};
  const again = attempt > 0 ? { tries: attempt + 1 } : {};
  d.log.info({ updateId, takenBy, ms: Math.round(performance.now() - start), ...refused, ...again }, 'bot: update');
}

async function runOnce(d: RunUpdateDependencies, update: Update, failed: Failed, uncertain: boolean): Promise<Outcome> {
  const tx = new Tx(d.kv);
  const inboxKey = keys.inbox.record(update.update_id);
  await tx.preload([inboxKey, ...keysOfPerson(update)]);
  const row = await inboxRows.read(tx, inboxKey);
  if (!row || 'done' in row) {
    // A commit whose answer was lost: it happened, and its messages are in the outbox.
    if (uncertain) d.sender.sweep().catch((error: unknown) => d.log.warn({ err: error }, 'bot: the outbox waits'));
    endTap(d, update, null);
    return finished;
  }
  const ctx = await UpdateContext.create({ update, api: d.api, me: d.me(), tx, domain: d.domain, router: d.router });
  if (failed.failure === undefined) {
    try {
      if (await d.admits(ctx)) await d.router.handle(ctx);
    } finally {
      failed.inFlow = ctx.inFlow;
      failed.takenBy = ctx.takenBy;
    }
  } else await apologise(d, ctx, failed);
  return tx.hasWrites ? commit(d, ctx, tx) : answerDirectly(d, ctx);
}

/** What every update needs of the store, so that it takes one round trip. */
function keysOfPerson(update: Update): string[] {
  const source = update.message ?? update.callback_query ?? update.my_chat_member;
  const from = source?.from;
  if (!source || !from) return [];
  const chat = 'chat' in source ? source.chat : source.message?.chat;
  return [
    keys.profile.telegram(from.id),
    keys.profile.guest(from.id),
    ...(chat ? [keys.flow(String(chat.id), from.id)] : []),
  ];
}

async function commit(d: RunUpdateDependencies, ctx: UpdateContext, tx: Tx): Promise<Outcome> {
  for (const said of ctx.said) enqueue(tx, outboxRow(ctx, said));
  const done = doneWrites(ctx.update.update_id);
  for (const [key, value] of done.set) tx.set(key, value);
  for (const key of done.delete) tx.delete(key);
  if (!(await tx.commit())) return 'conflict';
  d.sender.handOver(outboxRows.written(tx));
  wakeTick(tx, d.wake, ctx.domain.clock);
  endTap(d, ctx.update, ctx.toasted && { ...ctx.toasted, text: tx.resolve(ctx.toasted.text) });
  return finished;
}

function outboxRow(ctx: UpdateContext, { message, ref, edit, tapped }: Said): OutboxRow {
  return {
    id: ctx.domain.ids.ulid(),
    chatId: ctx.room,
    at: ctx.domain.now,
    ...(ref ? { ref } : {}),
    ...(edit ? { edit } : {}),
    body: { kind: 'answer', message, ...(tapped ? { tapped } : {}) },
  };
}

/** It only read: answered through the same lane, and marked done once the answer is out. */
function answerDirectly(d: RunUpdateDependencies, ctx: UpdateContext): Outcome {
  endTap(d, ctx.update, ctx.toasted);
  const sent = ctx.said.map((said) => d.sender.answer({ chatId: ctx.room, ...said }));
  // The lane keeps the order, so the chat's next update need not wait for it.
  const settled = Promise.all(sent).then((all) => (all.every(Boolean) ? markDone(d, ctx.update) : undefined));
  return { settled };
}

/** Never rejects: the row stays open then, and the update runs again after a restart. */
const markDone = (d: RunUpdateDependencies, update: Update): Promise<void> =>
  d.marks
    .add(doneWrites(update.update_id))
    .catch((error: unknown) => d.log.error({ err: error }, 'bot: a done mark was refused'));

/** Ends the spinner of a pressed button, with its notice if there is one; exempt from limits, never repeated. */
function endTap(d: RunUpdateDependencies, update: Update, toast: { text: string; alert: boolean } | null): void {
  const query = update.callback_query;
  if (!query) return;
  const other = toast?.text ? { text: toast.text, ...(toast.alert ? { show_alert: true } : {}) } : {};
  d.api.answerCallbackQuery(query.id, other).catch((error: unknown) => {
    // Too old after a restart, or the network: the spinner ends by itself.
    d.log.debug({ err: error }, 'bot: a tap was not answered');
  });
}

/** Nothing of the failed try is written. It ends the flow it happened in, and only that; a fault gets a code. */
async function apologise(d: RunUpdateDependencies, ctx: UpdateContext, failed: Failed): Promise<void> {
  const { failure, inFlow } = failed;
  const busy = failure instanceof DomainError && failure.code === 'common.busy';
  const flow = busy || !inFlow ? null : await readFlowState(ctx);
  if (flow) await deleteFlowState(ctx);
  const text = failure instanceof DomainError ? errorText(ctx.t, failure) : await reportFault(d, ctx, failed);
  const ended = flow?.keyboard ? { keyboard: removeKeyboard } : {};
  if (ctx.callbackQuery && !flow && [...plainText(text)].length <= MAX_TOAST) ctx.toast(text, { alert: true });
  else if (ctx.from && (ctx.chat?.type === 'private' || ctx.callbackQuery || isForBot(ctx))) {
    ctx.answer({ text, ...ended });
  }
}

/** In a group only who spoke to the bot hears of its faults. */
const isForBot = (ctx: UpdateContext): boolean =>
  ctx.message?.text?.startsWith('/') === true || ctx.message?.reply_to_message?.from?.id === ctx.me.id;

async function reportFault(d: RunUpdateDependencies, ctx: UpdateContext, { failure, takenBy }: Failed): Promise<Html> {
  const code = referenceCode();
  const { kind, where } = faultOf(failure);
  d.log.error({ code, err: failure, updateId: ctx.update.update_id, takenBy }, 'bot: unexpected error');
  const adminText = translator('id')('common-admin-error', { code, kind, where });
  await tellAdmins({ tx: ctx.domain.tx, ids: d.ids, adminChatId: d.adminChatId() }, `${kind} ${where}`, adminText);
  return ctx.t('common-unexpected', { code });
}
