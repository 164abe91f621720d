import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../../log.ts';
import type { StoredFile } from '../files.ts';
import type { Webhook } from '../webhook.ts';
import { callbackLife, type World } from '../world.ts';
import { createJournal } from './journal.ts';
import {
  accountLine,
  botLine,
  chatLine,
  confirmedLine,
  fileLine,
  goneLine,
  messageLine,
  pressLine,
  queueLine,
  updateLine,
} from './records.ts';
import { restoreWorld } from './restore-world.ts';

/**
 * Restores the world from `folder` and keeps it there from then on, so that a killed sandbox comes back with the same
 * chats. What a call or a person changed is written before the answer goes out. Nothing is written before the first
 * change: a second process that is refused the store has not touched the folder.
 */
export function keepWorld(world: World, webhook: Webhook, folder: string, log: Log): { close(): void } {
  const journal = createJournal(folder);
  const filesFolder = join(folder, 'files');
  const fileOf = (uniqueId: string): string => join(filesFolder, uniqueId);
  let state: 'reading' | 'writing' | 'off' = 'reading';
  let isSoon = false;

  /** What changed since it was written; messages as chat → message ids. */
  const changed = {
    messages: new Map<number, Set<number>>(),
    presses: new Set<string>(),
    files: new Set<StoredFile>(),
  };
  /** What is small is compared with what was written last instead. */
  const written = { lines: new Map<string, string>(), updates: new Set<number>() };

  const unlessSame = (key: string, compared: string, line = compared): string[] => {
    if (written.lines.get(key) === compared) return [];
    written.lines.set(key, compared);
    return [line];
  };
  const smallLines = (): string[] => [
    ...[...world.accounts.values()].flatMap((account) => unlessSame(`account:${account.id}`, accountLine(account))),
    ...[...world.chats.values()].flatMap((chat) =>
      unlessSame(`chat:${chat.id}`, chatLine(chat, 0), chatLine(chat, chat.nextMessageId)),
    ),
    ...unlessSame('bot', botLine(world, webhook.settings())),
  ];
  const updateLines = (): string[] => {
    const pending = new Map([...world.updates.pending()].map((update) => [update.id, update]));
    const confirmed = [...written.updates].filter((id) => !pending.has(id));
    const fresh = [...pending.values()].filter(({ id }) => !written.updates.has(id));
    written.updates = new Set(pending.keys());
    return [...(confirmed.length > 0 ? [confirmedLine(confirmed)] : []), ...fresh.map(updateLine)];
  };
  const newLines = (): string[] => {
    const lines = [...[...changed.files].map(fileLine), ...smallLines()];
    for (const [chatId, ids] of changed.messages) {
      for (const id of ids) {
        const stored = world.chats.get(chatId)?.messages.get(id);
        lines.push(stored ? messageLine(chatId, stored) : goneLine(chatId, id));
      }
    }
    for (const id of changed.presses) {
      const press = world.presses.get(id);
      if (press) lines.push(pressLine(press));
    }
    // Last: an update is only there when what it tells of is.
    lines.push(...updateLines());
    forgetChanges();
    return lines;
  };
  const forgetChanges = (): void => {
    changed.messages.clear();
    changed.presses.clear();
    changed.files.clear();
  };

  function* allLines(): Generator<string> {
    forgetChanges();
    written.lines.clear();
    written.updates.clear();
    yield queueLine(world.updates.nextId());
    for (const file of world.files.all()) yield fileLine(file);
    yield* smallLines();
    for (const chat of world.chats.values()) {
      for (const stored of chat.messages.values()) yield messageLine(chat.id, stored);
    }
    const oldest = world.clock.now() - callbackLife;
    for (const press of world.presses.values()) if (press.at >= oldest) yield pressLine(press);
    yield* updateLines();
  }

  /** The chats are worth more than their copy: without a disk the sandbox goes on in memory. */
  const unlessFull = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      state = 'off';
      log.error({ err: error, folder }, 'sandbox.telegram.state-lost');
    }
  };
  const begin = (): void => {
    mkdirSync(filesFolder, { recursive: true });
    const known = new Set(world.files.all().map(({ uniqueId }) => uniqueId));
    const present = new Set(readdirSync(filesFolder));
    for (const name of present) if (!known.has(name)) rmSync(fileOf(name), { recursive: true, force: true });
    for (const file of world.files.all()) {
      if (!present.has(file.uniqueId)) writeFileSync(fileOf(file.uniqueId), file.bytes);
    }
    journal.rewrite(allLines());
    state = 'writing';
  };
  const save = (): void => {
    if (state === 'off') return;
    unlessFull(() => {
      if (state === 'reading') {
        begin();
        return;
      }
      const lines = newLines();
      if (lines.length > 0) journal.append(lines);
      if (journal.isLong()) journal.rewrite(allLines());
    });
  };
  const saveSoon = (): void => {
    if (isSoon || state === 'off') return;
    isSoon = true;
    queueMicrotask(() => {
      isSoon = false;
      save();
    });
  };

  restore();
  world.files.watch({
    added(file) {
      if (state === 'writing') unlessFull(() => writeFileSync(fileOf(file.uniqueId), file.bytes));
      changed.files.add(file);
      saveSoon();
    },
    removed(file) {
      changed.files.delete(file);
      if (state === 'writing') rmSync(fileOf(file.uniqueId), { force: true });
    },
  });
  // At once: a webhook or a long poll may have it a millisecond later.
  world.updates.onPush(save);
  world.updates.onRemove(saveSoon);
  world.changes.on('change', (change) => {
    if (change.kind === 'call') {
      save();
      return;
    }
    if (change.kind === 'action') return;
    if (change.kind === 'press' || change.kind === 'answer') changed.presses.add(change.press.id);
    else if (change.kind !== 'chat') {
      const ids = changed.messages.get(change.chatId) ?? new Set();
      changed.messages.set(change.chatId, ids.add(change.messageId));
    }
    saveSoon();
  });
  return {
    close() {
      if (state === 'writing') save();
      state = 'off';
      journal.close();
    },
  };

  function restore(): void {
    const { lines, unreadable } = journal.read();
    if (unreadable) log.warn({ folder }, 'sandbox.telegram.state-unreadable: the chats begin anew');
    if (!lines) return;
    const useless = restoreWorld(world, webhook, lines, (uniqueId) => {
      try {
        return new Uint8Array(readFileSync(fileOf(uniqueId)));
      } catch {
        return null;
      }
    });
    if (useless > 0) log.warn({ folder, lines: useless }, 'sandbox.telegram.state-partly-unreadable');
  }
}
